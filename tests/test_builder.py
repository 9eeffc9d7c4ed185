"""The builder: a questionnaire made by somebody who does not open Excel, without script and with it."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey.people.tables import Role
from survey.questionnaires import catalogue, drafts, versions, writing
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.tables import DraftStep, VersionState
from survey.questionnaires.xlsform import read, read_file
from survey.web.inputs_questions import Entry, fields_of, question_of
from tests.test_desk_questionnaires import LIST, bring, desk, newest, post  # noqa: F401 - a fixture
from tests.test_writing import SHIPPED
from tests.test_xlsform import table
from tests.walker import Browser, Field

MINE = "office/mine"
THREE = table(
    "type | name | label | required | relevant",
    "select_one yn | overall | 您满意吗？ | yes |",
    "select_multiple fruit | fruit | 爱吃什么？ | | ${overall} = 'yes'",
    "text | why | 为什么？ | | ${overall} = 'no'",
)


def asks(session: Session, name: str = MINE) -> Questionnaire:
    return catalogue.questionnaire_of(newest(session, name))


def names(session: Session) -> list[str]:
    return [question.name for question in asks(session).questions]


@pytest.fixture
def builder(desk: Browser) -> Browser:  # noqa: F811
    """The office's browser in the builder, with three questions."""
    return bring(desk, THREE, "mine.md").follow("在此编辑")


def press(browser: Browser, question: str, button: str) -> Browser:
    """Press a button of one question's row."""
    return browser.press(button, within=f"#q-{question}")


def test_questions_are_moved_duplicated_deleted_and_every_step_undone(builder: Browser, session: Session) -> None:
    press(builder, "why", "上移")
    assert names(session) == ["overall", "why", "fruit"]
    press(builder, "why", "复制")
    assert names(session) == ["overall", "why", "why_2", "fruit"]
    press(builder, "fruit", "删除")
    assert names(session) == ["overall", "why", "why_2"]
    for left in (["overall", "why", "why_2", "fruit"], ["overall", "why", "fruit"], ["overall", "fruit", "why"]):
        builder.press("撤销")
        assert names(session) == left
    assert builder.page.select_one("#undo[disabled]")
    for done in (["overall", "why", "fruit"], ["overall", "why", "why_2", "fruit"]):
        builder.press("重做")
        assert names(session) == done
    builder.press("撤销").press("重做")
    press(builder, "fruit", "上移")
    assert builder.page.select_one("#redo[disabled]")
    assert names(session) == ["overall", "why", "fruit", "why_2"]


def test_a_step_that_would_not_fit_is_refused_and_nothing_changes(builder: Browser, session: Session) -> None:
    press(builder, "overall", "删除")
    assert builder.status == 422
    builder.sees("没有改动", "fruit", "overall")
    assert names(session) == ["overall", "fruit", "why"]


def test_a_question_is_typed_looked_at_and_kept(builder: Browser, session: Session) -> None:
    builder.fill(type="select_one").press("添加")
    typed: dict[str, Field] = {
        "label.zh": "排队久吗？",
        "name": "queue",
        "option.0.label.zh": "久",
        "option.1.label.zh": "不久",
        "option.1.place": "1",
        "option.0.place": "2",
        "option.1.points": "100",
        "option.0.points": "20",
        "counts": "yes",
        "weight": "5",
        "when.0.question": "overall",
        "when.0.operator": "=",
        "when.0.option": "overall:no",
    }
    builder.fill(typed).press("在手机上看看").sees("排队久吗？", "这里提交的内容不计数")
    assert names(session) == ["overall", "fruit", "why"]
    builder.open(f"{LIST}/{newest(session, MINE).id}/edit/new").fill(typed).press("保存")
    made = next(question for question in asks(session).questions if question.name == "queue")
    assert [(c.name, c.label["zh"], c.points) for c in made.choices] == [("1", "不久", 100), ("2", "久", 20)]
    assert made.score is not None
    assert (made.score.weight, made.relevant) == (5, ["=", ["ref", "overall"], "no"])
    builder.follow("排队久吗？").press("保存")
    assert next(question for question in asks(session).questions if question.name == "queue") == made


def test_options_are_moved_by_buttons_and_nothing_typed_is_lost(builder: Browser, session: Session) -> None:
    """No script: each press is a request that keeps nothing until the question is saved."""
    before = asks(session)
    options = [choice.name for choice in next(q for q in before.questions if q.name == "fruit").choices]
    builder.open(f"{builder.path}/question/fruit").fill({"hint.zh": "随便选"}).press("第 2 项上移")
    assert builder.page.select_one("[name='hint.zh']")["value"] == "随便选"  # type: ignore[index]
    assert asks(session) == before
    builder.press("第 1 项上移").press("第 2 项下移").press("第 3 项上移").press("保存")
    fruit = next(q for q in asks(session).questions if q.name == "fruit")
    assert [choice.name for choice in fruit.choices] == [options[1], options[0], *options[2:]]
    assert fruit.hint == {"zh": "随便选"}


