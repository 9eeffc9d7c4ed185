"""The one table of transitions: in which state who may do what, and where it leads.

The same rows stand in the table `finding_step`, where the database checks every move against them; a test compares
the two. Whatever is not here is refused with NotNow.
"""

from collections.abc import Callable
from dataclasses import dataclass

from survey import problems
from survey.rounds.tables import Act, By, Finding, FindingState, Origin, ReplyClass

MOST_RETURNS = 3
"""After this many returns the office decides who handles a finding."""
MOST_ROUNDS = 3
"""After this many rounds without satisfaction the finding goes to the leading group."""


@dataclass(frozen=True)
class Step:
    """One allowed move; `when` decides between steps of the same state and act."""

    from_state: FindingState
    act: Act
    to_state: FindingState
    by: tuple[By, ...]
    when: Callable[[Finding], bool] = lambda finding: True
    begins_round: bool = False


def _replied(*classes: ReplyClass) -> Callable[[Finding], bool]:
    return lambda finding: finding.reply_class in classes


def _may_go_round(finding: Finding) -> bool:
    return finding.round < MOST_ROUNDS


def _is_over(finding: Finding) -> bool:
    return not _may_go_round(finding)


S, A, R = FindingState, Act, ReplyClass
OFFICE, DEPARTMENT, DEPUTY = (By.OFFICE,), (By.DEPARTMENT,), (By.DEPUTY,)
JUDGES = (By.DEPUTY, By.RESIDENT, By.OFFICE)
"""Who may give a verdict; moves.py lets only the one who raised the finding, the office for those who cannot."""

STEPS = (
    Step(S.RAISED, A.DISPATCH, S.DISPATCHED, OFFICE),
    Step(S.RAISED, A.CLOSE, S.CLOSED, OFFICE),
    Step(S.RAISED, A.MERGE, S.CLOSED, OFFICE, lambda f: f.origin is not Origin.DEPUTY and f.dispatched_on is None),
    Step(S.CLOSED, A.SPLIT, S.RAISED, OFFICE),
    Step(S.DISPATCHED, A.ACCEPT, S.ACCEPTED, DEPARTMENT),
    Step(S.DISPATCHED, A.RETURN, S.RETURNED, DEPARTMENT, lambda f: f.return_count + 1 < MOST_RETURNS),
    Step(S.DISPATCHED, A.RETURN, S.DISPUTED, DEPARTMENT, lambda f: f.return_count + 1 >= MOST_RETURNS),
    Step(S.DISPATCHED, A.CLOSE, S.CLOSED, OFFICE),
    Step(S.RETURNED, A.DISPATCH, S.DISPATCHED, OFFICE),
    Step(S.RETURNED, A.CLOSE, S.CLOSED, OFFICE),
    Step(S.DISPUTED, A.ASSIGN, S.ACCEPTED, OFFICE),
    Step(S.DISPUTED, A.CLOSE, S.CLOSED, OFFICE),
    Step(S.ACCEPTED, A.CHECK, S.ACCEPTED, DEPARTMENT),
    Step(S.ACCEPTED, A.EXTEND, S.ACCEPTED, DEPARTMENT, lambda f: not f.is_extended),
    Step(S.ACCEPTED, A.REPLY, S.REPLIED, DEPARTMENT),
    Step(S.ACCEPTED, A.CLOSE, S.CLOSED, OFFICE),
    Step(S.REPLIED, A.SATISFIED, S.FIXED, JUDGES, _replied(R.A)),
    Step(S.REPLIED, A.SATISFIED, S.SCHEDULED, JUDGES, _replied(R.B, R.C)),
    Step(S.REPLIED, A.SATISFIED, S.CLOSED, JUDGES, _replied(R.D)),
    Step(S.REPLIED, A.HALF_FIXED, S.ACCEPTED, JUDGES, _may_go_round, begins_round=True),
    Step(S.REPLIED, A.HALF_FIXED, S.ESCALATED, JUDGES, _is_over),
    Step(S.REPLIED, A.NOT_SATISFIED, S.ACCEPTED, JUDGES, _may_go_round, begins_round=True),
    Step(S.REPLIED, A.NOT_SATISFIED, S.ESCALATED, JUDGES, _is_over),
    Step(S.REPLIED, A.ENTRUST, S.REPLIED, OFFICE, lambda f: f.origin is Origin.DEPUTY),
    Step(S.REPLIED, A.CLOSE, S.CLOSED, OFFICE, lambda f: f.origin is Origin.RESIDENT),
    Step(S.SCHEDULED, A.REPLY, S.REPLIED, DEPARTMENT),
    Step(S.SCHEDULED, A.CLOSE, S.CLOSED, OFFICE),
    Step(S.ESCALATED, A.ASSIGN, S.ACCEPTED, OFFICE, begins_round=True),
    Step(S.ESCALATED, A.CLOSE, S.CLOSED, OFFICE),
    Step(S.FIXED, A.REOPEN, S.RAISED, (By.OFFICE, By.DEPUTY), begins_round=True),
    Step(S.CLOSED, A.REOPEN, S.RAISED, (By.OFFICE, By.DEPUTY), begins_round=True),
)
"""A resident who does not come back to a reply cannot be made to: the office may close that finding, unfixed. A deputy
who has left office is followed by another to whom the office entrusts the verdict."""


def step_of(finding: Finding, act: Act, by: By) -> Step:
    """The step that an act takes now; raises NotNow when there is none."""
    for step in STEPS:
        if step.from_state is finding.state and step.act is act and by in step.by and step.when(finding):
            return step
    raise problems.NotNow()


def acts_now(finding: Finding, by: By) -> list[Act]:
    """What somebody in this part can do to a finding now, in the order of the table."""
    steps = [step for step in STEPS if step.from_state is finding.state and by in step.by and step.when(finding)]
    return list(dict.fromkeys(step.act for step in steps))
