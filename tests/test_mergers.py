"""A project that is merged into another: everything counts on one card, nothing moves, and it can be split off."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.people.tables import Role
from survey.register.tables import Milestone, Project
from survey.scorecards import draw_support, publication
from survey.settings import DISTRICT_TIME
from tests.district import Scene
from tests.walker import Browser, in_english

PAGE = "/desk/projects/P2/merge"


@pytest.fixture
def other(scene: Scene, canteen: Project) -> Project:
    """Another project; both have answers, marks and a milestone."""
    other = scene.project("P2", "老年食堂二期")
    scene.residents(canteen, g5=20, g4=10)
    scene.residents(other, g1=10)
    for project, deputy in ((canteen, "D1"), (canteen, "D2"), (other, "D3")):
        scene.mark(project, deputy, 80, days_ago=len(project.number))
        scene.session.add(Milestone(project_id=project.id, name="完工", due_on=date(2026, 5, 1)))
    scene.session.commit()
    return other


def merge(office: Browser, into: str = "SS-2026-001", reason: str = "两期合并实施") -> Browser:
    return office.open(PAGE).fill(into=into, reason=reason).press(action=PAGE)


def test_both_count_on_one_card(office: Browser, other: Project, run: Callable[..., tuple[int, str]]) -> None:
    card = in_english(office).open("/desk/projects/SS-2026-001/card").sees("30 answers")
    merge(office).sees("P2 counts for SS-2026-001 from now on.", "merged into")
    card.open("/desk/projects/SS-2026-001/card").sees("40 answers", "3 sheets", "0 of 3 milestones")
    office.open("/desk/scorecards").sees("SS-2026-001").misses("老年食堂二期")
    status, printed = run("scorecard", "SS-2026-001")
    assert (status, "n 40" in printed) == (0, True)
    office.open("/desk/audit").sees("merged a project into another")
    office.open(PAGE).press("Split it off again").sees("P2 counts for itself again.")
    office.open("/desk/projects/SS-2026-001/card").sees("30 answers")


def test_a_viewers_boundary_and_the_plan_of_visits_follow(
    office: Browser, viewer: Browser, scene: Scene, other: Project
) -> None:
    merge(office)
    in_english(viewer).open("/desk/projects/SS-2026-001/card").sees("40 answers")
    assert {seen.project for seen in draw_support.seen(scene.session, scene.period, DISTRICT_TIME)} == {"SS-2026-001"}
    scene.session.commit()


def test_the_next_edition_has_one_card_and_the_older_stays(
    office: Browser, anybody: Browser, scene: Scene, other: Project
) -> None:
    publication.publish(scene.session, scene.period, "office", scene.now, "")
    scene.session.commit()
    merge(office)
    second = publication.publish(scene.session, scene.period, "office", scene.now, "")
    assert [card.content["number"] for card in publication.cards_of(scene.session, second)] == ["SS-2026-001"]
    scene.session.commit()
    in_english(anybody).open("/c/SS-2026-001").sees("40 answers")
    anybody.open("/c/P2").sees("10 answers", "edition 1")


def test_a_merger_that_makes_no_sense_is_refused_and_what_was_typed_stays(
    office: Browser, session: Session, scene: Scene, other: Project
) -> None:
    in_english(office)
    for into, said in (
        ("P2", "name another project"),
        ("NO-SUCH", "There is no project NO-SUCH"),
        ("", "fill this in"),
    ):
        page = merge(office, into)
        page.sees(said)
        assert (page.status, page.page.select_one("#reason")["value"]) == (422, "两期合并实施")
    assert merge(office, reason=" ").status == 422
    scene.project("P3", "三期")
    session.commit()
    merge(office)
    third = (
        office.open("/desk/projects/P3/merge").fill(into="P2", reason="一起做").press(action="/desk/projects/P3/merge")
    )
    assert third.status == 422
    assert session.scalars(select(Project.number).where(Project.merged_into_id.is_not(None))).all() == ["P2"]
    session.commit()


def test_only_the_office_merges(sign_in: Callable[..., Browser], other: Project) -> None:
    for role in (Role.LEADER, Role.VIEWER, Role.DEPARTMENT):
        assert sign_in(role).open(PAGE).status == 403
