"""What deputies do on phones arrives once: closed sites, words to the scores, marks; and from a saved file too."""

import json
import uuid
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from survey.collect.tables import VisitKind
from survey.people.tables import AuditEntry
from survey.register.tables import SiteCode
from survey.rounds.tables import FindingState
from survey.visits import afterwards, ballots, visits
from survey.visits.tables import BallotCount, ClosedSite, Mark, VisitComment
from survey.visits.visits import Plan
from tests.conftest import Clock
from tests.network import Network
from tests.phones import Phone, Server, network, new_phone, phone, server
from tests.rounds import Cast
from tests.test_visits import plan
from tests.walker import Browser

__all__ = ["network", "new_phone", "phone", "server"]
JSON = {"Accept": "application/json"}


def kept(phone: Browser, page: str, ending: str, **said: str) -> dict[str, Any]:
    """What static/js/deed.js keeps of a form on a deputy's page."""
    form = phone.open(page).page.select_one(f"form[action$='{ending}']")
    assert form is not None, phone.text
    fields = {str(f["name"]): str(f.get("value", "")) for f in form.select("input[type=hidden][name]")}
    fields |= {"minted": str(uuid.uuid4()), "answered_at": "2026-11-24T02:30:00.000Z"} | said
    fields.pop("csrf_token")
    return {"id": fields["minted"], "code": "", "site": "长者食堂", "address": form["action"], "fields": fields}


def send(phone: Browser, deed: dict[str, Any]) -> TestResponse:
    """Send it as the outbox does, with a token of its own."""
    told = phone.client.get("/token", headers=JSON).get_json()
    fields = deed["fields"] | {"csrf_token": told["token"]}
    return phone.client.post(deed["address"], data=fields, headers=JSON)


def bring(people: Cast, *deeds: dict[str, Any]) -> Browser:
    """The office brings in a file as static/js/file.js writes it."""
    saved = [deed | {"fields": list(deed["fields"].items()), "pictures": []} for deed in deeds]
    file = (BytesIO(json.dumps({"fivelists": 1, "submissions": saved}).encode()), "fivelists-2026-11-24.json")
    return people.office.open("/desk/outbox").fill(file=file).press("收入")


def count(people: Cast, table: Any) -> int:
    with Session(people.session.get_bind()) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_closed_site_arrives_once_and_counts_for_the_day_it_was_found(people: Cast, clock: Clock) -> None:
    page = f"/deputy/visits/{plan(people)}"
    deed = kept(people.deputy, page, "/closed", note="门上写着周二休息")
    clock.moment += timedelta(days=3)
    for _ in range(2):
        answer = send(people.deputy, deed)
        assert (answer.status_code, answer.get_json()["submission"]) == (200, deed["id"])
    assert count(people, ClosedSite) == 1


def test_what_the_phone_says_of_another_day_is_refused_by_name(people: Cast) -> None:
    deed = kept(people.deputy, f"/deputy/visits/{plan(people)}", "/closed", note="没开门")
    deed["fields"]["answered_at"] = "2026-10-01T02:30:00Z"
    assert send(people.deputy, deed).get_json()["code"] == "not_now"
    assert send(people.deputy, deed | {"fields": deed["fields"] | {"note": " "}}).get_json()["code"] == "incomplete"


def test_a_word_to_the_scores_arrives_once(people: Cast) -> None:
    code = plan(people)
    people.score()
    people.office.open(f"/desk/visits/{code}").press("结束查访并启封")
    deed = kept(people.deputy, f"/deputy/visits/{code}", "/comment", text="当天停电")
    assert [send(people.deputy, deed).status_code for _ in range(2)] == [200, 200]
    assert count(people, VisitComment) == 1


def test_a_mark_arrives_once_and_another_one_never(people: Cast) -> None:
    code = plan(people)
    people.score()
    people.office.open(f"/desk/visits/{code}").press("结束查访并启封").press("发起表决")
    deed = kept(people.deputy, f"/deputy/visits/{code}", "/vote", mark="satisfied")
    assert [send(people.deputy, deed).status_code for _ in range(2)] == [200, 200]
    other = deed | {"fields": deed["fields"] | {"minted": str(uuid.uuid4()), "mark": "not_satisfied"}}
    assert send(people.deputy, other).status_code == 409
    with Session(people.session.get_bind()) as session:
        given = {row.mark: row.count for row in session.scalars(select(BallotCount))}
    assert (given[Mark.SATISFIED], sum(given.values())) == (1, 1)


@pytest.fixture
def replied(people: Cast) -> Cast:
    people.score(upkeep=3)
    people.desk("dispatch", department=people.department_id("区民政局"))
    people.answer("accept")
    people.answer("reply", reply_class="A", text="已换好", promised_on="")
    return people


