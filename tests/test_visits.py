"""A planned visit is known to the office and its panel alone, and its scores to nobody before the seal is broken."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from survey.collect.tables import Submission, VisitKind
from survey.scorecards import counts
from survey.settings import DISTRICT_TIME
from survey.visits.tables import Visit, VisitSheet
from tests.rounds import Cast
from tests.walker import Browser


def plan(people: Cast, kind: str = "unannounced", deputies: str = "RD01 RD02") -> str:
    """Let the office plan a visit to the site for this week, and give its code."""
    today = people.clock().date()
    people.office.open("/desk/visits/plan")
    people.office.fill(kind=kind, opens_on=today.isoformat(), closes_on=(today + timedelta(days=3)).isoformat())
    people.office.fill(projects="SS-2026-001", deputies=deputies).press("安排").sees("社区食堂提升")
    with Session(people.session.get_bind()) as session:
        return session.scalars(select(Visit.code).order_by(Visit.id.desc())).first() or ""


def marks(people: Cast) -> int:
    """How many sheets the scorecards count."""
    with Session(people.session.get_bind()) as session:
        return sum(len(found) for found in counts.marks_of_district(session, None, DISTRICT_TIME).values())


def test_a_scan_shows_and_decides_to_which_visit_it_belongs(people: Cast) -> None:
    plan(people, "announced")
    people.deputy.open(f"/S/{people.code}").sees("属于").misses("对方事先知道您来吗")
    people.score()
    with Session(people.session.get_bind()) as session:
        assert session.scalars(select(Submission.visit_kind)).one() is VisitKind.ANNOUNCED
        assert session.scalar(select(VisitSheet.visit_id)) is not None


def test_sites_are_named_by_their_codes_and_deputies_by_their_names(people: Cast) -> None:
    day = people.clock().date().isoformat()
    people.office.open("/desk/visits/plan").sees("按名称查找点位")
    choices = {one["data-key"]: str(one["value"]) for one in people.office.page.select("#list-projects option")}
    assert choices["SS-2026-001"].startswith("社区食堂提升 · 秋实街道长者食堂")
    typed = {"kind": "announced", "opens_on": day, "closes_on": day}
    people.office.fill(typed, projects=f"{people.code.lower()} 无此点", deputies="代表RD02、RD01").press("安排")
    people.office.sees("无此点").fill(projects=f"{people.code} SS-2026-001 社区食堂提升").press("安排")
    people.office.sees("社区食堂提升", "代表RD02 组长")
    with Session(people.session.get_bind()) as session:
        [visit] = session.scalars(select(Visit).options(selectinload(Visit.stops)))
        assert len(visit.stops) == 1


def test_without_a_plan_it_is_the_deputys_own_initiative(people: Cast) -> None:
    plan(people, deputies="RD02")
    people.score()
    with Session(people.session.get_bind()) as session:
        assert session.scalar(select(VisitSheet.visit_id)) is None
    assert marks(people) == 1


def test_scores_are_sealed_until_the_last_of_the_panel_has_sent_one(people: Cast) -> None:
    code = plan(people)
    people.score(upkeep=3)
    people.office.open(f"/desk/visits/{code}").sees("封存", "已收到 1 份").misses("75.0")
    people.other_deputy.open(f"/deputy/visits/{code}").sees("封存", "1. 社区食堂提升").misses("75.0")
    people.other_deputy.follow("社区食堂提升").sees("这份评分属于")
    assert people.findings() == []
    people.score(people.other_deputy)
    people.office.open(f"/desk/visits/{code}").sees("代表RD01", "代表RD02", "84.0")
    people.deputy.open(f"/deputy/visits/{code}").sees("代表RD02", "84.0")
    assert [finding.subject for finding in people.findings()] == ["长效管护"]


def test_closing_breaks_the_seal_and_raises_what_was_found(people: Cast) -> None:
    code = plan(people)
    people.score(upkeep=3)
    people.office.open(f"/desk/visits/{code}").press("结束查访并启封").sees("代表RD01")
    assert len(people.findings()) == 1


def test_an_unannounced_visit_counts_on_cards_only_once_released(people: Cast) -> None:
    code = plan(people, deputies="RD01")
    people.score()
    assert marks(people) == 0
    people.office.open(f"/desk/visits/{code}").press("公布结果")
    assert marks(people) == 1
    people.department.open("/department/visits").sees("不定期暗访", "社区食堂提升")


def test_a_deputy_stands_back_with_a_reason(people: Cast) -> None:
    code = plan(people)
    people.deputy.open(f"/deputy/visits/{code}").press("申请回避")
    assert people.deputy.status == 422
    people.deputy.fill(reason="本人所在单位").press("申请回避")
    assert people.deputy.open(f"/deputy/visits/{code}").status == 404
    people.office.open(f"/desk/visits/{code}").sees("本人所在单位")


def test_a_visit_without_anybody_can_be_closed_and_a_cancelled_one_cannot(people: Cast) -> None:
    code = plan(people)
    people.office.open(f"/desk/visits/{code}").press("结束查访并启封").sees("没有人评分")
    other = plan(people)
    people.office.open(f"/desk/visits/{other}").fill(reason="台风").press("取消查访").sees("台风")
    people.deputy.open("/deputy").misses(other)
    token = people.office.open("/desk/visits/plan").page.select_one("[name=csrf_token]")
    assert token is not None
    assert (
        people.office.client.post(f"/desk/visits/{other}/close", data={"csrf_token": token["value"]}).status_code == 409
    )


def test_an_announced_tour_is_told_to_its_department_alone(people: Cast) -> None:
    plan(people, "announced")
    people.department.open("/department/visits").sees("集中查访", "社区食堂提升")
    people.other_department.open("/department/visits").misses("社区食堂提升")


@pytest.mark.parametrize("role", ["department", "other_department"])
def test_outsiders_do_not_open_a_visit(people: Cast, role: str, anybody: Browser) -> None:
    code = plan(people, deputies="RD02")
    assert getattr(people, role).open(f"/desk/visits/{code}").status == 403
    assert people.deputy.open(f"/deputy/visits/{code}").status == 404
    assert anybody.open(f"/deputy/visits/{code}").status == 401


@pytest.mark.sqlite
def test_a_visit_whose_days_are_over_is_closed_by_the_daily_command(
    people: Cast, run: Callable[..., tuple[int, str]]
) -> None:
    plan(people)
    people.score(upkeep=3)
    people.session.execute(update(Visit).values(opens_on=date(2020, 1, 1), closes_on=date(2020, 1, 2)))
    people.session.commit()
    assert run("daily")[0] == 0
    assert len(people.findings()) == 1
