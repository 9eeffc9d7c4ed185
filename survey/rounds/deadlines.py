"""Until when whoever has to act on a finding must have acted (domain rules of the programme, in working days)."""

from datetime import date, timedelta

from survey.rounds.calendar import Calendar
from survey.rounds.tables import Act, Finding, FindingState

ACCEPT, SIMPLE, COMPLEX, VERDICT = 1, 5, 15, 5
"""Working days to accept, to reply to a simple and to a complex finding, and to judge a reply."""
NEXT_ROUND = timedelta(days=30)


def after(finding: Finding, act: Act, today: date, calendar: Calendar) -> date | None:
    """The deadline that stands once `act` has brought a finding to its state; None where nobody is waited for."""
    if act is Act.CHECK:
        return finding.due_on
    if act is Act.EXTEND:
        return calendar.after(max(today, finding.due_on or today), _term(finding))
    match finding.state:
        case FindingState.DISPATCHED:
            return calendar.after(today, ACCEPT)
        case FindingState.ACCEPTED if act in (Act.HALF_FIXED, Act.NOT_SATISFIED):
            return calendar.on_or_after(today + NEXT_ROUND)
        case FindingState.ACCEPTED:
            return calendar.after(finding.dispatched_on or today, _term(finding))
        case FindingState.REPLIED:
            return calendar.after(today, VERDICT)
        case FindingState.SCHEDULED:
            return finding.promised_on
    return None


def _term(finding: Finding) -> int:
    return COMPLEX if finding.is_complex else SIMPLE
