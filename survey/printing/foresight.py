"""How far a piece of work has come that cannot be asked: foreseen from how long a part of it took."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

PAUSE = 1.0
"""Seconds between two words about it."""
MOST = 0.99
"""Whoever takes longer than foreseen stays here; all is done only when it is."""


@contextmanager
def telling(seconds: float, tell: Callable[[float], None]) -> Iterator[None]:
    """Tell beside the work, every PAUSE, which part of it is likely done, when it should take so many seconds."""
    began, ended = time.monotonic(), Event()

    def run() -> None:
        while not ended.wait(PAUSE):
            tell(min((time.monotonic() - began) / seconds, MOST))

    thread = Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