def test_what_is_wrong_is_told_at_its_field_with_everything_still_there(builder: Browser, session: Session) -> None:
    builder.follow("为什么？").fill({"label.zh": "", "name": "9", "hint.zh": "一句话", "constraint": ". <"}).press(
        "保存"
    )
    assert builder.status == 422
    builder.sees("没有保存", "条件没有写完")
    builder.fill({"constraint": ""}).press("保存").sees("不能作名称", "缺少默认语言（zh）的文字")
    assert builder.page.select_one("[name='hint.zh']")["value"] == "一句话"  # type: ignore[index]
    assert names(session) == ["overall", "fruit", "why"]


def test_conditions_follow_a_new_name(builder: Browser, session: Session) -> None:
    builder.follow("您满意吗？").fill(name="satisfied").press("保存")
    assert [question.relevant for question in asks(session).questions][1] == ["=", ["ref", "satisfied"], "yes"]


def test_headings_begin_move_and_leave_their_questions(builder: Browser, session: Session) -> None:
    builder.open(f"{builder.path}/heading/at/fruit").fill({"label.zh": "水果", "name": "fruits"}).press("保存")
    assert [(s.name, len(s.questions)) for s in asks(session).sections] == [("", 1), ("fruits", 2)]
    builder.sees("水果").follow("水果").fill({"label.zh": "果子"}).press("保存").sees("果子")
    builder.press("去掉小标题")
    assert [(s.name, len(s.questions)) for s in asks(session).sections] == [("", 3)]


def shape(session: Session) -> list[tuple[str, bool, list[str]]]:
    """Each section of the draft: its name, whether it repeats, and its questions."""
    return [(s.name, s.repeats, [q.name for q in s.questions]) for s in asks(session).sections]


FAMILY = table(
    "type | name | label | relevant",
    "integer | age | 几岁？ |",
    "text | who | 谁？ | ${age} > 3",
    "text | why | 为什么？ |",
)


def test_a_block_is_asked_several_times_and_questions_go_in_and_out(
    desk: Browser,  # noqa: F811
    session: Session,
) -> None:
    builder = bring(desk, FAMILY, "mine.md").follow("在此编辑")
    path, both = builder.path, [("people", True, ["age", "who"]), ("", False, ["why"])]
    heading: dict[str, Field] = {"label.zh": "每位家人", "name": "a b", "last": "who"}
    builder.follow("多次询问").fill(heading).press("保存").sees("不能作名称")
    assert builder.status == 422
    builder.fill(name="people").press("保存").sees("每位家人", "可填多组")
    assert shape(session) == both
    press(builder, "why", "上移")
    assert shape(session) == [("people", True, ["age", "who", "why"])]
    press(builder, "why", "下移")
    assert shape(session) == both
    press(builder, "who", "移出本节")
    assert builder.status == 422
    builder.sees("who", "没有改动").open(path).press("撤销").press("撤销").press("撤销")
    assert shape(session) == [("", False, ["age", "who", "why"])]
    builder.press("重做")
    press(builder, "age", "上移")
    assert shape(session)[:2] == [("", False, ["age"]), ("people", True, ["who"])]
    press(builder, "who", "移出本节")
    assert shape(session) == [("", False, ["age", "who", "why"])]
    builder.press("撤销").press("撤销").open(path).fill(type="rank").press("添加")
    rank: dict[str, Field] = {"label.zh": "排一排", "option.0.label.zh": "甲", "option.1.label.zh": "乙"}
    builder.fill(rank).fill(into="0").press("保存").sees("不能放在重复组里")
    assert builder.page.select_one("[name='option.1.label.zh']")["value"] == "乙"  # type: ignore[index]
    builder.fill(into="").press("保存")
    assert shape(session) == [("people", True, ["age", "who"]), ("", False, ["why", "q2"])]
    builder.follow("每位家人").fill(repeats=[], last="age").press("保存")
    assert shape(session) == [("people", False, ["age"]), ("", False, ["who", "why", "q2"])]


def of(colour: str, name: str) -> tuple[BytesIO, str]:
    """A small picture as a file."""
    file = BytesIO()
    Image.new("RGB", (40, 30), colour).save(file, "PNG")
    file.seek(0)
    return file, name


