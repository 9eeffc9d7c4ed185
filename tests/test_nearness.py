"""A deputy may let the phone say whether the site is near; where the phone is, nobody else learns."""

import io
import json
import uuid

import openpyxl
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.collect.tables import Nearness
from survey.questionnaires import versions
from survey.register import positions
from tests.network import Network
from tests.phones import Phone, Server, network, new_phone, phone, server
from tests.rounds import MARKS, Cast
from tests.test_answers_out import content, lines
from tests.test_deputy_road import visit_of
from tests.test_visits import plan
from tests.walker import Browser

__all__ = ["network", "new_phone", "phone", "server"]

PLACED = (
    "SELECT code, latitude, longitude FROM site_code JOIN site_position USING (site_id)"
    " WHERE revoked_at IS NULL ORDER BY code LIMIT 1"
)
SAID = "SELECT near, accuracy_m FROM nearness JOIN submission ON submission_id = id AND submission.answers LIKE ?"


@pytest.fixture
def comment() -> str:
    return uuid.uuid4().hex


def score(people: Cast, deputy: Browser, **fields: str) -> None:
    fields |= {f"answer_{name}": str(value) for name, value in MARKS.items()}
    page = deputy.open(f"/S/{people.code}").fill(fields, answer_improve_first="upkeep")
    if page.page.select("[type=radio][name=visit_kind]"):
        page.fill(visit_kind="unannounced")
    page.press("提交").sees("已收到")


def test_what_no_phone_says_is_not_stored(people: Cast) -> None:
    score(people, people.deputy, near="yes", near_accuracy="a metre or so")
    score(people, people.other_deputy, near="here", near_accuracy="5")
    with Session(people.session.get_bind()) as session:
        [said] = session.scalars(select(Nearness)).all()
        assert (said.near, said.accuracy_m) == ("yes", None)
    people.deputy.open("/deputy").sees("在点位附近")
    people.other_deputy.open("/deputy").misses("在点位附近")


def test_the_office_reads_it_once_the_seal_is_broken(people: Cast) -> None:
    visit = plan(people)
    score(people, people.deputy, near="no", near_accuracy="30")
    people.office.open(f"/desk/visits/{visit}").misses("不在点位附近")
    score(people, people.other_deputy, near="unknown")
    people.office.open(f"/desk/visits/{visit}").sees("不在点位附近", "± 30 m", "手机无法判断", "不影响评分")


def test_files_of_sheets_say_it_once_the_result_is_released_and_never_whose_they_are(people: Cast) -> None:
    visit = plan(people)
    score(people, people.deputy, near="no", near_accuracy="30")
    score(people, people.other_deputy)
    with Session(people.session.get_bind()) as session:
        version = versions.of_questionnaire(session, "deputy/core")[0].id

    def taken(ending: str) -> bytes:
        return content(people.office.open(f"/desk/questionnaires/{version}/answers.{ending}"))

    assert lines(taken("csv")) == []
    people.office.open(f"/desk/visits/{visit}").press("公布结果")
    rows = sorted(lines(taken("csv")), key=lambda row: row["near"])
    told = [(row["near"], row["near_accuracy_m"], row["visit_kind"], row["counted"]) for row in rows]
    assert told == [("", "", "unannounced", "1"), ("no", "30", "unannounced", "1")]
    assert all(float(row["score"]) > 0 for row in rows)
    assert sorted(each.get("near", "") for each in json.loads(taken("json"))) == ["", "no"]
    assert b"RD01" not in taken("csv") + taken("json")
    assert "不在点位附近" in taken("sav").decode("utf-8", "replace")
    book = openpyxl.load_workbook(io.BytesIO(taken("xlsx")))
    assert ("near", None, None, "no", "不在点位附近") in list(book["codebook"].iter_rows(values_only=True))


def stand(phone: Phone, at: positions.Degrees, accuracy: float = 12) -> None:
    """Let the phone's owner allow it, and be somewhere."""
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation({"latitude": at[0], "longitude": at[1], "accuracy": accuracy})


@pytest.fixture
def placed(server: Server) -> tuple[str, positions.Degrees]:
    """A code and where its site is."""
    [(code, latitude, longitude)] = server.ask(PLACED)
    return code, (latitude, longitude)


@pytest.fixture
def deputy(phone: Phone, server: Server) -> Phone:
    phone.open(f"/p/{server.deputy()[1]}").page.get_by_role("button").click()
    return phone.comes_to("/deputy")


def ask(phone: Phone) -> None:
    phone.page.get_by_role("button", name="我在点位附近吗？").click()


