"""What the office calls things: categories, batches, beneficiary groups and departments, renamed and merged.

Nothing that happened is rewritten. A former name goes on meaning what it meant, in imports, proposals and addresses;
projects that change their category or department because two were merged keep the change in their history.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session, joinedload

from survey import problems
from survey.register import promises
from survey.register.promises import Amendment
from survey.register.tables import Category, Department, FormerName, NameKind, OfferedName, Project, Proposal

TABLES: dict[NameKind, type[Category | Department]] = {
    NameKind.CATEGORY: Category,
    NameKind.DEPARTMENT: Department,
}
"""Batches and groups have no table: they are what projects and OfferedName say."""


@dataclass(frozen=True)
class Named:
    """One name as the office sees it, with how many projects have it and what it was called before."""

    name: str
    count: int
    code: str = ""
    formerly: tuple[str, ...] = ()


def listed(session: Session, kind: NameKind) -> list[Named]:
    """All names of a kind in their order, also those that no project has."""
    counts, former = _counts(session, kind), _former(session, kind)
    codes = dict(session.execute(select(Department.name, Department.code)).all()) if kind is NameKind.DEPARTMENT else {}
    return [
        Named(name, counts[name], codes.get(name) or "", tuple(former.get(name, ())))
        for name in sorted(living(session, kind) | set(counts))
    ]


def one(session: Session, kind: NameKind, name: str) -> Named:
    """One name; raises NotFound, also for a former one."""
    found = next((each for each in listed(session, kind) if each.name == name), None)
    if found is None:
        raise problems.NotFound()
    return found


def living(session: Session, kind: NameKind) -> set[str]:
    """The names that may be given to a project now."""
    if kind is NameKind.CATEGORY:
        return set(session.scalars(select(Category.name)))
    if kind is NameKind.DEPARTMENT:
        return set(session.scalars(select(Department.name).where(Department.merged_at.is_(None))))
    offered = select(OfferedName.name).where(OfferedName.kind == kind)
    return set(session.scalars(offered)) | set(_counts(session, kind))


def meanings(session: Session, kind: NameKind) -> dict[str, str]:
    """What else is understood, and the present name that it means: former names, and the codes of departments."""
    rows = session.execute(
        select(FormerName.name, FormerName.means).where(FormerName.kind == kind).order_by(FormerName.id)
    )
    meant: dict[str, str] = {name: means for name, means in rows}
    if kind is NameKind.DEPARTMENT:
        coded = session.execute(select(Department.code, Department.name).where(Department.code.is_not(None)))
        meant |= {code: meant.get(name, name) for code, name in coded if code}
    now = living(session, kind)
    return {name: means for name, means in meant.items() if name not in now}


def meant(session: Session, kind: NameKind, typed: str) -> str:
    """The present name for what somebody typed; what nobody knows is left as it is."""
    return meanings(session, kind).get(typed, typed)


def _counts(session: Session, kind: NameKind) -> Counter[str]:
    """How many projects have each name of a kind."""
    table = TABLES.get(kind)
    if table is None:
        column = getattr(Project, kind)
        rows = session.execute(select(column, func.count()).where(column != "").group_by(column))
    else:
        rows = session.execute(select(table.name, func.count()).join(Project).group_by(table.name))
    return Counter({name: count for name, count in rows})


def _former(session: Session, kind: NameKind) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, means in session.execute(
        select(FormerName.name, FormerName.means).where(FormerName.kind == kind).order_by(FormerName.id)
    ):
        if name != means and name not in found.setdefault(means, []):
            found[means].append(name)
    return found


def add(session: Session, kind: NameKind, name: str) -> None:
    """Offer one more name; raises NameTaken or FormerlyNamed."""
    _check_free(session, kind, name)
    table = TABLES.get(kind)
    session.add(OfferedName(kind=kind, name=name) if table is None else table(name=name))
    session.flush()


def _check_free(session: Session, kind: NameKind, name: str, *, for_: str = "") -> None:
    """Raise NameTaken or FormerlyNamed, unless the former name is what `for_` was called itself."""
    if name in living(session, kind):
        raise problems.NameTaken(name=name)
    means = meanings(session, kind).get(name)
    if means is not None and means != for_:
        raise problems.FormerlyNamed(name=name, means=means)


def rename(session: Session, kind: NameKind, old: str, new: str, by: Amendment) -> None:
    """Call something by another name from now on. Raises NotFound, NameTaken or FormerlyNamed."""
    _check_there(session, kind, old)
    _check_free(session, kind, new, for_=old)
    table: type[Category | Department] | None = TABLES.get(kind)
    owner: Category | Department | None = None
    if table is None:
        session.execute(update(Project).where(getattr(Project, kind) == old).values({kind.value: new}))
        session.execute(update(OfferedName).where(OfferedName.kind == kind, OfferedName.name == old).values(name=new))
    else:
        owner = _row(session, table, old)
        owner.name = new
    _note(session, kind, old, new, owner.id if owner else None, by)


def _row(session: Session, table: type[Category | Department], name: str) -> Category | Department:
    found = session.scalars(select(table).where(table.name == name)).one()
    assert isinstance(found, Category | Department)
    return found


def merge(session: Session, kind: NameKind, old: str, into: str, by: Amendment) -> int:
    """Let everything that has one name have the other, and return how many projects that were.

    Every project keeps the change in its history. Raises NotFound when either is not there, NameTaken when they are
    the same. What other rooms know of a department is theirs to hand over.
    """
    if old == into:
        raise problems.NameTaken(name=into)
    for name in (old, into):
        _check_there(session, kind, name)
    table = TABLES.get(kind)
    values = {kind.value: into if table is None else _row(session, table, into)}
    moved = [promises.amend(session, project, values, by) for project in _projects(session, kind, old)]
    session.flush()
    owner_id = None
    if kind is NameKind.DEPARTMENT:
        owner_id = _close(session, old, into, by.at)
    elif kind is NameKind.CATEGORY:
        session.execute(delete(Category).where(Category.name == old))
    else:
        session.execute(delete(OfferedName).where(OfferedName.kind == kind, OfferedName.name == old))
    _note(session, kind, old, into, owner_id, by)
    return len(moved)


def _close(session: Session, old: str, into: str, now: datetime) -> int:
    """End a department and give its proposals to the other; its row keeps its name and its code."""
    closed, other = (session.scalars(select(Department).where(Department.name == name)).one() for name in (old, into))
    closed.merged_at = now
    session.execute(update(Proposal).where(Proposal.department_id == closed.id).values(department_id=other.id))
    return closed.id


def remove(session: Session, kind: NameKind, name: str) -> None:
    """Take out a name that nothing has. Raises NameInUse, whose sentence tells the way out, or NotFound."""
    _check_there(session, kind, name)
    if count := _counts(session, kind)[name]:
        raise problems.NameInUse(name=name, count=count)
    table = TABLES.get(kind)
    if kind is NameKind.DEPARTMENT and session.scalar(
        select(Proposal.id).join(Department).where(Department.name == name).limit(1)
    ):
        raise problems.NameInUse(name=name, count=0)
    if table is None:
        session.execute(delete(OfferedName).where(OfferedName.kind == kind, OfferedName.name == name))
    else:
        session.execute(delete(table).where(table.name == name))


def _check_there(session: Session, kind: NameKind, name: str) -> None:
    if name not in living(session, kind):
        raise problems.NotFound()


def _projects(session: Session, kind: NameKind, name: str) -> list[Project]:
    table = TABLES.get(kind)
    query = select(Project).options(joinedload(Project.category), joinedload(Project.department))
    if table is None:
        query = query.where(getattr(Project, kind) == name)
    else:
        query = query.join(table).where(table.name == name)
    return list(session.scalars(query.order_by(Project.id)))


def _note(session: Session, kind: NameKind, old: str, new: str, owner_id: int | None, by: Amendment) -> None:
    """Remember that a name meant this; whatever meant the old name means the new one now."""
    session.execute(update(FormerName).where(FormerName.kind == kind, FormerName.means == old).values(means=new))
    session.add(FormerName(kind=kind, owner_id=owner_id, name=old, means=new, until=by.at, who=by.who))
    session.flush()
    if kind is NameKind.CATEGORY:
        former = "\n".join(_former(session, kind).get(new, ()))
        session.execute(update(Category).where(Category.name == new).values(formerly=former))


def names_at(session: Session) -> Callable[[Department, datetime], str]:
    """Give what tells the name that a department had at a moment."""
    query = select(FormerName).where(FormerName.kind == NameKind.DEPARTMENT).order_by(FormerName.until)
    changes = list(session.scalars(query))

    def name_at(department: Department, moment: datetime) -> str:
        return next(_names_after(changes, department, moment), department.name)

    return name_at


def _names_after(changes: list[FormerName], department: Department, moment: datetime) -> Iterator[str]:
    return (change.name for change in changes if change.owner_id == department.id and change.until > moment)
