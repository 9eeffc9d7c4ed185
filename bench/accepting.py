"""Accepted submissions per second and p99, of the product and of the yardstick by turns, and what was stored."""

import asyncio
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from types import ModuleType

from bench import product, yardstick
from bench.databases import Database, syncs_per_second
from bench.load import Outcome, run

HEADING = f"{'':<22}{'accepted/s':>12}{'p50 ms':>9}{'p99 ms':>9}   stored"


@dataclass(frozen=True)
class Load:
    """How hard and how long: connections at once, rounds, seconds of each round."""

    clients: int
    rounds: int
    seconds: float


def lines(database: Database, load: Load) -> Iterator[str]:
    """The two measured by turns in the same minutes; the ratio is the median over the rounds."""
    with yardstick.served(database) as bare, product.served(database) as own:
        sides = [
            (module, server, partial(module.request, module.doors(database, server)))
            for module, server in ((yardstick, bare), (product, own))
        ]
        outcomes: dict[str, list[Outcome]] = {yardstick.NAME: [], product.NAME: []}
        for _ in range(load.rounds):
            for module, server, make in sides:
                outcome = asyncio.run(run(server.port, make, load.clients, load.seconds))
                outcomes[module.NAME].append(outcome)
        for module, _, _ in sides:
            yield _line(database, module, outcomes[module.NAME])
    pairs = zip(outcomes[product.NAME], outcomes[yardstick.NAME], strict=True)
    ratios = [own_.per_second / bare_.per_second for own_, bare_ in pairs]
    yield f"{database.name + ' ratio':<22}{statistics.median(ratios):>12.2f}   rounds: " + " ".join(
        f"{ratio:.2f}" for ratio in ratios
    )
    yield f"{'':<22}{syncs_per_second(database.folder):>12.0f}   syncs per second of this disk, one after the other"


def _line(database: Database, module: ModuleType, outcomes: list[Outcome]) -> str:
    rate = statistics.median(outcome.per_second for outcome in outcomes)
    p50, p99 = (statistics.median(outcome.percentile(share) for outcome in outcomes) for share in (0.5, 0.99))
    name = f"{database.name} {module.NAME}"
    return f"{name:<22}{rate:>12.0f}{p50:>9.1f}{p99:>9.1f}   {_kept(database, module, outcomes)}"


def _kept(database: Database, module: ModuleType, outcomes: list[Outcome]) -> str:
    """How many acknowledged submissions are there once, never, or more often; counted in the store itself."""
    counts = module.stored(database)
    acknowledged = [key for outcome in outcomes for key in outcome.acknowledged]
    lost = sum(counts[key] == 0 for key in acknowledged)
    twice = sum(counts[key] > 1 for key in acknowledged)
    refused = {name: count for outcome in outcomes for name, count in outcome.refused.items()}
    said = f"{len(acknowledged)} acknowledged, {lost} lost, {twice} twice"
    return said + (f", refused {refused}" if refused else "")
