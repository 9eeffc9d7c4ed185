"""One id, fifty senders at once, four processes that send and four that serve: one row and fifty polite answers."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from typing import NamedTuple
from uuid import uuid4

import psutil
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import processors
from survey.collect import periods
from survey.collect.tables import Submission, Tally
from survey.register import codes
from survey.register.tables import Site
from tests.shell import ROOT

SEND = """
import sys, threading, urllib.request
address, count = sys.argv[1], int(sys.argv[2])
gate = threading.Barrier(count)
def post():
    gate.wait()
    request = urllib.request.Request(address, b"answer_overall=3", {"Accept": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        sys.stdout.write(f"{answer.status} {answer.read().decode().strip()}" + chr(10))
threads = [threading.Thread(target=post) for _ in range(count)]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""
SHARES = (13, 13, 12, 12)


class Server(NamedTuple):
    address: str
    pid: int

    def processors(self) -> dict[int, frozenset[int]]:
        """The processors that each worker may use, by its process."""
        workers = [child.pid for child in psutil.Process(self.pid).children()]
        return {pid: frozenset(os.sched_getaffinity(pid)) for pid in workers}


PINNED = sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1


@pytest.fixture
def server(settings, site: Site, session: Session) -> Iterator["Server"]:
    """Four worker processes on the test's database, in a period that is open by their own clock."""
    periods.open_period(session, "now", date.today() - timedelta(days=1), date.today() + timedelta(days=1))
    session.commit()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "SURVEY_DATA": str(settings.data),
        "SURVEY_PORT": str(port),
        "SURVEY_WORKERS": "4",
        "DATABASE_URL": settings.database_url if settings.database_url.startswith("postgresql") else "",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "survey", "serve"], env=environment, cwd=ROOT, stdout=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address)
        yield Server(address, process.pid)
    finally:
        process.terminate()
        process.wait(30)


def _wait(address: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}/readyz", timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not start")


def settled(server: Server, gone: int = 0) -> dict[int, frozenset[int]]:
    """The processors of the four workers once each keeps to one."""
    for _ in range(200):
        with suppress(psutil.NoSuchProcess, ProcessLookupError):
            kept = server.processors()
            if [len(one) for one in kept.values()] == [1] * 4 and gone not in kept:
                return kept
        time.sleep(0.05)
    raise AssertionError("the workers do not each keep to one processor")


def test_fifty_posts_of_one_id_from_four_processes_leave_one_row(server: Server, session: Session, site: Site) -> None:
    code = codes.living(session, site)
    assert code is not None
    address = f"{server.address}/s/{code.code}/{uuid4()}"
    session.rollback()
    senders = [
        subprocess.Popen([sys.executable, "-c", SEND, address, str(share)], stdout=subprocess.PIPE, text=True)
        for share in SHARES
    ]
    said = [line.split(" ", 1) for sender in senders for line in sender.communicate(timeout=90)[0].splitlines()]
    assert Counter(status for status, _ in said) == {"201": 1, "200": 49}
    assert len({body for _, body in said}) == 1
    assert len(session.scalars(select(Submission.id)).all()) == 1
    assert session.scalars(select(Tally.count).where(Tally.question == "overall")).all() == [1]


@pytest.mark.skipif(not PINNED, reason="there is nothing to choose between processors here")
def test_each_worker_keeps_to_a_processor_and_so_does_who_takes_its_place(server: Server) -> None:
    allowed = os.sched_getaffinity(0)
    before = settled(server)
    shared = Counter(processor for kept in before.values() for processor in kept)
    assert max(shared.values()) == -(-4 // min(4, len(allowed)))
    assert os.sched_getaffinity(server.pid) == allowed
    assert {os.sched_getscheduler(pid) for pid in before} == {os.SCHED_BATCH}
    assert os.sched_getscheduler(server.pid) == os.SCHED_OTHER
    gone = min(before)
    os.kill(gone, signal.SIGKILL)
    after = settled(server, gone)
    assert sorted(map(sorted, after.values())) == sorted(map(sorted, before.values()))


def test_what_a_pinned_worker_starts_may_use_every_processor() -> None:
    asked = "import os; print(sorted(os.sched_getaffinity(0)))"
    code = f"""
import subprocess, sys
from survey import processors
kept = processors.least_used([])
if kept is not None: processors.keep_to(kept)
with processors.all_of_them():
    subprocess.run([sys.executable, "-c", {asked!r}], check=True)
subprocess.run([sys.executable, "-c", {asked!r}], check=True)
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    inside, after = said.splitlines()
    assert inside == str(sorted(os.sched_getaffinity(0)))
    assert after == (str(sorted(os.sched_getaffinity(0))[:1]) if PINNED else inside)


@pytest.mark.skipif(not PINNED, reason="there is nothing to choose between processors here")
def test_a_processor_that_is_not_to_be_had_stops_nobody() -> None:
    before = os.sched_getaffinity(0)
    processors.keep_to(1023)
    assert os.sched_getaffinity(0) == before
