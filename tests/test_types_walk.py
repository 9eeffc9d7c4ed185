"""Rare question types without script, through the real door: shown, sent, stored, exported, tried and edited."""

import hashlib
import json
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from urllib.parse import unquote

import openpyxl
import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.collect.periods import open_period
from survey.collect.tables import Submission
from survey.questionnaires import catalogue, kinds, versions
from survey.questionnaires.model import Questionnaire, from_document, to_document
from survey.questionnaires.tables import Version
from survey.questionnaires.xlsform import read
from survey.register.tables import Site
from tests.conftest import Clock
from tests.paper import texts
from tests.test_question_types import STREETS, TRIPS
from tests.test_xlsform import tiny
from tests.walker import Browser

JSON = {"Accept": "application/json"}
FORM = tiny(
    "type | name | label::中文 (zh) | label::English (en) | required | relevant | calculation | default | read_only",
    "time | opens | 几点开门 | When does it open | yes | | | |",
    "date | day | 哪天来的 | Which day | | | | today() |",
    "select_one fruit or_other | fruit | 爱吃什么 | What fruit | | | | |",
    "integer | apples | 苹果几个 | Apples | | | | 2 |",
    "integer | pears | 梨几个 | Pears | | | | |",
    "calculate | total | 一共 | In all | | | ${apples} + coalesce(${pears}, 0) | |",
    "calculate | stamp | | | | | now() | |",
    "text | why | ${total} 个怎么吃得完 | How to eat ${total} | | ${total} > 5 | | |",
    "text | ward | 街道 | Ward | | | | 晨光街道 | yes",
    more="| choices |\n| | list_name | name | label::中文 (zh) | label::English (en) |\n"
    "| | fruit | a | 苹果 | Apple |\n| | fruit | b | 梨 | Pear |",
)


@pytest.fixture
def publish(session: Session, site: Site, clock: Clock) -> Callable[[Questionnaire], str]:
    """Ask a questionnaire at a site; gives the site's code."""

    def ask(form: Questionnaire) -> str:
        versions.publish(session, replace(form, name="office/rare"), "0" * 64, clock())
        open_period(session, "2026", date(2026, 1, 1), date(2026, 12, 31))
        code = site.codes[0].code
        session.commit()
        return code

    return ask


@pytest.fixture
def code(publish: Callable[[Questionnaire], str]) -> str:
    return publish(FORM)


def stored(session: Session) -> list[dict[str, object]]:
    session.rollback()
    rows = [row.answers for row in session.scalars(select(Submission).order_by(Submission.received_at))]
    session.rollback()
    return rows


def test_everything_is_shown_asked_again_and_stored(
    anybody: Browser, code: str, session: Session, clock: Clock
) -> None:
    anybody.open(f"/S/{code}").sees("几点开门", "晨光街道", "2 个怎么吃得完", "其他")
    assert anybody.page.select_one("[name=answer_apples]")["value"] == "2"  # type: ignore[index]
    anybody.fill(answer_pears="9", answer_opens="8 o'clock").press("提交")
    assert anybody.status == 422
    anybody.sees("11 个怎么吃得完", "请按“时:分”填写时间")
    anybody.fill(answer_opens="08:30", answer_day="", answer_fruit="other", answer_fruit_other="香蕉")
    anybody.fill(answer_why="分给邻居").press("提交").sees("已收到")
    [row] = stored(session)
    moment = row.pop("stamp")
    assert (str(moment)[:5], len(str(moment))) == ("2026-", 19)
    assert row == {
        "opens": "08:30", "fruit": "other", "fruit_other": "香蕉", "apples": 2, "pears": 9, "total": 11,
        "why": "分给邻居", "ward": "晨光街道",
    }  # fmt: skip


def test_a_cleared_default_stays_cleared_on_the_page_that_comes_back(anybody: Browser, code: str) -> None:
    anybody.open(f"/S/{code}").fill(answer_apples="", answer_day="").press("提交")
    assert anybody.page.select_one("[name=answer_apples]")["value"] == ""  # type: ignore[index]


def test_what_is_worked_out_is_not_the_phones_to_say(app: Flask, code: str, session: Session) -> None:
    client = app.test_client()
    for name in ("total", "ward", "stamp"):
        refused = client.post(f"/s/{code}/{uuid.uuid4()}", data={"answer_opens": "08:30", f"answer_{name}": "99"},
                              headers=JSON)  # fmt: skip
        assert refused.status_code == 422
    assert stored(session) == []


