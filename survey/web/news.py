"""What a department is told at once, beside the daily reminders: what came to it, and tours to its projects."""

from collections.abc import Collection
from datetime import datetime

from flask import flash, has_request_context
from flask_babel import gettext
from sqlalchemy.orm import Session

from survey.collect.masking import mask
from survey.collect.tables import VisitKind
from survey.people import notices
from survey.people.notices import News
from survey.problems import N_
from survey.register import departments
from survey.register.tables import Department, Project
from survey.rounds.tables import Act, Finding, Move
from survey.visits.tables import Visit

OF_ACT = {
    Act.DISPATCH: N_("The office sent you a finding about {project}"),
    Act.ASSIGN: N_("A finding came to you by decision: {subject}"),
    Act.HALF_FIXED: N_("Half fixed, another round: {subject}"),
    Act.NOT_SATISFIED: N_("Not satisfied, another round: {subject}"),
    Act.REOPEN: N_("Reopened: {subject}"),
}
PLANNED = N_("A tour comes to your projects on {day}")
MOVED = N_("A tour to your projects was moved from {before} to {day}: {reason}")
LEFT_OUT = N_("{project} is cancelled, so the tour of {day} does not come there: {reason}")
BROUGHT_BACK = N_("{project} goes on after all, so the tour of {day} comes there: {reason}")
CALLED_OFF = N_("The tour of {day} to your projects was called off: {reason}")


def of_move(session: Session, finding: Finding, move: Move) -> list[str]:
    """Tell the department of what it has to know at once of a finding; a second arrival tells nothing anew.

    Gives the names of those to whom it went.
    """
    if move.act not in OF_ACT or finding.department_id is None:
        return []
    department = session.get_one(Department, finding.department_id)
    subject = mask(finding.subject) or finding.code
    told = News(
        f"finding {finding.code} {move.position}",
        OF_ACT[move.act],
        "/department/findings" if move.act is Act.REOPEN else f"/department/findings/{finding.code}",
        {"subject": subject, "project": session.get_one(Project, finding.project_id).name},
    )
    notices.give_department(session, department.name, told, move.at)
    return [department.name]


def warn_of_silence(session: Session, of: Collection[str]) -> None:
    """Say on the next page which of these departments were told nothing, because there is nobody and no address."""
    for name in departments.unreached(session, of) if has_request_context() else ():
        words = gettext(
            "Nobody of %(department)s was told: it has neither an account nor an address. Invite somebody, or call."
        )
        flash(words % {"department": name}, "bad")


def of_visit(session: Session, visit: Visit, sentence: str, now: datetime, *, only: str = "", **values: str) -> None:
    """Tell the departments on the route of an announced tour, or `only` one.

    Of an unannounced visit nobody is told anything.
    """
    if visit.kind is not VisitKind.ANNOUNCED:
        return
    told = News(f"visit {visit.code} {now.isoformat()} {sentence}", sentence, "/department/visits", values)
    names = dict.fromkeys([only] if only else (stop.site.project.department.name for stop in visit.stops))
    for name in names:
        notices.give_department(session, name, told, now)
    warn_of_silence(session, names)
