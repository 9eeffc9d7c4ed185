"""The product as it ships: `survey serve --demo` on a database of its own."""

import re
import sys
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID, uuid4

from sqlalchemy import create_engine, func, select

from bench.databases import Database
from bench.load import Request
from bench.servers import Server, free_port, serving
from survey.collect.tables import Submission
from survey.register.tables import SiteCode

NAME = "Fivelists"
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}


class Door(NamedTuple):
    """A site's code, the questionnaire version that its page asks, and an answer to what should be improved."""

    code: str
    version: str
    improve: str


@contextmanager
def served(database: Database) -> Iterator[Server]:
    port = free_port()
    settings = {
        "SURVEY_DATA": str(database.folder),
        "SURVEY_PORT": str(port),
        "SURVEY_URL": "",
        "DATABASE_URL": database.url,
    }
    command = [sys.executable, "-m", "survey", "serve", "--demo"]
    with serving(command, settings, port, "/readyz", database.folder / "product.log") as server:
        yield server


def codes(database: Database) -> list[str]:
    """The living codes of all sites, so that answers spread over the district as they do on a busy day."""
    engine = create_engine(database.address)
    with engine.connect() as connection:
        found = list(connection.scalars(select(SiteCode.code).where(SiteCode.revoked_at.is_(None))))
    engine.dispose()
    return found


def doors(database: Database, server: Server) -> list[Door]:
    """The first visit of every site: what its form sends along with the answers."""
    return [_door(server, code) for code in codes(database)]


def _door(server: Server, code: str) -> Door:
    with urllib.request.urlopen(f"{server.address}/S/{code}") as page:
        words = page.read().decode()
    version = re.search(r'name="questionnaire" value="(\d+)"', words)
    improve = re.search(r'name="answer_improve" value="(\w+)"', words)
    assert version, "the page of a site came without its questionnaire"
    assert improve, "the questionnaire of a site does not ask what should be improved"
    return Door(code, version[1], improve[1])


def request(doors: list[Door], number: int) -> Request:
    """A resident's answer from a phone of its own: four choices and a sentence."""
    door, key = doors[number % len(doors)], str(uuid4())
    answers = {
        "questionnaire": door.version,
        "lang": "zh",
        "answered_at": "2026-11-24T02:30:00.000Z",
        "answer_aware": "yes",
        "answer_benefited": "yes",
        "answer_overall": str(1 + number % 5),
        "answer_improve": door.improve,
        "answer_comment": f"第{number}份：路修好了，晚上的灯还不够亮。",
    }
    return Request(key, f"/s/{door.code}/{key}", urlencode(answers), {**FORM, "Cookie": f"phone={uuid4().hex}"})


def stored(database: Database) -> Counter[str]:
    """How often each submission id is there."""
    engine = create_engine(database.address)
    with engine.connect() as connection:
        rows = connection.execute(select(Submission.id, func.count()).group_by(Submission.id))
        counts = Counter({str(UUID(str(id_))): count for id_, count in rows})
    engine.dispose()
    return counts