def test_the_same_answers_a_minute_later_are_the_same_answers(
    app: Flask, code: str, session: Session, clock: Clock
) -> None:
    client, address = app.test_client(), f"/s/{code}/{uuid.uuid4()}"
    first = client.post(address, data={"answer_opens": "08:30"}, headers=JSON)
    clock.moment += timedelta(minutes=1)
    again = client.post(address, data={"answer_opens": "08:30"}, headers=JSON)
    assert (first.status_code, again.status_code) == (201, 200)
    assert client.post(address, data={"answer_opens": "08:31"}, headers=JSON).status_code == 409


def test_a_phone_that_sends_late_is_taken_at_its_word_about_the_moment(
    app: Flask, code: str, session: Session, clock: Clock
) -> None:
    yesterday = clock() - timedelta(days=1)
    for said in (yesterday, clock() + timedelta(days=9)):
        fields = {"answer_opens": "08:30", "answered_at": said.isoformat()}
        app.test_client().post(f"/s/{code}/{uuid.uuid4()}", data=fields, headers=JSON)
    days = {str(row["stamp"])[:10] for row in stored(session)}
    assert days == {str(yesterday.date()), str(clock().date())}


@pytest.fixture
def answered(app: Flask, code: str, session: Session) -> Version:
    """The version, with one answer."""
    fields = {"answer_opens": "08:30", "answer_apples": "3", "answer_pears": "4", "answer_why": "多"}
    assert app.test_client().post(f"/s/{code}/{uuid.uuid4()}", data=fields).status_code == 303
    version = versions.published(session, "office/rare")
    assert version is not None
    session.expunge(version)
    session.rollback()
    return version


def newest(session: Session) -> Version:
    """The draft that was begun last."""
    version = session.scalars(select(Version).order_by(Version.id.desc()).limit(1)).one()
    session.expunge(version)
    session.rollback()
    return version


def test_results_are_exported_one_column_a_question(answered: Version, office: Browser) -> None:
    taken = office.client.get(f"/desk/questionnaires/{answered.id}/answers.xlsx", buffered=True)
    sheet = openpyxl.load_workbook(BytesIO(taken.data)).worksheets[0]
    headings, row = [[cell.value for cell in line] for line in list(sheet.rows)[:2]]
    found = dict(zip(headings, row, strict=True))
    assert {name: found[name] for name in ("opens", "apples", "total", "why", "ward")} == {
        "opens": "08:30", "apples": 3, "total": 7, "why": "多", "ward": "晨光街道",
    }  # fmt: skip
    office.open(f"/desk/questionnaires/{answered.id}/results").sees("一共", "多", "这里不显示")


def test_the_builder_keeps_it_to_the_last_letter(answered: Version, office: Browser, session: Session) -> None:
    office.open(f"/desk/questionnaires/{answered.id}").press("在此编辑")
    draft = newest(session)
    for question in FORM.questions:
        office.open(f"/desk/questionnaires/{draft.id}/edit/question/{question.name}").press("保存")
        assert office.status == 200, office.text
    assert newest(session).content_hash == answered.content_hash
    assert draft.id != answered.id


def test_it_can_be_tried_and_passes_its_self_test(
    answered: Version, office: Browser, run: Callable[..., tuple[int, str]]
) -> None:
    code, told = run("self-test", "--json")
    reports = {report["questionnaire"]: report["failures"] for report in json.loads(told)}
    assert (code, reports["office/rare 1"]) == (0, [])


ORDERS = tiny(
    "type | name | label | required | choice_filter",
    "select_one street | street | 哪条街 | |",
    "select_one stop | stop | 哪一站 | yes | street = ${street}",
    "rank stop | order | 排个队 | |",
    more=STREETS,
)


def test_a_ranking_is_numbers_and_options_that_do_not_go_are_refused(
    anybody: Browser, publish: Callable[[Questionnaire], str], session: Session
) -> None:
    anybody.open(f"/S/{publish(ORDERS)}").sees("哪一站", "菜场", "1 为第一位")
    anybody.fill({"answer_order:park": "2", "answer_order:market": "2"}, answer_street="north", answer_stop="market")
    anybody.press("提交").sees("请给每一行写一个不同的序号，从 1 到 4", "和前面的回答对不上")
    places = {str(field["name"]): field.select_one("[selected]") for field in anybody.page.select("select")}
    assert [name for name, place in places.items() if place and place.text == "2"] == [
        "answer_order:park", "answer_order:market",
    ]  # fmt: skip
    order = {f"answer_order:{stop}": str(place) for place, stop in enumerate(("school", "ferry", "park", "market"), 1)}
    anybody.fill({**order, "answer_stop": "school"}).press("提交").sees("已收到")
    assert stored(session) == [{"street": "north", "stop": "school", "order": ["school", "ferry", "park", "market"]}]