def test_pictures_of_options_are_put_replaced_taken_away_and_every_step_undone(
    builder: Browser, session: Session, viewer: Browser
) -> None:
    def kept() -> list[tuple[str, list[tuple[str, str]]]]:
        (fruit,) = (q for q in asks(session).questions if q.name == "fruit")
        stem = re.compile(r"\..*")
        named = [
            (stem.sub("", c.image), [(code, stem.sub("", each)) for code, each in c.images.items()])
            for c in fruit.choices
        ]
        return [each for each in named if each != ("", [])]

    path = builder.path
    builder.open(f"{path}/about").fill(language="en").press("保存")
    builder.open(f"{path}/question/fruit").fill({"hint.zh": "随便选"}).press("保存并选择图片").sees(
        "选项的图片", "200 KB"
    )
    first = "section.pictured:nth-of-type(1)"
    builder.press("放上去", within=first).sees("请先选择图片")
    for wrong, told in (
        ((BytesIO(b"no picture"), "x.png"), "无法读取"),
        ((BytesIO(b"x" * 204801), "x.png"), "超过 200 KB"),
    ):
        builder.fill(picture=wrong, language="en").press("放上去", within=first).sees(told)
        assert builder.status == 422
        assert builder.page.select_one(f"{first} [value=en][selected]")
    assert kept() == []
    builder.fill(picture=of("red", "红.png"), language="").press("放上去", within=first)
    builder.fill(picture=of("teal", "apple.png"), language="en").press("放上去", within=first)
    assert kept() == [("红", [("en", "apple")])]
    builder.fill(picture=of("green", "green.png")).press("放上去", within=first)
    assert kept() == [("green", [("en", "apple")])]
    source = str(builder.page.select_one(f"{first} img")["src"])  # type: ignore[index]
    assert builder.client.get(source).mimetype == "image/jpeg"
    builder.press("去掉图片", within=first)
    builder.press("去掉图片", within=first)
    assert kept() == []
    builder.open(path).press("撤销").press("撤销").press("撤销")
    assert kept() == [("红", [("en", "apple")])]
    assert next(q for q in asks(session).questions if q.name == "fruit").hint == {"zh": "随便选"}
    for gone in ("why", "none"):
        assert builder.open(f"{path}/question/{gone}/pictures").status == 404
    seen = newest(session, MINE).content_hash
    assert post(builder, f"{path}/question/fruit/pictures/remove", option="none", language="", seen=seen) == 404
    assert post(builder, f"{path}/question/fruit/pictures/remove", option="a", language="", seen="0" * 64) == 409
    assert viewer.open(f"{path}/question/fruit/pictures").status == 403


def test_title_and_languages_are_kept(builder: Browser, session: Session) -> None:
    builder.follow("标题和语言").fill({"form_title.zh": "我的问卷", "category": "养老服务", "language": "en"}).press(
        "保存"
    )
    form = asks(session)
    assert (form.title, form.category, form.languages) == ({"zh": "我的问卷"}, "养老服务", ("zh", "en"))
    builder.sees("我的问卷").follow("为什么？").sees("English")


def test_whoever_saw_an_older_draft_changes_nothing(builder: Browser, session: Session) -> None:
    stale = builder.page
    press(builder, "why", "上移")
    builder.page = stale
    press(builder, "fruit", "删除")
    assert builder.status == 409
    builder.sees("这份草稿")
    assert names(session) == ["overall", "why", "fruit"]


def test_a_draft_begins_as_a_copy_and_is_published_without_its_steps(
    desk: Browser,  # noqa: F811
    session: Session,
) -> None:
    pattern = str(newest(session, "resident/core").id)
    desk.open(LIST).fill(pattern=pattern, name="a b").press("开始编辑").sees("不含空格")
    desk.fill(pattern=pattern, name="mine").press("开始编辑")
    draft = newest(session, MINE)
    assert (draft.state, draft.content_hash) == (VersionState.DRAFT, newest(session, "resident/core").content_hash)
    press(desk, "comment", "复制")
    desk.follow("完成").press("发布").sees("office/mine 1 现已启用")
    assert session.scalar(select(func.count()).select_from(DraftStep)) == 0
    assert desk.open(f"{LIST}/{draft.id}/edit").status == 404
    desk.open(f"{LIST}/{newest(session, MINE).id}").press("在此编辑").sees("office/mine 2")


@pytest.mark.parametrize("name", SHIPPED)
def test_every_question_that_ships_fills_the_page_and_is_read_back(name: str) -> None:
    form = read_file(SHIPPED[name], name)
    for question in form.questions:
        entry = Entry(fields_of(question, form))
        assert (question_of(entry, form), entry.wrong) == (question, {})
    assert drafts.checked(form) == form
    again = read(writing.workbook(form), ".xlsx", "office/other")
    assert versions.content_hash(again) == versions.content_hash(form)


