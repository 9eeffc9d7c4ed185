"""Where we stand: departments and categories of ours beside what other districts published, as somebody chose them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import request
from sqlalchemy import func, select

from survey.collect import channels
from survey.collect.tables import Tally
from survey.register import projects
from survey.register.tables import Category, Department, Project, ProjectState
from survey.rounds import rates
from survey.rounds.rates import Rate
from survey.scorecards.comparison import Comparison, Group
from survey.watch import peers
from survey.watch.tables import Figure, PeerFigure
from survey.web.transaction import db, today

GOOD = ("5", "4")
GRADES = ("5", "4", "3", "2", "1")
KINDS = ("department", "category", "district")


@dataclass(frozen=True)
class Stand:
    """One figure of one peer: percent, and numerator and denominator or what another district says of it."""

    percent: float
    rate: Rate | None = None
    published: PeerFigure | None = None


@dataclass(frozen=True)
class Line:
    """A peer with its figures; what nobody knows, or what few answers hide, is not there."""

    kind: str
    name: str
    stands: Mapping[Figure, Stand]


def ours() -> dict[Figure, Rate]:
    """The whole district; residents' grades up to yesterday, so that nobody reads off a single answer."""
    counted = select(Tally.option, func.sum(Tally.count)).where(
        channels.IS_OVERALL, Tally.option.in_(GRADES), Tally.day < today()
    )
    grades = {option: int(count) for option, count in db().execute(counted.group_by(Tally.option))}
    states = Counter(
        {state: n for state, n in db().execute(select(Project.state, func.count()).group_by(Project.state))}
    )
    return {
        Figure.SATISFIED: Rate(sum(grades.get(grade, 0) for grade in GOOD), sum(grades.values())),
        Figure.COMPLETED: Rate(states[ProjectState.COMPLETED], states.total()),
        Figure.FIXED: rates.of_district(db()).fixed,
    }


def choices() -> list[tuple[str, Sequence[str]]]:
    """(kind, names) of all that can be laid beside us."""
    named = (projects.departments(db()), projects.categories(db()), peers.districts(db()))
    return list(zip(KINDS, named, strict=True))


def chosen() -> list[str]:
    """What the address asks for, such as `department 区民政局`; without a choice every other district."""
    asked = [told for told in request.args.getlist("peer") if told.partition(" ")[0] in KINDS]
    return asked or [f"district {name}" for name in peers.districts(db())]


def lines(compared: Comparison) -> list[Line]:
    """Our line, and one for each peer that was chosen and is known."""
    whole = {figure: _of_rate(rate) for figure, rate in ours().items()}
    found = [Line("", "", _told(whole))]
    known = {f"{kind} {name}" for kind, names in choices() for name in names}
    for each in dict.fromkeys(told for told in chosen() if told in known):
        kind, _, name = each.partition(" ")
        stands = _of_district(name) if kind == "district" else _of_group(kind, name, compared)
        found.append(Line(kind, name, _told(stands)))
    return found


def _told(stands: Mapping[Figure, Stand | None]) -> dict[Figure, Stand]:
    return {figure: stand for figure, stand in stands.items() if stand is not None}


def _of_rate(rate: Rate) -> Stand | None:
    return Stand(100 * rate.numerator / rate.denominator, rate) if rate.denominator else None


def _of_district(name: str) -> dict[Figure, Stand | None]:
    """The newest that another district published of each figure."""
    return {each.figure: Stand(each.percent, published=each) for each in peers.of_district(db(), name)}


def _of_group(kind: str, name: str, compared: Comparison) -> dict[Figure, Stand | None]:
    """A department or a category; residents' grades only of projects whose own figures everybody sees."""
    groups: Sequence[Group] = compared.departments if kind == "department" else compared.categories
    pooled = next((group for group in groups if group.name == name), None)
    if kind == "department":
        department = db().scalars(select(Department).where(Department.name == name)).one()
        which, fixed = Project.department_id == department.id, rates.of_department(db(), department.id).fixed
    else:
        category = db().scalars(select(Category).where(Category.name == name)).one()
        which, fixed = Project.category_id == category.id, rates.of_category(db(), category).fixed
    states = Counter(db().scalars(select(Project.state).where(which)))
    return {
        Figure.SATISFIED: Stand(pooled.satisfied.percent) if pooled else None,
        Figure.COMPLETED: _of_rate(Rate(states[ProjectState.COMPLETED], states.total())),
        Figure.FIXED: _of_rate(fixed),
    }
