"""All projects side by side, for the desk's list."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from survey.register.tables import Project
from survey.scorecards import cards, district, public
from survey.scorecards.counts import GRADES, OVERALL
from survey.scorecards.district import Background
from survey.scorecards.labels import Labels
from survey.scorecards.model import Deputies, Residents
from survey.scorecards.satisfaction import Floats


@dataclass(frozen=True)
class Row:
    """One project's essential figures."""

    number: str
    name: str
    department: str
    category: str
    residents: Residents
    deputies: Deputies


ORDERS: dict[str, Callable[[Row], tuple[float, str]]] = {
    "number": lambda row: (0, row.number),
    "answers": lambda row: (-(row.residents.n or 0), row.number),
    "satisfied": lambda row: (-(row.residents.satisfied.percent if row.residents.satisfied else -1), row.number),
    "mean": lambda row: (-(row.residents.satisfaction.mean if row.residents.satisfaction else -1), row.number),
    "announced": lambda row: (-_mean(row.deputies.announced.mean), row.number),
    "unannounced": lambda row: (-_mean(row.deputies.unannounced.mean), row.number),
}
"""How the list may be sorted: the largest figure first, projects without one last."""


def _mean(mean: float | None) -> float:
    return -1 if mean is None else mean


def of_district(session: Session, background: Background, *, raw: bool, words: str = "", order: str = "") -> list[Row]:
    """List the projects whose number, name or department holds these words; small numbers hidden unless raw."""
    loaded = joinedload(Project.department), joinedload(Project.category)
    projects = session.scalars(select(Project).where(Project.merged_into_id.is_(None)).options(*loaded))
    given = district.grades(session, background)
    wanted = words.strip().casefold()
    rows = [
        _row(project, background, given.get(project.id), raw=raw)
        for project in projects
        if wanted in f"{project.number} {project.name} {project.department.name}".casefold()
    ]
    return sorted(rows, key=ORDERS.get(order, ORDERS["number"]))


def _row(project: Project, background: Background, given: Floats | None, *, raw: bool) -> Row:
    options = {} if given is None else {grade: int(n) for grade, n in zip(GRADES, given, strict=True)}
    residents = cards.residents_of({OVERALL: {"": options}}, background, Labels())
    seen = cards.deputies_of(project, background)
    if not raw:
        residents, seen = public.residents(residents, background.minimum), public.deputies(seen)
    return Row(project.number, project.name, project.department.name, project.category.name, residents, seen)
