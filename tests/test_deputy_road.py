"""A deputy's own page shows where to go, what is done and what to look at again, also without a network."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from survey.collect.tables import VisitKind
from survey.register.tables import SiteCode, SitePosition
from survey.visits import visits
from survey.visits.visits import Plan
from tests.network import Network
from tests.phones import Phone, Server, network, new_phone, phone, server
from tests.rounds import Cast
from tests.test_visits import plan

__all__ = ["network", "new_phone", "phone", "server"]


def test_the_route_names_stops_what_is_scored_and_what_to_check_again(people: Cast) -> None:
    people.score(upkeep=3)
    plan(people, deputies="RD01")
    people.deputy.open("/deputy").sees("今天", "1. 社区食堂提升", "上次问题，请复查", "长效管护").misses("已打分")
    people.other_deputy.open("/deputy").misses("社区食堂提升", "长效管护")
    people.score()
    people.deputy.open("/deputy").sees("已结束的查访").misses("上次问题")


def test_a_stop_that_is_scored_says_so_while_others_are_waited_for(people: Cast) -> None:
    plan(people)
    people.score()
    people.deputy.open("/deputy").sees("已打分")
    people.other_deputy.open("/deputy").sees("社区食堂提升").misses("已打分")


def visit_of(server: Server, *deputies: int, placed: bool = False) -> tuple[str, str]:
    """Plan a visit of deputies from today on; gives its code and that of its one site, one with coordinates or any."""
    today = (datetime.now(UTC) + timedelta(hours=8)).date()
    with server.database() as session:
        known = select(SiteCode).where(SiteCode.code.in_(server.codes())).order_by(SiteCode.code)
        if placed:
            known = known.join(SitePosition, SitePosition.site_id == SiteCode.site_id)
        found = session.scalars(known).all()[8]
        wanted = Plan(VisitKind.ANNOUNCED, today, today, [found.site_id], list(deputies))
        visit = visits.plan(session, wanted, "office", datetime.now(UTC))
        session.commit()
        return visit.code, found.code


def comes_back_to_what_was_typed(phone: Phone, code: str, marks: str, said: str) -> None:
    """Type marks that nobody may give on the sheet of a planned visit; they are said, kept, and begun anew."""
    phone.open(f"/S/{code}").sees("这份评分属于").page.locator("#sheet[data-ready]").wait_for()
    phone.score("typed before")
    phone.page.locator("[data-marks] .number").first.fill(marks)
    phone.page.locator("[data-marks] .number").nth(1).focus()
    phone.sees(said).send().sees("请先回答标出的题目")
    assert phone.page.evaluate("document.activeElement.value") == marks
    phone.open(f"/S/{code}").sees("上次填的内容已恢复")
    assert phone.page.locator("[data-marks] .number").first.input_value() == marks
    phone.page.locator("[data-marks] .number").first.fill("１６")
    assert phone.page.locator(".q.wrong").count() == 0
    phone.page.locator("[data-anew]").click()
    phone.page.locator("[data-restored]").wait_for(state="hidden")


@pytest.mark.browser
def test_route_visit_and_drafts_open_without_network(phone: Phone, network: Network, server: Server) -> None:
    deputy_id, secret = server.deputy()
    visit, code = visit_of(server, deputy_id)
    phone.open(f"/p/{secret}").page.get_by_role("button").click()
    phone.sees("没有网络也能用")
    for marks, said in (("99", "请填 0 到 20 之间的数。"), ("17.5", "请按 1 的间隔填写。")):
        comes_back_to_what_was_typed(phone, code, marks, said)
    network.fails("down")
    phone.open(f"/deputy/visits/{visit}").sees("路线")
    phone.open("/deputy").sees("今天").page.locator(f"a[href='/S/{code}']").click()
    phone.page.locator("#sheet[data-ready]").wait_for()
    phone.page.locator("[data-marks] .number").first.fill("17")
    phone.page.locator("[data-left]").click()
    assert phone.page.evaluate("document.activeElement.name") == "visit_kind"
    phone.open("/deputy").sees("未填完：还有").page.locator(f"[data-drafts] a[href='/S/{code}']").click()
    phone.page.locator("#sheet[data-ready]").wait_for()
    phone.score("on the road")
    phone.page.locator("[data-left]").wait_for(state="hidden")
    phone.open("/deputy").sees("已填完，尚未提交")
    phone.page.locator(f"[data-drafts] a[href='/S/{code}']").click()
    phone.page.locator("#sheet[data-ready]").wait_for()
    phone.send().sees("现在没有信号")
    phone.open("/deputy").page.locator("[data-drafts] [data-when=waiting]").wait_for()
    network.heals()
    phone.open("/waiting").sees("没有待发")
    phone.open("/deputy").sees("已结束的查访")
    assert phone.page.locator("[data-drafts]").is_hidden()


@pytest.mark.browser
def test_a_sealed_sheet_is_corrected_without_network_and_both_stay(
    phone: Phone, network: Network, server: Server
) -> None:
    deputy_id, secret = server.deputy()
    _, code = visit_of(server, deputy_id, server.deputy()[0])
    phone.open(f"/p/{secret}").page.get_by_role("button").click()
    phone.comes_to("/deputy").open(f"/S/{code}").score("as it was first").send().gets_receipt()
    phone.open("/deputy").sees("没有网络也能用")
    phone.holds(str(phone.page.get_by_role("link", name="更正这份评分").get_attribute("href")))
    phone.close()
    network.fails("down")
    phone.wake()
    phone.open("/deputy").page.get_by_role("link", name="更正这份评分").click()
    phone.page.locator("#sheet[data-ready]").wait_for()
    phone.page.locator("#f-schedule").fill("5")
    phone.page.locator("[name=answer_evidence]").fill("两项没有按期")
    phone.send().sees("请先回答标出的题目")
    phone.page.locator("[name=reason]").fill("进度看错了行")
    phone.send().sees("现在没有信号")
    network.heals()
    phone.open("/waiting").sees("没有待发")
    sheets = server.ask(
        "SELECT json_extract(answers, '$.schedule'), superseded_at IS NULL, reason FROM submission"
        " LEFT JOIN correction ON submission_id = id WHERE deputy_id = ? ORDER BY received_at",
        deputy_id,
    )
    assert [(counts, reason) for _, counts, reason in sheets] == [(0, None), (1, "进度看错了行")]
    assert sheets[1][0] == 5 != sheets[0][0]
