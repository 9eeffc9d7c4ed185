"""Which projects can be compared at all: those that deputies connect by having scored in both."""

import numpy as np

from survey.scorecards.fair import Places


def groups(project: Places, deputy: Places) -> Places:
    """The group of each project, numbered from 0: two are in one group if a chain of deputies leads over (union-find).

    Projects count from 0; one that has no sheet here is a group of its own.
    """
    projects = int(project.max()) + 1 if len(project) else 0
    parents = list(range(projects + (int(deputy.max()) + 1 if len(deputy) else 0)))

    def root(place: int) -> int:
        while parents[place] != place:
            parents[place] = parents[parents[place]]
            place = parents[place]
        return place

    for one, other in zip(project.tolist(), deputy.tolist(), strict=True):
        parents[root(one)] = root(projects + other)
    return np.unique([root(place) for place in range(projects)], return_inverse=True)[1]


def bridges(project: Places, deputy: Places) -> list[int]:
    """The deputies without whom the projects that others have scored would fall into more groups."""
    whole = len(set(groups(project, deputy).tolist()))
    found = []
    for one in np.unique(deputy):
        others = deputy != one
        remaining = np.unique(project[others], return_inverse=True)[1]
        if others.any() and groups(remaining, deputy[others]).max() + 1 > whole:
            found.append(int(one))
    return found
