"""The one table of transitions: in which state who may do what, and where it leads.

The same rows stand in the table `finding_step`, where the database checks every move against them; a test compares
the two. Whatever is not here is refused with NotNow.
"""

from collections.abc import Callable
from dataclasses import dataclass

from survey import problems
from survey.register.rules import Rules
from survey.rounds.tables import Act, By, Finding, FindingState, Origin, ReplyClass

When = Callable[[Finding, Rules], bool]


@dataclass(frozen=True)
class Step:
    """One allowed move; `when` decides between steps of the same state and act."""

    from_state: FindingState
    act: Act
    to_state: FindingState
    by: tuple[By, ...]
    when: When = lambda finding, rules: True
    begins_round: bool = False


def _replied(*classes: ReplyClass) -> When:
    return lambda finding, rules: finding.reply_class in classes


def _may_go_round(finding: Finding, rules: Rules) -> bool:
    return finding.round < rules.most_rounds


def _is_over(finding: Finding, rules: Rules) -> bool:
    return not _may_go_round(finding, rules)


def _may_return(finding: Finding, rules: Rules) -> bool:
    """Whether one more return is no dispute yet."""
    return finding.return_count + 1 < rules.most_returns


def _is_deputys(finding: Finding, rules: Rules) -> bool:
    return finding.origin is Origin.DEPUTY


S, A, R = FindingState, Act, ReplyClass
OFFICE, DEPARTMENT, DEPUTY = (By.OFFICE,), (By.DEPARTMENT,), (By.DEPUTY,)
JUDGES = (By.DEPUTY, By.RESIDENT, By.OFFICE)
"""Who may give a verdict; moves.py lets only the one who raised the finding, the office for those who cannot."""

OPEN = tuple(state for state in FindingState if state not in (S.FIXED, S.CLOSED))

STEPS = (
    Step(S.RAISED, A.DISPATCH, S.DISPATCHED, OFFICE),
    Step(S.RAISED, A.CLOSE, S.CLOSED, OFFICE),
    Step(
        S.RAISED, A.MERGE, S.CLOSED, OFFICE, lambda f, rules: f.origin is not Origin.DEPUTY and f.dispatched_on is None
    ),
    Step(S.CLOSED, A.SPLIT, S.RAISED, OFFICE),
    Step(S.DISPATCHED, A.ACCEPT, S.ACCEPTED, DEPARTMENT),
    Step(S.DISPATCHED, A.RETURN, S.RETURNED, DEPARTMENT, _may_return),
    Step(S.DISPATCHED, A.RETURN, S.DISPUTED, DEPARTMENT, lambda f, rules: not _may_return(f, rules)),
    Step(S.DISPATCHED, A.CLOSE, S.CLOSED, OFFICE),
    Step(S.RETURNED, A.DISPATCH, S.DISPATCHED, OFFICE),
    Step(S.RETURNED, A.CLOSE, S.CLOSED, OFFICE),
    Step(S.DISPUTED, A.ASSIGN, S.ACCEPTED, OFFICE),
    Step(S.DISPUTED, A.CLOSE, S.CLOSED, OFFICE),
    Step(S.ACCEPTED, A.CHECK, S.ACCEPTED, DEPARTMENT),
    Step(S.ACCEPTED, A.EXTEND, S.ACCEPTED, DEPARTMENT, lambda f, rules: not f.is_extended),
    Step(S.ACCEPTED, A.PLAN, S.ACCEPTED, DEPARTMENT, lambda f, rules: f.is_complex),
    Step(S.ACCEPTED, A.REPLY, S.REPLIED, DEPARTMENT),
    Step(S.ACCEPTED, A.CLOSE, S.CLOSED, OFFICE),
    Step(S.REPLIED, A.SATISFIED, S.FIXED, JUDGES, _replied(R.A)),
    Step(S.REPLIED, A.SATISFIED, S.SCHEDULED, JUDGES, _replied(R.B, R.C)),
    Step(S.REPLIED, A.SATISFIED, S.CLOSED, JUDGES, _replied(R.D)),
    Step(S.REPLIED, A.HALF_FIXED, S.ACCEPTED, JUDGES, _may_go_round, begins_round=True),
    Step(S.REPLIED, A.HALF_FIXED, S.ESCALATED, JUDGES, _is_over),
    Step(S.REPLIED, A.NOT_SATISFIED, S.ACCEPTED, JUDGES, _may_go_round, begins_round=True),
    Step(S.REPLIED, A.NOT_SATISFIED, S.ESCALATED, JUDGES, _is_over),
    Step(S.REPLIED, A.CLOSE, S.CLOSED, OFFICE, lambda f, rules: f.origin is Origin.RESIDENT),
    Step(S.SCHEDULED, A.REPLY, S.REPLIED, DEPARTMENT),
    Step(S.SCHEDULED, A.CLOSE, S.CLOSED, OFFICE),
    Step(S.ESCALATED, A.ASSIGN, S.ACCEPTED, OFFICE, begins_round=True),
    Step(S.ESCALATED, A.CLOSE, S.CLOSED, OFFICE),
    Step(S.FIXED, A.REOPEN, S.RAISED, (By.OFFICE, By.DEPUTY), begins_round=True),
    Step(S.CLOSED, A.REOPEN, S.RAISED, (By.OFFICE, By.DEPUTY), begins_round=True),
    *(Step(state, A.ENTRUST, state, OFFICE, _is_deputys) for state in OPEN),
)
"""A resident who does not come back to a reply cannot be made to: the office may close that finding, unfixed. A deputy
who has left office is followed by another to whom the office entrusts the verdict."""


def step_of(finding: Finding, act: Act, by: By, rules: Rules) -> Step:
    """The step that an act takes now; raises NotNow when there is none."""
    for step in STEPS:
        if step.from_state is finding.state and step.act is act and by in step.by and step.when(finding, rules):
            return step
    raise problems.NotNow()


def acts_now(finding: Finding, by: By, rules: Rules) -> list[Act]:
    """What somebody in this part can do to a finding now, in the order of the table."""
    steps = [s for s in STEPS if s.from_state is finding.state and by in s.by and s.when(finding, rules)]
    return list(dict.fromkeys(step.act for step in steps))
