"""What departments propose for the list, and what the office makes of it: accept, ask back, merge or decline."""

from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from survey import problems
from survey.database import once
from survey.register import codes, departments, names, positions
from survey.register.positions import Given
from survey.register.spreadsheet import places
from survey.register.spreadsheet.places import Place
from survey.register.tables import (
    Category,
    Datum,
    Department,
    District,
    NameKind,
    Project,
    Proposal,
    ProposalState,
    Site,
)

WAITING = (ProposalState.PROPOSED, ProposalState.ASKED_BACK)
COPIED = ("name", "beneficiary_group", "origin", "target", "owner", "starts_on", "due_on")
"""The columns that an accepted proposal gives to its project."""


def propose(session: Session, department: str, columns: dict[str, object], *, who: str, now: datetime) -> Proposal:
    """Put a department's proposal before the office, once while it waits; raises UnknownDepartment."""
    found = departments.named(session, department)
    made = Proposal(department=found, proposed_by=who, proposed_at=now, state=ProposalState.PROPOSED, **columns)
    return once(session, made, "department", "state", *(name for name in COPIED if name in columns))


def revise(proposal: Proposal, columns: dict[str, object], *, who: str, now: datetime) -> None:
    """Answer the office's question with a changed proposal; raises Decided when it is not the department's turn."""
    if proposal.state is not ProposalState.ASKED_BACK:
        raise problems.Decided()
    for column, value in columns.items():
        setattr(proposal, column, value)
    proposal.state, proposal.proposed_by, proposal.proposed_at = ProposalState.PROPOSED, who, now


def every(session: Session) -> list[Proposal]:
    """All proposals, those that wait for the office first, then the newest."""
    found = session.scalars(_loaded().order_by((Proposal.state != ProposalState.PROPOSED), Proposal.id.desc()))
    return list(found)


def of_department(session: Session, department: str) -> list[Proposal]:
    """What a department proposed, the newest first."""
    mine = _loaded().join(Proposal.department).where(Department.name == department)
    return list(session.scalars(mine.order_by(Proposal.id.desc())))


def asked_back(session: Session, department: str) -> list[Proposal]:
    """What the office asked a department back, the oldest first."""
    mine = _loaded().join(Proposal.department).where(Department.name == department)
    return list(session.scalars(mine.where(Proposal.state == ProposalState.ASKED_BACK).order_by(Proposal.id)))


def of_id(session: Session, proposal_id: int, *, department: str = "") -> Proposal:
    """Find a proposal, only among a department's own when one is named; raises NotFound."""
    found = session.scalar(_loaded().where(Proposal.id == proposal_id))
    if found is None or (department and found.department.name != department):
        raise problems.NotFound()
    return found


def to_decide(session: Session, proposal_id: int) -> Proposal:
    """Find a proposal for the office's decision; a second decision waits until the first is made. Raises NotFound.

    The district's row is what they queue at: two acceptances of one number, or of one new category, would collide.
    """
    session.scalar(select(District.id).with_for_update())
    return of_id(session, proposal_id)


def _loaded() -> Select[Proposal]:
    return select(Proposal).options(joinedload(Proposal.department), joinedload(Proposal.project))


def waiting_count(session: Session) -> int:
    """How many proposals wait for the office."""
    waiting = select(func.count()).where(Proposal.state == ProposalState.PROPOSED)
    return session.scalar(waiting) or 0


def decide(proposal: Proposal, state: ProposalState, *, who: str, note: str, now: datetime) -> None:
    """Note the office's decision; raises Decided when there is one already."""
    if proposal.state not in WAITING:
        raise problems.Decided()
    proposal.state, proposal.note, proposal.decided_by, proposal.decided_at = state, note, who, now


def accept(session: Session, proposal: Proposal, number: str, batch: str, now: datetime) -> Project:
    """Make the project that an accepted proposal becomes, with its site and a code; raises NumberTaken."""
    if session.scalar(select(Project.id).where(Project.number == number)) is not None:
        raise problems.NumberTaken(number=number)
    named = names.meant(session, NameKind.CATEGORY, proposal.category)
    category = session.scalar(select(Category).where(Category.name == named))
    project = Project(
        number=number,
        batch=names.meant(session, NameKind.BATCH, batch),
        category=category or Category(name=named),
        department=proposal.department,
        created_at=now,
        changed_at=now,
        **{column: getattr(proposal, column) for column in COPIED},
    )
    project.beneficiary_group = names.meant(session, NameKind.BENEFICIARY_GROUP, project.beneficiary_group)
    for position, place in enumerate(sites_of(proposal)):
        site = Site(project=project, name=place.name, address=place.address, position=position, at=None)
        positions.put(site, place.given)
        codes.issue(session, site, now)
    proposal.project = project
    session.flush()
    return project


def sites_of(proposal: Proposal) -> tuple[Place, ...]:
    """The sites that a proposal names, each with its address and where it is; at least one."""
    named = places.split(proposal.site) or [proposal.name]
    given = [positions.read(line, Datum.WGS84) for line in proposal.coordinates.splitlines()]
    told = [Given(each.degrees, proposal.given_in) for each in given if each is not None]
    return places.distinct(places.put(places.pair(named, proposal.address), told))


def next_number(session: Session, year: int) -> str:
    """The number after the highest of this year's pattern SS-2026-001."""
    prefix = f"SS-{year}-"
    used = session.scalars(select(Project.number).where(Project.number.startswith(prefix, autoescape=True)))
    highest = max((int(rest) for number in used if (rest := number.removeprefix(prefix)).isdecimal()), default=0)
    return f"{prefix}{highest + 1:03}"
