"""What gunicorn calls when it makes a worker: each keeps to a processor, and none goes through what all share."""

import gc
from typing import Any

from survey import processors
from survey.settings import from_environment

ROUNDS = 20_000, 50, 100
"""After how many new objects the collector looks; an answer leaves hundreds, and hardly a ring among them."""


def pre_fork(server: Any, worker: Any) -> None:
    """In the parent, just before the fork: choose the processor, and take what is loaded out of the collector's rounds.

    A collector that goes through it would write to every page that the workers share.
    """
    others = [getattr(other, "processor", None) for other in server.WORKERS.values()]
    worker.processor = processors.least_used(others) if from_environment().pinned else None
    gc.freeze()


def post_fork(_server: Any, worker: Any) -> None:
    """In the new worker."""
    gc.set_threshold(*ROUNDS)
    if worker.processor is not None:
        processors.keep_to(worker.processor)