@pytest.mark.browser
def test_near_is_read_before_it_is_sent_and_the_position_stays_on_the_phone(
    deputy: Phone, server: Server, comment: str, placed: tuple[str, positions.Degrees]
) -> None:
    code, (latitude, longitude) = placed
    sent: list[str] = []
    deputy.context.on("request", lambda request: sent.append(f"{request.url} {request.post_data}"))
    stand(deputy, (latitude + 0.0009, longitude))  # 100 m to the north
    ask(deputy.open(f"/S/{code}"))
    deputy.sees("在点位附近（精度约 12 米）")
    deputy.open(f"/S/{code}").sees("在点位附近（精度约 12 米）")
    deputy.score(comment).send().gets_receipt()
    assert server.ask(SAID, f"%{comment}%") == [("yes", 12)]
    assert any("near=yes" in each for each in sent)
    assert not any(f"{latitude + 0.0009:.4f}" in each or f"{longitude:.4f}" in each for each in sent)


@pytest.mark.browser
def test_far_is_said_too_and_taken_back(
    deputy: Phone, server: Server, comment: str, placed: tuple[str, positions.Degrees]
) -> None:
    code, (latitude, longitude) = placed
    stand(deputy, (latitude + 0.05, longitude))
    ask(deputy.open(f"/S/{code}"))
    deputy.sees("不在点位附近").page.get_by_role("button", name="不提交这一条").click()
    deputy.page.get_by_role("button", name="我在点位附近吗？").wait_for()
    stand(deputy, positions.to_gcj02((latitude, longitude)))  # as some phones of Chinese make report it
    ask(deputy)
    deputy.sees("在点位附近（精度约").page.get_by_role("button", name="不提交这一条").click()
    deputy.score(comment).send().gets_receipt()
    assert server.ask(SAID, f"%{comment}%") == []


@pytest.mark.browser
def test_a_refusal_is_remembered_and_records_nothing(
    deputy: Phone, server: Server, comment: str, placed: tuple[str, positions.Degrees]
) -> None:
    deputy.context.add_init_script(
        "navigator.geolocation.getCurrentPosition = (found, failed) => { window.asked = true;"
        " failed({ code: 1, PERMISSION_DENIED: 1 }); }"
    )
    ask(deputy.open(f"/S/{placed[0]}"))
    deputy.sees("您没有允许定位")
    deputy.open(f"/S/{placed[0]}").sees("您没有允许定位")
    assert deputy.page.evaluate("window.asked") is None
    assert deputy.page.locator("[data-look]").is_hidden()
    deputy.score(comment).send().gets_receipt()
    assert server.ask(SAID, f"%{comment}%") == []


@pytest.mark.browser
def test_a_phone_that_says_nothing_is_unknown_and_holds_up_nobody(
    deputy: Phone, network: Network, server: Server, comment: str, placed: tuple[str, positions.Degrees]
) -> None:
    network.rewrite = lambda path, body: body.replace(b"PATIENCE = 20000", b"PATIENCE = 900")
    deputy.context.add_init_script("navigator.geolocation.getCurrentPosition = () => {}")
    ask(deputy.open(f"/S/{placed[0]}"))
    deputy.sees("最多 20 秒").score(comment).sees("不确定")
    deputy.send().gets_receipt()
    assert server.ask(SAID, f"%{comment}%") == [("unknown", None)]


@pytest.mark.browser
def test_without_network_the_pack_says_near_and_the_own_page_how_far(
    phone: Phone, network: Network, server: Server, comment: str
) -> None:
    deputy_id, secret = server.deputy()
    _, code = visit_of(server, deputy_id, placed=True)
    [(latitude, longitude)] = server.ask(
        "SELECT latitude, longitude FROM site_position JOIN site_code USING (site_id) WHERE code = ?", code
    )
    phone.open(f"/p/{secret}").page.get_by_role("button").click()
    phone.sees("没有网络也能用")
    network.fails("down")
    stand(phone, (latitude, longitude + 0.03))
    phone.open("/deputy").sees("距您 2.9 公里")
    stand(phone, (latitude, longitude))
    phone.open("/deputy").sees("距您 0 米").page.locator(f"a[href='/S/{code}']").click()
    phone.page.locator("#sheet[data-ready]").wait_for()
    ask(phone)
    phone.sees("在点位附近").score(comment).send().sees("现在没有信号")
    network.heals()
    phone.open("/waiting").sees("没有待发")
    assert server.ask(SAID, f"%{comment}%") == [("yes", 12)]
