"""What a cancelled project ends, and what its being taken up again brings back; the page and the import do the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from survey import problems
from survey.people import audit
from survey.problems import N_
from survey.register import cancelling, projects
from survey.register.promises import Amendment
from survey.register.spreadsheet import applying
from survey.register.spreadsheet.preview import Preview
from survey.register.tables import Change, Project
from survey.rounds import findings, moves
from survey.rounds.moves import Deed
from survey.rounds.tables import Act, By
from survey.scorecards import flags
from survey.visits import leaving_out
from survey.visits.tables import Visit
from survey.web import news
from survey.web.desk_visits import days_of

BY_FILE = N_("The imported register says so.")
"""Why an import cancels projects or takes them up again, where nobody wrote a reason."""


@dataclass(frozen=True)
class Done:
    """How many findings were closed or reopened, how many wait for a verdict all the same, and the visits."""

    findings: int
    left: int = 0
    visits: Sequence[Visit] = ()


def end(session: Session, project: Project, by: Amendment, actor: str, today: date) -> Done:
    """Let visits leave a cancelled project out, and close what has no reply; what has one still gets its verdict."""
    visits = leaving_out.of_project(session, project)
    for visit in visits:
        told = {"project": project.name, "day": days_of(visit), "reason": by.reason}
        news.of_visit(session, visit, news.LEFT_OUT, by.at, only=project.department.name, **told)
        leaving_out.leave_out(session, visit, project, by.reason, actor, by.at)
    rows = findings.open_of_project(session, project)
    closed = sum(_do(session, finding.code, Act.CLOSE, by, actor, today) for finding in rows)
    return Done(closed, len(rows) - closed, visits)


def take_up(
    session: Session, project: Project, before: Change | None, by: Amendment, actor: str, today: date, zone: ZoneInfo
) -> Done:
    """Reopen what was closed with a project, and let the visits that its cancellation changed be as they were."""
    flags.let_late_ones_count(session, project.id, zone)
    if before is None:
        return Done(0)
    closed = findings.closed_at(session, project, before.at)
    opened = sum(_do(session, finding.code, Act.REOPEN, by, actor, today) for finding in closed)
    visits = leaving_out.bring_back(session, project, before.at, actor, by.at, today)
    for visit in visits:
        told = {"project": project.name, "day": days_of(visit), "reason": by.reason}
        news.of_visit(session, visit, news.BROUGHT_BACK, by.at, only=project.department.name, **told)
    return Done(opened, 0, visits)


def _do(session: Session, code: str, act: Act, by: Amendment, actor: str, today: date) -> bool:
    """Whether a finding could be closed or reopened."""
    found = findings.of_office(session, code)
    try:
        move = moves.perform(session, found, Deed(act, By.OFFICE, actor, by.reason), by.at, today)
    except problems.NotNow:
        return False
    news.of_move(session, found, move)
    return True


def foreseen(session: Session, made: Preview) -> list[tuple[Project, int, int]]:
    """(project, its open findings, its visits ahead) of each that an import would cancel."""
    rows = [projects.of_number(session, number) for number in made.cancelled]
    return [
        (row, len(findings.open_of_project(session, row)), len(leaving_out.of_project(session, row))) for row in rows
    ]


def apply(session: Session, made: Preview, by: Amendment, reason: str, actor: str, today: date, zone: ZoneInfo) -> None:
    """Write a preview into the register, and do for what it cancels or takes up again what their page does."""
    before = _cancellations(session, made)
    why = replace(by, reason=reason)
    applying.apply(session, made, by, states=why)
    for number in made.cancelled:
        end(session, projects.of_number(session, number), why, actor, today)
        audit.record(session, actor, "project_cancelled", number, by.at, reason=reason)
    for number, change in before.items():
        take_up(session, projects.of_number(session, number), change, why, actor, today, zone)
        audit.record(session, actor, "project_resumed", number, by.at, reason=reason)


def _cancellations(session: Session, made: Preview) -> Mapping[str, Change | None]:
    return {number: cancelling.cancellation(session, projects.of_number(session, number)) for number in made.resumed}
