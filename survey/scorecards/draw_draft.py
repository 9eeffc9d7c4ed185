"""A plan of visits in the making: what was seen, what is planned, and which project or deputy is still owed a visit."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from math import ceil

from survey.scorecards.draw_quality import Seen
from survey.visits.lottery import chance

LEAST_OCCASIONS = 2
LEAST_DEPUTIES = 2
LEAST_OUTSIDE = 2
WANTED_OUTSIDE = (3, 11)
"""How many of how many visits of a deputy should lie outside the own street."""


@dataclass(frozen=True)
class Scorer:
    """A deputy who may be sent; `home` is the own street, empty where none is known: then every visit is outside."""

    number: str
    home: str = ""
    employer: str = ""
    ties: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Place:
    """A project that may be visited; who is employed by one of `conflicts` stays away."""

    number: str
    street: str = ""
    conflicts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Trip:
    """One planned occasion: these deputies go to one project together."""

    project: str
    announced: bool
    deputies: tuple[str, ...]


def wanted_outside(visits: int) -> int:
    """How many of so many visits should lie outside the own street: two, and three of eleven."""
    share, of = WANTED_OUTSIDE
    return max(LEAST_OUTSIDE, ceil(share * visits / of))


class Draft:
    """Counts of visits, kept as trips are added."""

    def __init__(
        self, deputies: Iterable[Scorer], projects: Iterable[Place], past: Iterable[Seen], together: int, seed: str
    ) -> None:
        self.scorers = {deputy.number: deputy for deputy in deputies}
        self.places = {project.number: project for project in projects}
        self.may = {
            number: {
                one
                for one, deputy in self.scorers.items()
                if place.conflicts.isdisjoint({deputy.employer, *deputy.ties})
            }
            for number, place in self.places.items()
        }
        """Who may go to each project."""
        self.together = max(1, together)
        self.luck = {number: chance(seed, "plan", number) for number in (*self.scorers, *self.places)}
        self.seen: list[Seen] = []
        self.at: defaultdict[str, Counter[str]] = defaultdict(Counter)
        """How often each deputy came, by project."""
        self.occasions: defaultdict[str, set[object]] = defaultdict(set)
        self.kinds: Counter[tuple[str, str, bool]] = Counter()
        """Visits of a project or a deputy, by kind."""
        self.visits: Counter[str] = Counter()
        self.outside: Counter[str] = Counter()
        self.every: Counter[bool] = Counter()
        self.parents: dict[tuple[str, str], tuple[str, str]] = {}
        for each in past:
            self._take(each)
        self.needy = [(self._need(number), number) for number in self.places if self._is_needy(number)]
        """Projects whose own rules do not hold, as a heap; only a trip there changes how needy one is."""
        heapify(self.needy)

    def _take(self, each: Seen) -> None:
        """Count one deputy's visit, past or planned; those of projects or deputies who are no more still link."""
        self.seen.append(each)
        self.at[each.project][each.deputy] += 1
        self.occasions[each.project].add(each.occasion)
        self.kinds["project", each.project, each.announced] += 1
        self.kinds["deputy", each.deputy, each.announced] += 1
        self.visits[each.deputy] += 1
        self.outside[each.deputy] += self.is_outside(each.deputy, each.project)
        self.every[each.announced] += 1
        self.parents[self._root("project", each.project)] = self._root("deputy", each.deputy)

    def _root(self, kind: str, number: str) -> tuple[str, str]:
        """The head of the group that a project or a deputy belongs to (union-find)."""
        node = (kind, number)
        while (above := self.parents.setdefault(node, node)) != node:
            self.parents[node] = self.parents[above]
            node = above
        return node

    def is_outside(self, deputy: str, project: str) -> bool:
        """Whether a project lies outside a deputy's own street; so it does where either is unknown."""
        scorer, place = self.scorers.get(deputy), self.places.get(project)
        return not (scorer and place and scorer.home and scorer.home == place.street)

    def next(self) -> Trip | None:
        """Plan one more trip; None when the rules hold, or nobody may go where somebody is needed."""
        is_needy = bool(self.needy)
        project = heappop(self.needy)[1] if is_needy else self._for_deputies()
        if project is None:
            return None
        announced = self._kind(project)
        panel = self._panel(project, announced)
        occasion = ("planned", len(self.seen))
        for number in panel:
            self._take(Seen(number, project, announced, occasion))
        if is_needy and self._is_needy(project):
            heappush(self.needy, (self._need(project), project))
        return Trip(project, announced, tuple(panel))

    def _is_needy(self, project: str) -> bool:
        """Whether a project's own rules do not hold: two deputies, two occasions, both ways."""
        may, came = self.may[project], self.at[project]
        if not may:
            return False
        both = self.kinds["project", project, True] and self.kinds["project", project, False]
        reachable = len(may) + sum(number not in may for number in came)
        few = len(came) < min(LEAST_DEPUTIES, reachable)
        return few or not both or len(self.occasions[project]) < LEAST_OCCASIONS

    def _need(self, project: str) -> tuple[int, int, float]:
        return len(self.occasions[project]), len(self.at[project]), self.luck[project]

    def _for_deputies(self) -> str | None:
        """The project where one more trip serves most deputies who are owed one, or links what nobody links."""
        owed = {project: sum(self._is_owed(number, project) for number in self.may[project]) for project in self.places}
        wanted = [project for project in owed if owed[project]]
        if not wanted and len({self._root("project", project) for project in self.places}) > 1:
            wanted = [project for project in self.places if self._links(project)]
        return min(wanted, key=lambda p: (-min(owed[p], self.together), *self._need(p)), default=None)

    def _is_owed(self, deputy: str, project: str) -> bool:
        short = self.outside[deputy] < wanted_outside(self.visits[deputy])
        return short and self.is_outside(deputy, project)

    def _links(self, project: str) -> bool:
        """Whether somebody may go there who has been elsewhere, in a group that nothing links with this project."""
        mine = self._root("project", project)
        return any(self.visits[number] and self._root("deputy", number) != mine for number in self.may[project])

    def _kind(self, project: str) -> bool:
        """The kind of visit that the project has had less of; when equal, that of which there are fewer in all."""
        more = self.kinds["project", project, True] - self.kinds["project", project, False]
        return more < 0 if more else self.every[True] <= self.every[False]

    def _panel(self, project: str, announced: bool) -> list[str]:
        free, panel, roots = set(self.may[project]), list[str](), {self._root("project", project)}
        while free and len(panel) < self.together:
            best = min(free, key=lambda number: self._rank(number, project, announced, roots))
            free.remove(best)
            panel.append(best)
            roots.add(self._root("deputy", best))
        return panel

    def _rank(
        self, deputy: str, project: str, announced: bool, roots: set[tuple[str, str]]
    ) -> tuple[int, bool, bool, int, int, float]:
        links = self.visits[deputy] > 0 and self._root("deputy", deputy) not in roots
        more = self.kinds["deputy", deputy, announced] - self.kinds["deputy", deputy, not announced]
        owed = self._is_owed(deputy, project)
        return self.at[project][deputy], not owed, not links, self.visits[deputy], more, self.luck[deputy]
