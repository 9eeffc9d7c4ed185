"""Keeping a process to one processor.

Python runs one thread of a process at a time. When the next one sleeps on another processor it has to be woken there
and finds nothing of what the last one used; an answer passes through several threads, and so a worker of the web
server that keeps to one processor stores more of them. It loses nothing by it, as it could not use two.
"""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

ALLOWED: frozenset[int] = frozenset(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else frozenset()
"""The processors that this process may use as it began; none where the system cannot say."""


def least_used(taken: Iterable[int | None]) -> int | None:
    """The allowed processor that the fewest keep to; None when there is nothing to choose."""
    used = Counter(taken)
    return min(sorted(ALLOWED), key=lambda processor: used[processor]) if len(ALLOWED) > 1 else None


def keep_to(processor: int) -> None:
    """Run this thread, and those that it starts, on one processor only, if the system lets us choose it.

    One that is woken waits until the one that runs pauses (SCHED_BATCH). To take its place at once, as is usual, is in
    vain where it holds what the woken one needs next: Python's own lock.
    """
    with suppress(OSError, AttributeError):
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
        os.sched_setaffinity(0, {processor})


@contextmanager
def all_of_them() -> Iterator[None]:
    """Let what this thread starts meanwhile use every processor, as a process that works for minutes should."""
    if not ALLOWED:
        yield
        return
    kept = os.sched_getaffinity(0)
    with suppress(OSError):
        os.sched_setaffinity(0, ALLOWED)
    try:
        yield
    finally:
        with suppress(OSError):
            os.sched_setaffinity(0, kept)
