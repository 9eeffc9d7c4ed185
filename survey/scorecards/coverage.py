"""How well a period's visits cover the district: which projects wait for whom, and what each deputy's marks tell."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from survey.register.tables import Project
from survey.scorecards import attention, draw_support, fitted, panel, publication
from survey.scorecards.district import Background
from survey.scorecards.draw_plan import Plan
from survey.scorecards.draw_quality import Seen


@dataclass(frozen=True)
class ProjectSeen:
    """One project and its visits, those that are arranged included."""

    number: str
    name: str
    deputies: int
    occasions: int
    announced: int
    unannounced: int

    @property
    def is_owed(self) -> bool:
        """Whether the rules want it seen again: by two deputies, on two occasions, both ways."""
        return self.deputies < 2 or self.occasions < 2 or not (self.announced and self.unannounced)


@dataclass(frozen=True)
class DeputySeen:
    """One deputy: sheets that count, how much kinder than colleagues, and what that has moved since the last edition.

    `is_silent`: five sheets or more, all of full marks; `is_bridge`: without whom projects fall apart into groups.
    """

    number: str
    sheets: int
    leniency: float | None
    moved: float | None
    is_silent: bool
    is_bridge: bool


@dataclass(frozen=True)
class Coverage:
    """Projects that are owed a visit first, then deputies who need a look first, and what a plan would do."""

    projects: Sequence[ProjectSeen]
    deputies: Sequence[DeputySeen]
    plan: Plan

    @property
    def owed(self) -> int:
        return sum(project.is_owed for project in self.projects)


def of_district(session: Session, background: Background) -> Coverage:
    """Look over a period's visits; for the office only, because unannounced ones are in it before their release."""
    seen = draw_support.seen(session, background.period, background.zone)
    begun = {place.number for place in draw_support.places(session)}
    names = {project.number: project for project in publication.projects_of(session) if project.number in begun}
    rows = _projects(names, seen)
    return Coverage(
        sorted(rows, key=lambda row: (not row.is_owed, row.occasions, row.deputies, row.number)),
        _deputies(session, background),
        draw_support.of_district(session, background.period, zone=background.zone),
    )


def _projects(names: dict[str, Project], seen: Sequence[Seen]) -> list[ProjectSeen]:
    at: defaultdict[str, list[Seen]] = defaultdict(list)
    for each in seen:
        at[each.project].append(each)
    found = []
    for number, project in names.items():
        kinds = Counter(each.announced for each in at[number])
        different = len({each.deputy for each in at[number]}), len({each.occasion for each in at[number]})
        found.append(ProjectSeen(number, project.name, *different, kinds[True], kinds[False]))
    return found


def _deputies(session: Session, background: Background) -> list[DeputySeen]:
    whole = background.panel
    if whole is None:
        return []
    edition = publication.newest(session)
    before = fitted.of_edition(edition) if edition else {}
    moves = fitted.leniency_moves(before, fitted.of_background(background))
    silent = set(attention.of_panel(whole).silent)
    counts = Counter(whole.sheets.deputy.tolist())
    rows = []
    for column, number in enumerate(whole.deputies):
        measured = panel.of_deputy(whole, number)
        leniency = measured.leniency if measured else None
        is_bridge = column in whole.bridges
        rows.append(DeputySeen(number, counts[column], leniency, moves.get(number), number in silent, is_bridge))
    return sorted(rows, key=lambda row: (not row.is_silent, not row.is_bridge, -abs(row.leniency or 0), row.number))