@pytest.mark.sqlite
def test_what_the_builder_saves_comes_back_from_excel_as_the_same(desk: Browser, session: Session) -> None:  # noqa: F811
    """Every questionnaire that ships: its last question saved and copied, then downloaded and uploaded beside it."""
    token = str(desk.open(LIST).page.select_one("[name=csrf_token]")["value"])  # type: ignore[index]
    for name in SHIPPED:
        mine, pattern = name.replace("/", "-"), newest(session, name)
        desk.client.post(f"{LIST}/begin", data={"csrf_token": token, "pattern": str(pattern.id), "name": mine})
        draft = newest(session, f"office/{mine}")
        last = catalogue.questionnaire_of(pattern).questions[-1].name
        desk.open(f"{LIST}/{draft.id}/edit/question/{last}").press("保存")
        assert newest(session, f"office/{mine}").content_hash == pattern.content_hash
        copy = {"csrf_token": token, "question": last, "seen": pattern.content_hash}
        desk.client.post(f"{LIST}/{draft.id}/edit/duplicate", data=copy)
        draft = newest(session, f"office/{mine}")
        with desk.client.get(f"{LIST}/{draft.id}/file.xlsx") as file:
            workbook = BytesIO(file.data)
        again = {"csrf_token": token, "file": (workbook, f"{mine}-again.xlsx")}
        assert desk.client.post(LIST, data=again).status_code == 303
        back = newest(session, f"office/{mine}-again")
        assert back.content_hash == draft.content_hash != pattern.content_hash


STREETS = """| survey |
| | type | name | label::中文 (zh) | label::English (en) | choice_filter |
| | select_one town | town | 哪个街道 | Which street office | |
| | select_one road | road | 哪条路 | Which road | town = ${town} |
| | integer | times | 几次 | How often | |
| choices |
| | list_name | name | label::中文 (zh) | label::English (en) | town |
| | town | n | 北 | North | |
| | town | s | 南 | South | |
| | road | a | 甲路 | Road A | n |
| | road | b | 乙路 | Road B | s |
"""


def test_rare_types_made_in_the_builder_come_back_from_excel_as_the_same(
    desk: Browser,  # noqa: F811
    session: Session,
) -> None:
    builder = bring(desk, STREETS, "mine.md").follow("在此编辑")
    path, uploaded = builder.path, newest(session, MINE).content_hash
    options = {"option.0.label.zh": "甲", "option.1.label.zh": "乙"}
    for kind, more in (("geopoint", {}), ("image", {}), ("rank", options)):
        labels: dict[str, Field] = {"name": f"the_{kind}", "label.zh": "问", "label.en": "Q", **more}
        builder.open(path).fill(type=kind).press("添加").fill(labels).press("保存")
    builder.open(f"{path}/heading/at/times?repeats=yes").fill({"label.zh": "每一趟", "name": "trips"}).press("保存")
    assert shape(session)[1] == ("trips", True, ["times"])
    for language in ("", "en"):
        builder.open(f"{path}/question/road/pictures").fill(picture=of("red", f"a{language}.png"), language=language)
        builder.press("放上去", within="#option-a")
    draft, form = newest(session, MINE), asks(session)
    for question in form.questions:
        assert builder.open(f"{path}/question/{question.name}").press("保存").status == 200
    builder.follow("每一趟").press("保存")
    assert newest(session, MINE).content_hash == draft.content_hash != uploaded
    assert [len(choice.pictures) for choice in form.questions[1].choices] == [2, 0]
    assert form.questions[1].choices[0].attributes == {"town": "n"}
    with desk.client.get(f"{LIST}/{draft.id}/file.xlsx") as file:
        workbook = BytesIO(file.data)
    token = str(builder.page.select_one("[name=csrf_token]")["value"])  # type: ignore[index]
    again = {"csrf_token": token, "file": (workbook, "again.xlsx")}
    assert desk.client.post(LIST, data=again).status_code == 303
    assert newest(session, "office/again").content_hash == draft.content_hash


def test_others_do_not_enter_the_builder(
    builder: Browser, viewer: Browser, sign_in: Callable[..., Browser], anybody: Browser, app: Flask
) -> None:
    for outsider in (viewer, sign_in(Role.DEPARTMENT, department="区民政局")):
        assert outsider.open(builder.path).status == 403
        assert outsider.client.post(f"{builder.path}/undo").status_code in (400, 403)
    assert anybody.open(builder.path).path == "/sign-in"
    path = builder.path
    for act in ("move", "delete", "duplicate"):
        assert post(builder, f"{path}/{act}", question="none", to="0:0", seen="0" * 64) == 409
