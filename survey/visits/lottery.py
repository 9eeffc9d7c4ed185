"""The draw itself: pure functions of a seed and the candidates, so that anybody can draw again and compare.

Every candidate has a key u^(1/w), u its hash with the seed as a number between 0 and 1, w its weight: the largest keys
are a weighted sample without replacement (Efraimidis and Spirakis, Information Processing Letters 97 (2006) 181–185).
The best key of every stratum comes before the second best of any, so that the strata share the places evenly.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from survey.visits import links

Candidate = Mapping[str, Any]
"""A project: number, stratum, weight, conflicts, sites. A deputy: number, stratum, weight, employer, ties."""


def commitment(seed: str, candidates: Mapping[str, Any]) -> str:
    """SHA-256 over the seed, a line feed and the candidates as JSON with sorted keys."""
    text = json.dumps(candidates, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{seed}\n{text}".encode()).hexdigest()


def draw(seed: str, candidates: Mapping[str, Any]) -> dict[str, Any]:
    """Draw `{"projects": [{"number", "site"}], "deputies": [number], "groups": [before, after]}`, in the order drawn.

    A deputy whose employer, or one of whose ties, is named in the conflicts of a drawn project takes no part.
    Where the record says who has
    scored what ("seen"), the last of the panel gives way to the first who leaves fewer groups of projects that nobody
    links (`links.linking`), and "groups" says how many there were and will be; records of before say nothing of it.
    """
    wish = candidates["wish"]
    projects = _sample(seed, "project", candidates["projects"], wish["projects"])
    conflicts = {name for project in projects for name in project["conflicts"]}
    free = [d for d in candidates["deputies"] if conflicts.isdisjoint([d["employer"], *d.get("ties", ())])]
    drawn = {"projects": [{"number": p["number"], "site": _site(seed, p)} for p in projects]}
    if "seen" not in candidates:
        return {**drawn, "deputies": [d["number"] for d in _sample(seed, "deputy", free, wish["deputies"])]}
    scored = _links(candidates["seen"])
    numbers = [project["number"] for project in projects]
    order = [deputy["number"] for deputy in _sample(seed, "deputy", free, len(free))]
    panel = links.linking(scored, order, wish["deputies"], numbers)
    return {**drawn, "deputies": panel, "groups": [links.groups(scored), links.after(scored, panel, numbers)]}


def _links(seen: Sequence[Sequence[str]]) -> links.Links:
    """The projects that each deputy has scored."""
    scored: defaultdict[str, list[str]] = defaultdict(list)
    for deputy, project, *_ in seen:
        scored[deputy].append(project)
    return scored


def _site(seed: str, project: Candidate) -> int:
    """One of a project's sites, each as likely as the others."""
    sites: list[int] = project["sites"]
    return max(sites, key=lambda site: chance(seed, "site", str(site)))


def _sample(seed: str, kind: str, candidates: Sequence[Candidate], count: int) -> list[Candidate]:
    keys = {c["number"]: chance(seed, kind, c["number"]) ** (1 / c["weight"]) for c in candidates}
    order = sorted(candidates, key=lambda c: (-keys[c["number"]], c["number"]))
    return sorted(order, key=_rank_in_stratum(order))[:count]


def _rank_in_stratum(order: Sequence[Candidate]) -> Callable[[Candidate], int]:
    """How many of the same stratum come before; sorting by it is stable, so equals stay in the order of their keys."""
    seen: defaultdict[str, int] = defaultdict(int)
    ranks: dict[str, int] = {}
    for candidate in order:
        ranks[candidate["number"]] = seen[candidate["stratum"]]
        seen[candidate["stratum"]] += 1
    return lambda candidate: ranks[candidate["number"]]


def chance(seed: str, kind: str, number: str) -> float:
    """A number between 0 and 1 that the seed gives a candidate: 52 bits of SHA-256 of `seed:kind:number`."""
    digest = hashlib.sha256(f"{seed}:{kind}:{number}".encode()).hexdigest()
    return (int(digest[:13], 16) + 0.5) / 16**13
