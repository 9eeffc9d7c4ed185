"""The panel: all deputies of a district and what they scored, as the fair fit leaves it; one fit serves every card."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from survey.scorecards import connectivity, fair, places
from survey.scorecards import occasions as together
from survey.scorecards.bands import ABOUT, ABOVE, BELOW, TOO_FEW
from survey.scorecards.deputies import Mark
from survey.scorecards.fair import Fit, Order, Places, Sheets
from survey.scorecards.model import Apart, Fair, Leniency
from survey.scorecards.occasions import Spread
from survey.scorecards.satisfaction import Floats
from survey.scorecards.wilson import Z95


class Basis(StrEnum):
    """What fair scores stand on: enough sheets; assumed k = 2 and no δ; or sheets that tell nothing apart."""

    FITTED = "fitted"
    DEFAULT = "default"
    SAME = "same"
    ONE_DEPUTY = "one_deputy"


@dataclass(frozen=True)
class Panel:
    """A fit with everything that single cards take from it; rows by project and columns by deputy, in their order."""

    projects: Mapping[int, int]
    """The row of each visited project's id."""
    deputies: Sequence[str]
    sheets: Sheets
    fit: Fit
    spread: Spread
    basis: Basis
    se: Floats
    order: Order
    group: Places
    bridges: Sequence[int]
    best: Places
    worst: Places
    among: Places

    @property
    def groups(self) -> int:
        """How many groups of projects cannot be compared with each other."""
        return int(self.group.max()) + 1


def convene(marks: Mapping[int, Sequence[Mark]]) -> Panel | None:
    """Fit the marks of all projects, by project id; None before the first visit."""
    visited = {project: given for project, given in marks.items() if given}
    if not visited:
        return None
    deputies = sorted({mark.deputy for given in visited.values() for mark in given})
    sheets = _columns(list(visited.values()), deputies)
    fit = fair.fit(sheets)
    spread, basis = together.spread(sheets, fit), _basis(sheets, fit)
    se = together.standard_errors(sheets, fit, spread)
    if basis in (Basis.SAME, Basis.ONE_DEPUTY):
        se = np.full(len(se), np.nan)
    group = connectivity.groups(sheets.project, sheets.deputy)
    return Panel(
        {project: row for row, project in enumerate(visited)},
        deputies,
        sheets,
        fit,
        spread,
        basis,
        se,
        fair.order(fit.fair, se),
        group,
        connectivity.bridges(sheets.project, sheets.deputy),
        *places.ranges(fit.fair, se, group),
    )


def _columns(marks: Sequence[Sequence[Mark]], deputies: Sequence[str]) -> Sheets:
    """Put marks by project into columns; an occasion is a project's visit."""
    rows = [(project, mark) for project, given in enumerate(marks) for mark in given]
    column = {deputy: place for place, deputy in enumerate(deputies)}
    occasions: dict[tuple[object, ...], int] = {}
    return Sheets(
        project=np.array([project for project, _ in rows], np.intp),
        deputy=np.array([column[mark.deputy] for _, mark in rows], np.intp),
        score=np.array([mark.score for _, mark in rows], float),
        announced=np.array([mark.announced for _, mark in rows], bool),
        occasion=np.array([occasions.setdefault((p, *m.occasion), len(occasions)) for p, m in rows], np.intp),
    )


def _basis(sheets: Sheets, fit: Fit) -> Basis:
    if len(sheets) > 1 and np.ptp(sheets.score) == 0:
        return Basis.SAME
    if len(fit.leniency) == 1:
        return Basis.ONE_DEPUTY
    return Basis.FITTED if fit.is_estimated else Basis.DEFAULT


def of_project(panel: Panel | None, project_id: int) -> Fair | None:
    """A project's fair score with all that it was made of; None when nobody has scored it."""
    if panel is None or (row := panel.projects.get(project_id)) is None:
        return None
    fit, order, alone = panel.fit, panel.order, panel.fit.order
    score, se = float(fit.fair[row]), _known(panel.se[row])
    mine = panel.sheets.project == row
    notice = float((panel.sheets.announced[mine] - 0.5).mean()) * fit.delta
    return Fair(
        mean=_within(score),
        low=None if se is None else _within(score - Z95 * se),
        high=None if se is None else _within(score + Z95 * se),
        raw=float(fit.raw[row]),
        strictness=float(fit.raw[row]) - score - notice,
        notice=notice,
        se=se,
        cautious=float(order.cautious[row]),
        label=_label(panel, row, int(mine.sum())),
        best=None if se is None else int(panel.best[row]),
        worst=None if se is None else int(panel.worst[row]),
        among=int(panel.among[row]),
        groups=panel.groups,
        basis=panel.basis.value,
        k=fit.k,
        delta=fit.delta,
        m=order.m,
        tau2=order.tau2,
        between=_known(panel.spread.between),
        within=_known(panel.spread.within),
        days_measured=panel.spread.is_measured,
        apart=Apart(_known(fit.sigma2), _known(fit.se[row]), alone.tau2, alone.m, float(alone.cautious[row])),
        deputies=tuple(_leniency(panel, column) for column in np.unique(panel.sheets.deputy[mine])),
    )


def of_deputy(panel: Panel | None, number: str) -> Leniency | None:
    """How strictly a deputy scores; None where nothing is measured or the deputy has no sheet that counts."""
    if panel is None or panel.basis is not Basis.FITTED or number not in panel.deputies:
        return None
    return _leniency(panel, panel.deputies.index(number))


def _leniency(panel: Panel, column: int) -> Leniency:
    sheets = int((panel.sheets.deputy == column).sum())
    return Leniency(panel.deputies[column], sheets, float(panel.fit.leniency[column]), column in panel.bridges)


def _label(panel: Panel, row: int, sheets: int) -> str:
    """Above or below the district only where the whole interval of the cautious score is on one side of m."""
    reach = Z95 * float(panel.order.se[row])
    if sheets < 2 or panel.basis is not Basis.FITTED or panel.groups > 1 or not np.isfinite(reach):
        return TOO_FEW
    distance = float(panel.order.cautious[row]) - panel.order.m
    return ABOUT if abs(distance) <= reach else ABOVE if distance > 0 else BELOW


def _within(score: float) -> float:
    return min(100.0, max(0.0, score))


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
