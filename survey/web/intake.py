"""Group commit: one writer thread per process stores whatever is waiting in one transaction.

A request is answered only after the commit that holds its submission has returned, so the promise is the same as with
a commit per request; the disk is asked to sync once for all who wait instead of once for each. One transaction for
sixteen costs little more than one for two, so the writer takes along whose form is being read at the moment, and gives
a crowd as large as the last one the time of one commit to gather again; who comes alone never waits. On SQLite the
writers of all processes go by turns.
When a group fails, its members are tried one by one, so that one that cannot be stored spoils no other.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import current_app
from sqlalchemy import Engine

from survey.collect import corrections, interviews, nearness
from survey.collect.arrivals import Arrival
from survey.collect.submissions import Stored, receive
from survey.database import Turns, writer
from survey.problems import Problem
from survey.rounds import low_items
from survey.visits import kinds, sealing
from survey.web.transaction import engine

LARGEST_GROUP = 128
LONGEST_WAIT_SECONDS = 0.02
"""How long the first of a group waits for those whose forms are still being read."""
log = logging.getLogger(__name__)

Result = Stored | Problem | Exception


class _Ticket:
    """One waiting request; the lock is held until its result is there."""

    def __init__(self, arrival: Arrival) -> None:
        self.arrival = arrival
        self.result: Result | None = None
        self._unsettled = threading.Lock()
        self._unsettled.acquire()

    def settle(self, result: Result) -> None:
        self.result = result
        self._unsettled.release()

    def outcome(self) -> Stored:
        """Wait for the result; raises it when it is none to be glad of."""
        self._unsettled.acquire()
        if isinstance(self.result, Stored):
            return self.result
        assert self.result is not None
        raise self.result


class Intake:
    """The way into the database for submissions of one process."""

    def __init__(self, engine: Engine, longest_wait: float = LONGEST_WAIT_SECONDS) -> None:
        self._engine = engine
        self._longest_wait = longest_wait
        self._turns = Turns(engine)
        self._waiting: list[_Ticket] = []
        self._expected = 0
        self._crowd, self._linger = 1, 0.0
        self._stopped = False
        self._awaited: Callable[[], object] = lambda: True
        self._changed = threading.Condition(threading.Lock())
        threading.Thread(target=self._run, name="intake", daemon=True).start()

    def store(self, arrival: Arrival) -> Stored:
        """Store a submission and wait until it is safe; raises what receiving or the database raised."""
        with self.expecting() as store:
            return store(arrival)

    @contextmanager
    def expecting(self) -> Iterator[Callable[[Arrival], Stored]]:
        """Tell the writer that a form is being read, so that it takes it along; gives the function that stores it."""
        tickets: list[_Ticket] = []

        def store(arrival: Arrival) -> Stored:
            tickets.append(ticket := _Ticket(arrival))
            self._enter(ticket)
            return ticket.outcome()

        with self._changed:
            self._expected += 1
        try:
            yield store
        finally:
            if not tickets:
                self._enter(None)

    def _enter(self, ticket: _Ticket | None) -> None:
        """One that was expected has come, or will not; the writer is woken when it is what it waits for."""
        with self._changed:
            self._expected -= 1
            if ticket is not None:
                self._waiting.append(ticket)
            if self._awaited():
                self._changed.notify()

    def stop(self) -> None:
        """End the writer once nobody waits; nothing may be given to it afterwards."""
        with self._changed:
            self._stopped = True
            self._changed.notify()

    def _run(self) -> None:
        while group := self._group():
            began = time.perf_counter()
            self._settle(group)
            self._linger = min(time.perf_counter() - began, self._longest_wait)
            self._crowd = len(group) + len(self._waiting)

    def _group(self) -> list[_Ticket]:
        """Wait for one, then for the others: those of the last crowd may come again, and forms are being read."""
        with self._changed:
            self._until(lambda: self._waiting or self._stopped)
            self._until(lambda: len(self._waiting) >= self._crowd or self._stopped, self._linger)
            self._until(lambda: not self._expected, self._longest_wait)
            group, self._waiting = self._waiting[:LARGEST_GROUP], self._waiting[LARGEST_GROUP:]
        return group

    def _until(self, awaited: Callable[[], object], at_most: float | None = None) -> None:
        """Sleep until this holds, at most so many seconds; nobody wakes the writer for less."""
        self._awaited = awaited
        self._changed.wait_for(awaited, at_most)

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
        with self._turns.turn(), writer(self._engine) as session:
            results = receive(session, arrivals)
            sheets = [a for a, r in zip(arrivals, results, strict=True) if _is_new(r) and a.deputy_id is not None]
            if sheets:
                corrections.note(session, sheets)
                nearness.note(session, sheets)
                free = sealing.attach(session, sheets)
                kinds.carry(session, sheets)
                low_items.raise_from(session, free)
            if held := [a for a, r in zip(arrivals, results, strict=True) if _is_new(r) and a.interviewer_id]:
                interviews.note(session, held)
            session.commit()
        return results


def _is_new(result: Stored | Problem) -> bool:
    return isinstance(result, Stored) and result.is_new


_making = threading.Lock()


def intake() -> Intake:
    """The intake of this process, made on first use and so always after the server's fork."""
    with _making:
        if (made := current_app.extensions.get("intake")) is None:
            made = current_app.extensions["intake"] = Intake(engine())
    found: Intake = made
    return found
