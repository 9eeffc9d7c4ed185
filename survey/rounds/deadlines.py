"""Until when whoever has to act on a finding must have acted, by the office's rules (survey/register/rules.py)."""

from datetime import date, timedelta

from survey.register.rules import Rules
from survey.rounds.calendar import Calendar
from survey.rounds.tables import Act, Finding, FindingState


def after(finding: Finding, act: Act, today: date, calendar: Calendar, rules: Rules) -> date | None:
    """The deadline that stands once `act` has brought a finding to its state; None where nobody is waited for."""
    if act in (Act.CHECK, Act.PLAN) or (act is Act.ENTRUST and finding.state is not FindingState.REPLIED):
        return finding.due_on
    if act is Act.EXTEND:
        return calendar.after(max(today, finding.due_on or today), _term(finding, rules))
    match finding.state:
        case FindingState.DISPATCHED:
            return calendar.after(today, rules.accept_days)
        case FindingState.ACCEPTED if act in (Act.HALF_FIXED, Act.NOT_SATISFIED):
            return calendar.on_or_after(today + timedelta(days=rules.round_days))
        case FindingState.ACCEPTED:
            return calendar.after(finding.dispatched_on or today, _term(finding, rules))
        case FindingState.REPLIED:
            return calendar.after(today, rules.verdict_days)
        case FindingState.SCHEDULED:
            return finding.promised_on
    return None


def plan_after(finding: Finding, act: Act, today: date, calendar: Calendar, rules: Rules) -> date | None:
    """Until when a plan is owed once `act` has been done: for a complex finding from its dispatch until it is told."""
    if act in (Act.DISPATCH, Act.ASSIGN):
        return calendar.after(today, rules.plan_days) if finding.is_complex else None
    is_owed_still = finding.state in (FindingState.DISPATCHED, FindingState.ACCEPTED) and act is not Act.PLAN
    return finding.plan_due_on if is_owed_still else None


def days_over(finding: Finding, act: Act, today: date, calendar: Calendar, rules: Rules) -> int | None:
    """The working days since the dispatch within which an act had to come, when they are over; else None."""
    days = {Act.RETURN: rules.return_days, Act.CHECK: rules.check_days}.get(act)
    if days is None or finding.dispatched_on is None or finding.round > 1:
        return None
    return days if calendar.between(finding.dispatched_on, today) > days else None


def _term(finding: Finding, rules: Rules) -> int:
    return rules.complex_days if finding.is_complex else rules.reply_days
