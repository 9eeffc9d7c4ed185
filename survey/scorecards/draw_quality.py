"""How well a set of visits serves the comparison of projects, in one figure and the rules behind it."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from survey.scorecards import connectivity
from survey.scorecards.fair import DEFAULT_K, Places
from survey.scorecards.satisfaction import Floats


@dataclass(frozen=True)
class Seen:
    """One deputy's visit to a project, past or planned; deputies who go together share an occasion."""

    deputy: str
    project: str
    announced: bool
    occasion: Hashable


@dataclass(frozen=True)
class Quality:
    """`figure` is 0–100, the rest says which rules do not hold yet.

    `thin` projects have fewer than two deputies or two occasions; `one_kind` were visited in one way only; `groups` of
    projects no deputy links; `owed` deputies have fewer visits outside their own street than they should.
    """

    figure: float
    visited: int
    projects: int
    thin: int
    one_kind: int
    groups: int
    owed: int
    announced: int
    unannounced: int

    @property
    def holds(self) -> bool:
        """Whether all rules hold."""
        whole = self.visited == self.projects and self.groups <= 1
        near = abs(self.announced - self.unannounced) <= max(1, (self.announced + self.unannounced) // 10)
        return whole and near and not (self.thin or self.one_kind or self.owed)


def quality(projects: Sequence[str], seen: Sequence[Seen], owed: int = 0) -> Quality:
    """Judge the visits of some projects; those of other projects count as links only."""
    known, at, days, kinds = set(projects), defaultdict(set), defaultdict(set), defaultdict(set)
    for each in seen:
        at[each.project].add(each.deputy)
        days[each.project].add(each.occasion)
        kinds[each.project].add(each.announced)
    came = Counter(each.announced for each in seen if each.project in known)
    visited = [project for project in projects if at[project]]
    figure, groups = _figure(visited, seen, len(projects))
    return Quality(
        figure=figure,
        visited=len(visited),
        projects=len(projects),
        thin=sum(len(at[project]) < 2 or len(days[project]) < 2 for project in visited),
        one_kind=sum(len(kinds[project]) < 2 for project in visited),
        groups=groups,
        owed=owed,
        announced=came[True],
        unannounced=came[False],
    )


def _figure(visited: Sequence[str], seen: Sequence[Seen], projects: int) -> tuple[float, int]:
    """The figure, and how many groups the visited projects fall into.

    100 × the mean over all pairs of projects of (1/n_p + 1/n_q) / (1/n_p + 1/n_q + (c_p − c_q)'M⁻¹(c_p − c_q)): the
    share of what the visits could tell that is left once strictness had to be estimated from the same sheets, with
    M = D_r − NᵀD_p⁻¹N + kI and c_p as in `fair`, k = 2; 0 for a pair that no chain of deputies links, or not visited.
    """
    if not visited:
        return 0.0, 0
    rows = {number: row for row, number in enumerate(dict.fromkeys((*visited, *(each.project for each in seen))))}
    columns = {number: column for column, number in enumerate(sorted({each.deputy for each in seen}))}
    project: Places = np.array([rows[each.project] for each in seen], np.intp)
    deputy: Places = np.array([columns[each.deputy] for each in seen], np.intp)
    group = connectivity.groups(project, deputy)[: len(visited)]
    pairs = projects * (projects - 1) / 2
    if not pairs:
        return 100.0, 1
    left = _left(project, deputy)[: len(visited), : len(visited)]
    together = np.triu(group[:, None] == group[None, :], 1)
    return 100 * float(left[together].sum()) / pairs, len(set(group.tolist()))


def _left(project: Places, deputy: Places) -> Floats:
    """The share left of every pair of visited projects, projects × projects."""
    sizes = np.bincount(project).astype(float)
    counts = np.zeros((len(sizes), int(deputy.max()) + 1))
    np.add.at(counts, (project, deputy), 1.0)
    means = counts / sizes[:, None]
    matrix = np.diag(counts.sum(axis=0) + DEFAULT_K) - counts.T @ means
    reach = means @ np.linalg.solve(matrix, means.T)
    alone = 1 / sizes[:, None] + 1 / sizes[None, :]
    return np.asarray(alone / (alone + np.diag(reach)[:, None] + np.diag(reach)[None, :] - 2 * reach), float)
