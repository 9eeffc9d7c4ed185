"""Group commit: one writer thread per process stores whatever is waiting in one transaction.

A request is answered only after the commit that holds its submission has returned, so the promise is the same as with
a commit per request; the disk is asked to sync once for all who wait instead of once for each. In a crowd the writer
lingers as long as the last group took, because one transaction for sixteen costs little more than one for two, and so
nobody waits more than twice what the disk and the processor need anyway; who comes alone never waits.
When a group fails, its members are tried one by one, so that one that cannot be stored spoils no other.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from flask import current_app
from sqlalchemy import Engine

from survey.collect import corrections
from survey.collect.arrivals import Arrival
from survey.collect.submissions import Stored, receive
from survey.database import writer
from survey.problems import Problem
from survey.rounds import low_items
from survey.visits import sealing
from survey.web.transaction import engine

LARGEST_GROUP = 128
LONGEST_LINGER_SECONDS = 0.01
"""However slow the last group was."""
log = logging.getLogger(__name__)

Result = Stored | Problem | Exception


@dataclass
class _Ticket:
    """One waiting request."""

    arrival: Arrival
    result: Result | None = None
    done: threading.Event = field(default_factory=threading.Event)

    def settle(self, result: Result) -> None:
        self.result = result
        self.done.set()


class Intake:
    """The way into the database for submissions of one process."""

    def __init__(self, make_engine: Callable[[], Engine]) -> None:
        self._engine = make_engine
        self._waiting: queue.SimpleQueue[_Ticket] = queue.SimpleQueue()
        threading.Thread(target=self._run, name="intake", daemon=True).start()

    def store(self, arrival: Arrival) -> Stored:
        """Store a submission and wait until it is safe; raises what receiving or the database raised."""
        ticket = _Ticket(arrival)
        self._waiting.put(ticket)
        ticket.done.wait()
        if isinstance(ticket.result, Stored):
            return ticket.result
        assert ticket.result is not None
        raise ticket.result

    def _run(self) -> None:
        linger = 0.0
        while True:
            group = [self._waiting.get()]
            time.sleep(linger)
            while len(group) < LARGEST_GROUP and not self._waiting.empty():
                group.append(self._waiting.get())
            began = time.perf_counter()
            self._settle(group)
            linger = min(time.perf_counter() - began, LONGEST_LINGER_SECONDS) if len(group) > 1 else 0.0

    def _settle(self, group: list[_Ticket]) -> None:
        try:
            results: list[Result] = [*self._commit([ticket.arrival for ticket in group])]
        except Exception as error:  # a waiting request must get its answer, whatever happened
            if len(group) > 1:
                for ticket in group:
                    self._settle([ticket])
                return
            log.warning("a submission could not be stored: %s", type(error).__name__)
            results = [error]
        for ticket, result in zip(group, results, strict=True):
            ticket.settle(result)

    def _commit(self, arrivals: list[Arrival]) -> list[Stored | Problem]:
        with writer(self._engine()) as session:
            results = receive(session, arrivals)
            sheets = [a for a, r in zip(arrivals, results, strict=True) if _is_new(r) and a.deputy_id is not None]
            corrections.note(session, sheets)
            low_items.raise_from(session, sealing.attach(session, sheets))
            session.commit()
        return results


def _is_new(result: Stored | Problem) -> bool:
    return isinstance(result, Stored) and result.is_new


_making = threading.Lock()


def intake() -> Intake:
    """The intake of this process, made on first use and so always after the server's fork."""
    with _making:
        if (made := current_app.extensions.get("intake")) is None:
            own = engine()
            made = current_app.extensions["intake"] = Intake(lambda: own)
    found: Intake = made
    return found