def test_places_are_exported_and_what_came_first_is_counted(
    app: Flask, publish: Callable[[Questionnaire], str], office: Browser, session: Session
) -> None:
    code = publish(ORDERS)
    for order in (["park", "school", "market", "ferry"], ["park", "ferry", "market", "school"]):
        fields = {"answer_street": "south", "answer_stop": "ferry", "answer_order": order}
        assert app.test_client().post(f"/s/{code}/{uuid.uuid4()}", data=fields, headers=JSON).status_code == 201
    version = versions.published(session, "office/rare")
    assert version is not None
    number = version.id
    session.rollback()
    taken = office.client.get(f"/desk/questionnaires/{number}/answers.json", buffered=True)
    assert {(row["order.park"], row["order.ferry"]) for row in json.loads(taken.data)} == {(1, 4), (1, 2)}
    office.open(f"/desk/questionnaires/{number}/results").sees("排在第一位的次数", "公园 2 · 100 %")
    office.open(f"/desk/print/paper.pdf?version={number}&language=zh")
    assert "请写序号" in "".join(texts(office.response.data))


PLACES = tiny("type | name | label | relevant", "geopoint | where | 在哪里 |", "image | shot | 拍一张 |",
              "text | why | 为何在那里 | ${where} = '1.0000 2.0000'")  # fmt: skip


def test_a_place_is_typed_and_a_photo_is_left_out_without_script(
    anybody: Browser, publish: Callable[[Questionnaire], str], office: Browser, session: Session
) -> None:
    anybody.open(f"/S/{publish(PLACES)}").sees("可不填", "这里不能添加照片")
    anybody.fill(answer_where="91, 104").press("提交").sees("请填写纬度和经度")
    anybody.fill(answer_where="30.57285，104.06676").press("提交").sees("已收到")
    assert stored(session) == [{"where": "30.5728 104.0668"}]
    version = versions.published(session, "office/rare")
    assert version is not None
    number = version.id
    session.rollback()
    taken = office.client.get(f"/desk/questionnaires/{number}/answers.json", buffered=True)
    assert json.loads(taken.data)[0]["where"] == "30.5728 104.0668"
    office.open(f"/desk/print/paper.pdf?version={number}&language=zh")
    assert "照片只能用手机拍" in "".join(texts(office.response.data))


def test_a_photo_is_found_at_the_desk_by_the_name_that_the_answers_have(
    app: Flask, publish: Callable[[Questionnaire], str], office: Browser
) -> None:
    code, id_, picture = publish(PLACES), uuid.uuid4(), BytesIO()
    Image.new("RGB", (60, 40), "red").save(picture, "PNG")
    name = hashlib.sha256(picture.getvalue()).hexdigest()
    client = app.test_client()
    assert client.post(f"/s/{code}/{id_}", data={"answer_shot": name, "photos": "1"}, headers=JSON).status_code == 201
    assert client.put(f"/s/{code}/{id_}/photos/{name}", data=picture.getvalue(), headers=JSON).status_code == 201
    assert office.client.get(f"/desk/photos/{name}").mimetype == "image/jpeg"
    assert office.client.get(f"/desk/photos/{'0' * 64}").status_code == 404


def test_another_block_is_added_without_script_and_loses_nothing(
    anybody: Browser, publish: Callable[[Questionnaire], str], session: Session
) -> None:
    anybody.open(f"/S/{publish(TRIPS)}").sees("第几趟 1").misses("第几趟 2")
    anybody.fill({"answer_used": "yes", "answer_stop.1": "park", "answer_minutes.1": "x", "answer_why.1": "堵"})
    anybody.press("再加一组").sees("第几趟 2")
    assert anybody.page.select_one("[name='answer_why.1']")["value"] == "堵"  # type: ignore[index]
    anybody.fill({"answer_stop.2": "market", "answer_minutes.2": "30"}).press("提交")
    assert anybody.status == 422
    anybody.sees("请用数字填写整数", "第几趟 2")
    anybody.fill({"answer_minutes.1": "4"}).press("提交").sees("已收到")
    [row] = stored(session)
    assert row["trips"] == [
        {"stop": "park", "minutes": 4, "place": 1}, {"stop": "market", "minutes": 30, "place": 2},
    ]  # fmt: skip


def test_there_are_never_more_than_ten_blocks(anybody: Browser, publish: Callable[[Questionnaire], str]) -> None:
    anybody.open(f"/S/{publish(TRIPS)}").fill({"answer_used": "yes"})
    for _ in range(11):
        anybody.press("再加一组")
    assert len(anybody.page.select("[data-block]")) == 10


