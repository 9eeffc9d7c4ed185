"""When a deputy is no longer in office, the lead of the panel gives the verdicts that were that deputy's."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from survey.people import notices
from survey.people.notices import News
from survey.people.tables import Deputy
from survey.problems import N_
from survey.rounds import findings, moves
from survey.rounds.moves import Deed
from survey.rounds.tables import Act, By, Finding
from survey.visits import visits
from survey.web.language import translated

SAID = N_("The deputy who raised this is no longer in office; the lead of the panel decides now.")
TOLD = N_("{subject}: the deputy is no longer in office, the lead of the panel decides now")


def entrust(session: Session, actor: str, now: datetime, today: date) -> tuple[int, int]:
    """Give every open verdict of deputies who left to the lead of their panel, and tell whom it concerns.

    Gives (how many were given, how many stay because nobody of a panel is left, or no visit stands behind them).
    """
    open_ones = findings.of_those_who_left(session)
    given = sum(_entrust(session, finding, actor, now, today) for finding in open_ones)
    return given, len(open_ones) - given


def _entrust(session: Session, finding: Finding, actor: str, now: datetime, today: date) -> bool:
    if (lead := _lead(session, finding)) is None:
        return False
    text = translated("zh")(SAID)
    moves.perform(session, finding, Deed(Act.ENTRUST, By.OFFICE, actor, text, deputy_id=lead.id), now, today)
    values = {"subject": finding.subject}
    key = f"entrusted {finding.code} {finding.move_count}"
    office, department = f"/desk/findings/{finding.code}", f"/department/findings/{finding.code}"
    notices.give(session, notices.of_office(session), News(key, TOLD, office, values), now)
    if finding.department is not None and finding.state in findings.SEEN_BY_DEPARTMENT:
        notices.give_department(session, finding.department.name, News(key, TOLD, department, values), now)
    return True


def _lead(session: Session, finding: Finding) -> Deputy | None:
    leads = [visits.lead(visit) for visit in visits.of_sheets(session, findings.sheets_of(finding))]
    return next((lead for lead in leads if lead is not None), None)
