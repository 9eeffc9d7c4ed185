"""The numbers by which the programme runs: what ships is the default, the office changes it, nothing is hard-coded."""

from dataclasses import asdict, dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from survey.register.tables import Rule


@dataclass(frozen=True)
class Rules:
    """Every rule with its default. Days are working days unless their line says otherwise; shares are percent."""

    accept_days: int = 1
    """Until a department must have accepted what was sent to it."""
    return_days: int = 7
    """Until when it may return what is not its own."""
    check_days: int = 5
    """Until when it may set the facts straight."""
    reply_days: int = 5
    """Until it must have replied to a simple finding."""
    complex_days: int = 15
    """Until it must have replied to a complex one."""
    plan_days: int = 3
    """Until when a department must have told its plan for a complex finding."""
    verdict_days: int = 5
    """Until whoever raised a finding should have judged the reply."""
    round_days: int = 30
    """Calendar days that the next round lasts."""
    ahead_days: int = 2
    """How long before a deadline a reminder goes out."""
    most_returns: int = 3
    """After so many returns the office decides who handles a finding."""
    most_rounds: int = 3
    """After so many rounds in vain a finding goes to the leading group."""
    low_share: int = 60
    """The pass mark: an item of a deputy's sheet below this share of its marks raises a finding."""
    very_low_share: int = 40
    """Below this share the finding is serious."""
    demand_taken_days: int = 1
    """Until an enterprise's demand must have been taken up."""
    demand_planned_days: int = 3
    """Until it must have been told a plan."""
    demand_settled_days: int = 15
    """Until its demand must have been settled."""
    ballot_share: int = 50
    """The share that a ballot's result must reach."""
    ballot_over: int = 0
    """1 when the share must be exceeded, 0 when reaching it is enough."""
    ballot_of_votes: int = 0
    """1 when the share is one of the marks given, 0 when it is one of all members of the panel."""
    ballot_least: int = 3
    """A ballot with fewer marks has no result: it would tell who gave which."""
    contact_days: int = 90
    """Calendar days after which a resident's number is deleted once everything about it has ended."""
    sign_in_days: int = 30
    """Calendar days after which a sign-in that has ended, with the browser's name, is deleted."""
    notice_days: int = 180
    """Calendar days after which a notice that was read is deleted."""
    text_days: int = 1100
    """Calendar days after the end of a period when what residents wrote in it is deleted; what they chose stays."""
    complaint_days: int = 366
    """Calendar days after which a complaint about the app that was answered is deleted."""


LIMITS = {
    "accept_days": (1, 30),
    "return_days": (1, 60),
    "check_days": (1, 60),
    "reply_days": (1, 90),
    "complex_days": (1, 250),
    "plan_days": (1, 60),
    "verdict_days": (1, 90),
    "round_days": (1, 366),
    "ahead_days": (0, 30),
    "most_returns": (1, 20),
    "most_rounds": (1, 20),
    "low_share": (0, 100),
    "very_low_share": (0, 100),
    "demand_taken_days": (1, 60),
    "demand_planned_days": (1, 60),
    "demand_settled_days": (1, 250),
    "ballot_share": (1, 100),
    "ballot_over": (0, 1),
    "ballot_of_votes": (0, 1),
    "ballot_least": (3, 50),
    "contact_days": (1, 1100),
    "sign_in_days": (1, 1100),
    "notice_days": (1, 1100),
    "text_days": (30, 11000),
    "complaint_days": (30, 3700),
}
"""The smallest and the largest value of each rule."""
DEFAULT = Rules()


def of_office(session: Session) -> Rules:
    """The rules as they are now."""
    return Rules(**{name: value for name, value in session.execute(select(Rule.name, Rule.value)) if name in LIMITS})


def change(session: Session, wanted: Rules) -> dict[str, list[int]]:
    """Let these rules be in force from now on; gives what changed, as name → [old, new]."""
    before, after = asdict(of_office(session)), asdict(wanted)
    changes = {name: [before[name], after[name]] for name in LIMITS if before[name] != after[name]}
    for name, (_, new) in changes.items():
        session.execute(delete(Rule).where(Rule.name == name))
        if new != getattr(DEFAULT, name):
            session.add(Rule(name=name, value=new))
    session.flush()
    return changes