def test_a_verdict_in_a_saved_file_is_taken_once(replied: Cast) -> None:
    page = f"/deputy/findings/{replied.finding().code}"
    deed = kept(replied.deputy, page, "/verdict", verdict="not_satisfied", text="还是黑的")
    bring(replied, deed).sees(f"已收入，{replied.finding().code}")
    bring(replied, deed).sees("此前已收到")
    assert send(replied.deputy, deed).status_code == 200
    assert (replied.finding().state, replied.finding().round) == (FindingState.ACCEPTED, 2)
    with Session(replied.session.get_bind()) as session:
        brought = session.scalars(select(AuditEntry).where(AuditEntry.act == "deed_brought")).all()
        verdict = session.scalars(select(AuditEntry).where(AuditEntry.act == "finding_not_satisfied")).one()
    assert ([entry.actor for entry in brought], verdict.actor) == (["office"], "RD01")


def test_a_verdict_that_nobody_gave_on_our_page_is_refused(replied: Cast) -> None:
    page = f"/deputy/findings/{replied.finding().code}"
    deed = kept(replied.deputy, page, "/verdict", verdict="satisfied")
    for proof in ("", "WzEsIngiXQ.forged", deed["fields"]["proof"][:-2]):
        bring(replied, deed | {"fields": deed["fields"] | {"proof": proof}}).sees("不是本系统为在任代表委员生成的")
    elsewhere = kept(replied.other_deputy, f"/deputy/visits/{plan(replied)}", "/closed", note="没开门")
    bring(replied, deed | {"fields": deed["fields"] | {"proof": elsewhere["fields"]["proof"]}}).sees("不是本系统")
    replied.office.open("/desk/deputies/RD01").press("记录")
    bring(replied, deed).sees("不是本系统为在任代表委员生成的")
    assert replied.finding().state is FindingState.REPLIED


def test_a_file_also_brings_closed_sites_and_no_mark_of_a_ballot(people: Cast) -> None:
    code = plan(people)
    bring(people, kept(people.deputy, f"/deputy/visits/{code}", "/closed", note="没开门")).sees(f"已收入，{code}")
    people.score(people.other_deputy)
    people.office.open(f"/desk/visits/{code}").press("发起表决")
    mark = kept(people.other_deputy, f"/deputy/visits/{code}", "/vote", mark="satisfied")
    bring(people, mark).misses("已收入，")
    with Session(people.session.get_bind()) as session:
        assert sum(session.scalars(select(BallotCount.count))) == 0


def two_stops(server: Server, deputy_id: int) -> tuple[str, list[str]]:
    """Plan a deputy's visit to two sites today; gives its code and those of the sites."""
    today = (datetime.now(UTC) + timedelta(hours=8)).date()
    with server.database() as session:
        found = [session.scalars(select(SiteCode).where(SiteCode.code == code)).one() for code in server.codes()[8:10]]
        wanted = Plan(VisitKind.ANNOUNCED, today, today, [one.site_id for one in found], [deputy_id])
        visit = visits.plan(session, wanted, "office", datetime.now(UTC))
        session.commit()
        return visit.code, [one.code for one in found]


@pytest.mark.browser
def test_without_a_network_a_site_is_closed_and_a_mark_is_given_once(
    phone: Phone, network: Network, server: Server
) -> None:
    deputy_id, secret = server.deputy()
    code, stops = two_stops(server, deputy_id)
    phone.open(f"/p/{secret}").page.get_by_role("button").click()
    phone.sees("没有网络也能用")
    network.fails("down")
    phone.open(f"/deputy/visits/{code}").page.locator("[data-deed][data-ready]").first.wait_for(state="attached")
    phone.page.locator("details summary").first.click()
    phone.page.locator("form[action$='/closed'] textarea").first.fill("门上写着周二休息")
    phone.page.locator("form[action$='/closed'] button").first.click()
    phone.sees("已存在这部手机上")
    phone.open(f"/deputy/visits/{code}").sees("已存在这部手机上")
    phone.open(f"/S/{stops[1]}").page.locator("#sheet[data-ready]").wait_for()
    phone.score("第二个点位").send().sees("现在没有信号")
    network.fails("cut", methods="POST", times=1)
    phone.open("/waiting").sees("没有待发")
    with server.database() as session:
        visit = visits.of_office(session, code)
        assert visit.unsealed_at is not None
        ballots.open_(session, visit, "office", datetime.now(UTC))
        session.commit()
    phone.open("/deputy").sees("没有网络也能用")
    network.fails("down")
    phone.open(f"/deputy/visits/{code}").page.locator("[data-deed][data-ready]").first.wait_for(state="attached")
    phone.page.locator("[name=mark][value=satisfied]").check()
    phone.page.get_by_role("button", name="投票").click()
    phone.sees("您的选择已存在这部手机上")
    network.fails("cut", methods="POST", times=1)
    phone.open("/waiting").sees("没有待发")
    with server.database() as session:
        visit = visits.of_office(session, code)
        assert afterwards.closed_sites(session, visit)[0].note == "门上写着周二休息"
        given = {row.mark: row.count for row in session.scalars(select(BallotCount).filter_by(visit_id=visit.id))}
    assert (given[Mark.SATISFIED], sum(given.values())) == (1, 1)