def test_a_repeat_is_exported_block_beside_block_and_printed(
    app: Flask, publish: Callable[[Questionnaire], str], office: Browser, session: Session
) -> None:
    code = publish(TRIPS)
    fields = {"answer_used": "yes", "answer_stop.1": "park", "answer_minutes.1": "5", "answer_stop.2": "ferry"}
    assert app.test_client().post(f"/s/{code}/{uuid.uuid4()}", data=fields, headers=JSON).status_code == 201
    version = versions.published(session, "office/rare")
    assert version is not None
    number = version.id
    session.rollback()
    [row] = json.loads(office.client.get(f"/desk/questionnaires/{number}/answers.json", buffered=True).data)
    told = {name: row.get(name) for name in ("stop.1", "stop.1_label", "minutes.1", "stop.2", "minutes.2", "waited")}
    assert told == {
        "stop.1": "park", "stop.1_label": "公园", "minutes.1": 5, "stop.2": "ferry", "minutes.2": None, "waited": 5,
    }  # fmt: skip
    for ending in ("sav", "xlsx", "csv"):
        assert office.client.get(f"/desk/questionnaires/{number}/answers.{ending}", buffered=True).status_code == 200
    office.open(f"/desk/questionnaires/{number}/results").sees("这里不显示", "等了几分钟 (1)", "公园 1 · 50 %")
    office.open(f"/desk/print/paper.pdf?version={number}&language=zh")
    words = "".join(texts(office.response.data))
    assert [f"第几趟{n}" in words.replace(" ", "") for n in (1, 2, 3, 4)] == [True, True, True, False]
    office.open(f"/desk/questionnaires/{number}").press("在此编辑")
    draft = newest(session)
    for question in TRIPS.questions:
        office.open(f"/desk/questionnaires/{draft.id}/edit/question/{question.name}").press("保存")
        assert office.status == 200, office.text
    assert newest(session).content_hash == versions.content_hash(TRIPS)


def picture(size: tuple[int, int] = (900, 300), kind: str = "PNG") -> bytes:
    """A red picture as a file."""
    file = BytesIO()
    Image.new("RGBA", size, "#cc000080").save(file, kind)
    return file.getvalue()


FRUIT = (
    "| survey |\n| | type | name | label |\n| | select_one f | q | 爱吃什么 |\n"
    "| choices |\n| | list_name | name | label | media::image |\n| | f | a | 苹果 | 苹果.png |\n| | f | b | 梨 | |\n"
)


def bring(office: Browser, form: str, **files: bytes) -> Browser:
    """Send a questionnaire with pictures along."""
    form_file = (BytesIO(form.encode()), "pictured.md")
    along = [(BytesIO(content), name) for name, content in files.items()]
    token = str(office.open("/desk/questionnaires").page.select_one("[name=csrf_token]")["value"])  # type: ignore[index]
    data = {"csrf_token": token, "file": form_file, "pictures": along}
    sent = office.client.post("/desk/questionnaires", data=data, headers=office.headers, follow_redirects=True)
    return office._take(sent)


def test_a_picture_comes_along_is_shown_and_comes_back_by_its_name(
    office: Browser, anybody: Browser, session: Session
) -> None:
    bring(office, FRUIT, **{"苹果.png": picture()})
    assert office.status == 200
    draft = newest(session)
    kept = draft_of(session).questions[0].choices[0].image
    assert kinds.KEPT_NAME.fullmatch(kept)
    shown = anybody.open(str(office.page.select_one("iframe")["src"]))  # type: ignore[index]
    source = str(shown.page.select_one("img.picture[loading=lazy]")["src"])  # type: ignore[index]
    assert unquote(source) == f"/pictures/{kept}"
    answer = anybody.client.get(f"/pictures/{kept}")
    assert (answer.mimetype, "immutable" in answer.headers["Cache-Control"]) == ("image/jpeg", True)
    with Image.open(BytesIO(answer.data)) as image:
        assert image.size == (640, 213)
    assert anybody.client.get("/pictures/apple.000000000000.jpg").status_code == 404
    book = office.client.get(f"/desk/questionnaires/{draft.id}/file.xlsx", buffered=True).data
    again = read(book, ".xlsx", "office/pictured")
    assert versions.content_hash(again) == draft.content_hash


