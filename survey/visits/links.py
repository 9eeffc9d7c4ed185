"""Which projects deputies link by having scored in both: pure, and a part of what a draw follows from.

Two projects that no chain of deputies links cannot be compared. A draw therefore looks, once its panel is drawn,
whether another last member would leave fewer groups.
"""

from collections.abc import Iterable, Mapping, Sequence

Links = Mapping[str, Iterable[str]]
"""The projects that each deputy has scored, by number."""


def groups(links: Links) -> int:
    """How many groups the scored projects fall into (union-find over deputies and projects)."""
    parents: dict[tuple[str, str], tuple[str, str]] = {}

    def root(node: tuple[str, str]) -> tuple[str, str]:
        parents.setdefault(node, node)
        while parents[node] != node:
            parents[node] = parents[parents[node]]
            node = parents[node]
        return node

    for deputy, projects in links.items():
        for project in projects:
            parents[root(("project", project))] = root(("deputy", deputy))
    return len({root(node) for node in list(parents)})


def after(links: Links, panel: Sequence[str], projects: Sequence[str]) -> int:
    """How many groups there are once this panel has scored these projects."""
    return groups({**links, **{deputy: [*links.get(deputy, ()), *projects] for deputy in panel}})


def linking(links: Links, order: Sequence[str], count: int, projects: Sequence[str]) -> list[str]:
    """The first `count` deputies in the order drawn; the last gives way to the first who leaves fewer groups."""
    panel = list(order[:count])
    if len(panel) < count or not panel or not projects:
        return panel
    others = panel[:-1]
    last = min(order[count - 1 :], key=lambda one: after(links, [*others, one], projects))
    return [*others, last]
