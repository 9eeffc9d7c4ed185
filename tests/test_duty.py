"""Duty: milestones with a proof, progress notes, self-evaluation, and the light that nobody types in."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.people.tables import Role
from survey.register import lights, self_evaluations
from survey.register.lights import Light
from survey.register.tables import Milestone, ProgressNote, Project, ProjectState, SelfEvaluation, Site
from tests.conftest import Clock
from tests.shipped import publish_shipped
from tests.walker import Browser

PAGE = "/department/projects/SS-2026-001"
TODAY = date(2026, 11, 24)


@pytest.fixture
def ours(sign_in: Callable[..., Browser], site: Site, session: Session, clock: Clock) -> Browser:
    """The department that leads the project, with the deputies' sheet published."""
    publish_shipped(session, clock())
    browser = sign_in(Role.DEPARTMENT, name="林远", department="区民政局")
    browser.headers["Accept-Language"] = "en"
    return browser


def test_a_milestone_is_planned_and_reported_done_with_a_proof_once(ours: Browser, session: Session) -> None:
    ours.open(PAGE).fill(milestone="完成选址", milestone_due="2026-11-20").press("Add the milestone")
    ours.sees("完成选址", "4 days late")
    claimed = Browser(ours.client, "en").open(PAGE)
    ours.fill(proof="选址批复〔2026〕12号").press("Report it done").sees("选址批复〔2026〕12号", "done 2026-11-24")
    claimed.fill(proof="另一份").press("Report it done").sees("is done already")
    assert session.scalars(select(Milestone)).one().claimed_by == "林远"


def test_a_claim_without_a_proof_is_refused(ours: Browser) -> None:
    ours.open(PAGE).fill(milestone="完成选址", milestone_due="2026-11-20").press("Add the milestone")
    ours.fill(proof="  ").press("Report it done").sees("Please fill this in")
    assert ours.status == 422


def test_a_milestone_without_a_day_is_refused(ours: Browser) -> None:
    ours.open(PAGE).fill(milestone="完成选址", milestone_due="soon").press("Add the milestone").sees(
        "Please type a day"
    )


def test_progress_is_noted_and_says_whether_it_is_on_schedule(ours: Browser, session: Session) -> None:
    ours.open(PAGE).fill(progress="完成3家").press("Note it").sees("完成3家", "on schedule")
    ours.fill(progress="场地有争议", on_schedule=[]).press("Note it").sees("场地有争议", "not on schedule")
    assert session.scalars(select(ProgressNote.on_schedule).order_by(ProgressNote.id)).all() == [True, False]


def test_the_department_is_told_what_it_owes(ours: Browser, session: Session, clock: Clock) -> None:
    project = session.scalars(select(Project)).one()
    project.state, project.starts_on = ProjectState.UNDER_WAY, date(2026, 3, 1)
    session.add(Milestone(project_id=project.id, name="完成选址", due_on=date(2026, 11, 20)))
    session.commit()
    ours.open("/department").sees("1 milestone is due", "完成选址", "Nothing was noted for 30 days", "At risk")
    ours.sees("This month's self-evaluation is missing")


def marks(**changes: str) -> dict[str, str]:
    most = {"target": 20, "schedule": 15, "quality": 20, "benefit": 20, "openness": 10, "upkeep": 10, "fixed": 5}
    return {f"answer_{name}": changes.get(name, str(mark)) for name, mark in most.items()}


def test_a_self_evaluation_uses_the_deputies_scale_and_replaces_its_month(ours: Browser, session: Session) -> None:
    ours.open(PAGE).follow("Evaluate this month").sees("no weight")
    ours.fill({**marks(quality="１0"), "answer_fixed": ["", "na"], "analysis": "质量还差"}).press("Save").sees(
        "89.5 of 100", "质量还差"
    )
    ours.follow("Evaluate this month").fill({**marks(), "analysis": "都好"}).press("Save").sees("100.0 of 100")
    assert session.scalars(select(SelfEvaluation.month)).all() == ["2026-11"]


@pytest.mark.parametrize("mark", ["21", "-1", "good", "", "1.5", "²", "20 na"])
def test_a_mark_out_of_range_is_refused_at_its_item(ours: Browser, session: Session, mark: str) -> None:
    ours.open(PAGE).follow("Evaluate this month").fill({**marks(target=mark), "analysis": "好"}).press("Save")
    assert ours.status == 422
    ours.sees("A whole number from 0 to 20")
    assert ours.page.select_one("#answer_schedule")["value"] == "15"
    assert session.scalars(select(SelfEvaluation)).all() == []


def test_the_newest_evaluation_of_each_project_is_found(session: Session, site: Site, clock: Clock) -> None:
    publish_shipped(session, clock())
    for month in ("2026-09", "2026-10"):
        self_evaluations.evaluate(
            session, site.project, {"target": 20.0}, analysis=month, who="林远", now=clock(), month=month
        )
    found = self_evaluations.latest(session, [site.project.id])
    assert found[site.project.id].month == "2026-10"


@pytest.mark.parametrize(
    ("columns", "open_for", "silent", "light"),
    [
        ({}, None, 5, Light.GREEN),
        ({}, 0, 30, Light.GREEN),
        ({}, 1, 5, Light.AMBER),
        ({}, None, 31, Light.AMBER),
        ({}, None, None, Light.AMBER),
        ({"starts_on": TODAY - timedelta(days=3)}, None, None, Light.GREEN),
        ({}, 7, 5, Light.AMBER),
        ({}, 8, 5, Light.RED),
        ({"due_on": TODAY - timedelta(days=1)}, None, 5, Light.RED),
        ({"due_on": TODAY}, None, 5, Light.GREEN),
        ({"due_on": None}, None, 5, Light.GREEN),
        ({"state": ProjectState.COMPLETED, "due_on": date(2026, 1, 1)}, 99, 99, Light.DONE),
        ({"state": ProjectState.NOT_STARTED}, None, 5, Light.GREEN),
        ({"state": ProjectState.NOT_STARTED, "starts_on": date(2027, 1, 1)}, None, None, Light.WAITING),
        ({"state": ProjectState.NOT_STARTED, "starts_on": None}, None, None, Light.WAITING),
    ],
)
def test_the_light_follows_its_rule(
    session: Session, site: Site, columns: dict[str, object], open_for: int | None, silent: int | None, light: Light
) -> None:
    """`open_for`: days since an open milestone was due; `silent`: days since the last note."""
    usual = {"state": ProjectState.UNDER_WAY, "starts_on": date(2026, 3, 1), "due_on": date(2026, 12, 31)}
    for name, value in {**usual, **columns}.items():
        setattr(site.project, name, value)
    if open_for is not None:
        due_on = TODAY - timedelta(days=open_for)
        session.add(Milestone(project_id=site.project.id, name="完成选址", due_on=due_on))
    if silent is not None:
        at = datetime(2026, 11, 24, 8, tzinfo=UTC) - timedelta(days=silent)
        session.add(ProgressNote(project_id=site.project.id, at=at, who="林远", on_schedule=True, text="好"))
    session.flush()
    assert lights.of_projects(session, [site.project], TODAY)[site.project.id].light is light