SPOKEN = (
    "| survey |\n| | type | name | label::中文 (zh) | label::English (en) | label::日本語 (ja) |\n"
    "| | select_one f | q | 坐哪路车 | Which bus | どのバス |\n"
    "| choices |\n| | list_name | name | label::中文 (zh) | label::English (en) | label::日本語 (ja) |"
    " media::image | media::image::中文 (zh) | media::image::English (en) |\n"
    "| | f | a | 一路 | One | 一番 | | zh.png | en.png |\n| | f | b | 二路 | Two | 二番 | all.png | | en.png |\n"
)


def test_a_picture_for_each_language_is_shown_to_its_readers_and_comes_back(office: Browser, session: Session) -> None:
    sizes = {"zh.png": (100, 10), "en.png": (100, 20), "all.png": (100, 30)}
    bring(office, SPOKEN, **{name: picture(size) for name, size in sizes.items()})
    draft, form = newest(session), draft_of(session)
    address = str(office.page.select_one("iframe")["src"])  # type: ignore[index]

    def shown(speak: str) -> list[str]:
        tags = office.open(f"{address}?speak={speak}").page.select("img.picture")
        return [unquote(str(tag["src"])).removeprefix("/pictures/").partition(".")[0] for tag in tags]

    assert [shown("zh"), shown("en"), shown("ja")] == [["zh", "all"], ["en", "en"], ["zh", "all"]]
    book = office.client.get(f"/desk/questionnaires/{draft.id}/file.xlsx", buffered=True).data
    assert read(book, ".xlsx", form.name) == form
    assert versions.content_hash(read(book, ".xlsx", form.name)) == draft.content_hash
    assert from_document(to_document(form)) == form


def draft_of(session: Session) -> Questionnaire:
    form = catalogue.questionnaire_of(session.scalars(select(Version).order_by(Version.id.desc()).limit(1)).one())
    session.rollback()
    return form


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({}, "没有图片“苹果.png”"),
        ({"梨.png": picture()}, "没有图片“苹果.png”"),
        ({"苹果.png": b"no picture"}, "无法读取"),
        ({"苹果.png": b"x" * (200 * 1024 + 1)}, "超过 200 KB"),
        ({"苹果.png": picture((5000, 4001))}, "超过 200 KB"),
    ],
)
def test_a_picture_that_is_missing_or_too_large_is_told(office: Browser, files: dict[str, bytes], told: str) -> None:
    assert bring(office, FRUIT, **files).status == 422
    office.sees(told)


@pytest.mark.parametrize(
    ("heading", "told"),
    [
        ("media::image::English (en)", "没有图片“苹果.png”"),
        ("media::image::Klingon", "media::image::Klingon 的语言不明确"),
        ("media::audio::English (en)", "media::audio::English (en)"),
    ],
)
def test_a_picture_for_a_language_is_refused_at_its_cell(office: Browser, heading: str, told: str) -> None:
    assert bring(office, FRUIT.replace("media::image", heading)).status == 422
    office.sees(heading, told)


def test_a_kept_name_from_elsewhere_is_told(office: Browser) -> None:
    assert bring(office, FRUIT.replace("苹果.png", "apple.0123456789ab.jpg")).status == 422
    office.sees("apple.0123456789ab.jpg")


STARRED = tiny(
    "type | name | label::中文 (zh) | hint::中文 (zh)",
    "select_one grade | overall | **总体**满意吗 | 请 *如实* 说",
    more="| choices |\n| | list_name | name | label::中文 (zh) |\n"
    "| | grade | 5 | **很**满意 |\n| | grade | 1 | 不满意 |",
)


def test_marks_of_emphasis_are_shown_by_the_page_and_nowhere_else_as_stars(
    publish: Callable[[Questionnaire], str], office: Browser, session: Session
) -> None:
    code = publish(STARRED)
    version_id = session.scalars(select(Version.id).where(Version.questionnaire == "office/rare")).one()
    session.commit()
    page = office.open(f"/S/{code}")
    assert [each.get_text() for each in page.page.select("form strong, form em")][:2] == ["总体", "如实"]
    page.sees("很满意").fill(answer_overall="5").press("提交").sees("已收到")
    desk = f"/desk/questionnaires/{version_id}"
    shown = [office.open(path).response.get_data(as_text=True) for path in (desk, f"{desk}/results")]
    for name in ("codebook.csv", "answers.csv"):
        with office.client.get(f"{desk}/{name}") as file:
            shown.append(file.get_data(as_text=True))
    shown += [office.open("/desk/projects/SS-2026-001/card").response.get_data(as_text=True)]
    shown += texts(office.client.get(f"/desk/print/paper.pdf?version={version_id}").data)
    for text in shown:
        assert "*" not in text
    for text in (*shown[:3], shown[-1]):
        assert "总体满意吗" in text
