"""A phone in a hand: a real browser with a profile on disk, before it a bad network, behind that the real server."""

import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect
from sqlalchemy.orm import Session

from survey.database import make_engine, writer
from survey.people import passes
from survey.people.tables import Body, Deputy
from tests.conftest import CHROMIUM_ARGUMENTS, Once
from tests.engines import FIREFOX
from tests.network import Network, before

SCREEN = {"width": 360, "height": 740}
HAND_OVER = """async ([path, code, version, comment, submissions, pictures]) => {
  const outbox = await import(path);
  for (let n = 0; n < submissions; n++) {
    const id = outbox.mint(), answers = [["answer_overall", "4"], ["answer_comment", `${comment} ${n}`]];
    const photos = n < pictures ? 1 : 0;
    if (photos) {
      const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 64 });
      canvas.getContext("2d").fillText(String(n), 10, 30);
      const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg"));
      const bytes = await blob.arrayBuffer();
      const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
      const sha256 = Array.from(hash, (byte) => (byte + 256).toString(16).slice(1)).join("");
      await outbox.keepPhoto({ submission: id, sha256, type: "image/jpeg", bytes });
    }
    const fields = [["questionnaire", version], ["photos", String(photos)]].concat(answers);
    await outbox.handOver({ id, code, site: comment, deputy: "", fields, state: "typing", at: Date.now(), photos });
  }
}"""


@dataclass
class Server:
    """`survey serve --demo` in a folder of its own."""

    port: int
    folder: Path
    sample: str
    process: "subprocess.Popen[bytes]"

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, question: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask the database itself."""
        with closing(sqlite3.connect(self.folder / "fivelists.sqlite3")) as database:
            return database.execute(question, values).fetchall()

    def stored(self, comment: str) -> int:
        """How many submissions were stored with this comment."""
        answers = [json.loads(text) for (text,) in self.ask("SELECT answers FROM submission")]
        return sum(1 for answer in answers if answer.get("comment") == comment)

    def photos(self, comment: str) -> int:
        """How many photos of submissions whose comment begins with this were stored."""
        [(count,)] = self.ask(
            "SELECT count(*) FROM submission_photo JOIN submission ON submission_id = id WHERE answers LIKE ?",
            f"%{comment}%",
        )
        return int(count)

    def deputy(self) -> tuple[int, str]:
        """A new deputy with a pass: the deputy's id and the secret of the pass."""
        with self.database() as session:
            person = Deputy(number=uuid.uuid4().hex[:8], name="林敏", body=Body.CONGRESS, created_at=datetime.now(UTC))
            session.add(person)
            session.flush()
            secret = passes.issue(session, person, datetime.now(UTC))
            session.commit()
            return person.id, secret

    def pass_of(self, deputy_id: int) -> str:
        """The secret of a new pass of a deputy who is there already."""
        with self.database() as session:
            secret = passes.issue(session, session.get_one(Deputy, deputy_id), datetime.now(UTC))
            session.commit()
            return secret

    @contextmanager
    def database(self) -> Iterator[Session]:
        """A session that may write into the server's own database."""
        engine = make_engine(f"sqlite:///{self.folder / 'fivelists.sqlite3'}")
        with writer(engine) as session:
            yield session
        engine.dispose()

    def codes(self) -> list[str]:
        """The codes on the walls; one of the demo's others was withdrawn for abuse and opens nothing."""
        return [code for (code,) in self.ask("SELECT code FROM site_code WHERE revoked_at IS NULL ORDER BY code")]


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Start the server and wait until it is ready; stop it afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"SURVEY_DATA": str(folder), "SURVEY_PORT": str(port), "DATABASE_URL": "", "SURVEY_URL": ""}
    with (folder / "log").open("wb") as log:
        command = [sys.executable, "-m", "survey", "serve", "--demo"]
        process = subprocess.Popen(command, env=os.environ | settings, stdout=log, stderr=log)
        try:
            _wait(f"http://127.0.0.1:{port}/readyz")
            sample = (folder / "log").read_text().split("/S/")[1].split()[0]
            yield Server(port, folder, sample, process)
        finally:
            process.terminate()
            process.wait(90)


def _wait(address: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{address} never answered")


def _load(folder: Path) -> None:
    """Leave in a folder what a server with the demo district leaves when it stops."""
    with serving(folder):
        pass


@pytest.fixture(scope="module")
def server(once: Once, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own for each file of tests, with the demo district."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(once("demo", _load), folder, dirs_exist_ok=True)
    with serving(folder) as started:
        yield started


class Phone:
    """A browser whose profile survives its closing."""

    def __init__(self, playwright: Playwright, profile: Path, address: str, **options: Any) -> None:
        self.playwright, self.profile, self.address = playwright, profile, address
        self.engine, self.options = options.pop("engine", "chromium"), options
        self.flags = options.pop("flags", ())
        self.wake()

    def wake(self) -> None:
        """Open the browser."""
        chromium = {"executable_path": shutil.which("chromium"), "args": [*CHROMIUM_ARGUMENTS, *self.flags]}
        self.context: BrowserContext = getattr(self.playwright, self.engine).launch_persistent_context(
            self.profile,
            **(FIREFOX if self.engine == "firefox" else chromium),
            viewport=SCREEN,
            locale="zh-CN",
            base_url=self.address,
            **self.options,
        )
        self.context.set_default_timeout(30_000)
        self.page: Page = self.context.pages[0]

    def close(self) -> None:
        """Close the browser; the profile stays."""
        self.context.close()

    def open(self, path: str) -> "Phone":
        """Go to a page and wait until its scripts have begun."""
        self.page.goto(path)
        if self.page.locator("#sheet").count():
            self.page.locator("#sheet[data-ready]").wait_for()
        return self

    def answer(self, comment: str, grade: str = "4") -> "Phone":
        """Fill a resident's questionnaire."""
        self.page.locator(f"[name=answer_overall][value='{grade}']").check()
        self.page.locator("[name=answer_comment]").fill(comment)
        return self

    def score(self, comment: str) -> "Phone":
        """Fill a deputy's sheet."""
        if (kind := self.page.locator("[name=visit_kind][value=unannounced]")).count():
            kind.check()
        for marks in self.page.locator("[data-marks] .number").all():
            marks.fill(str(round(int(marks.evaluate("input => input.parentNode.dataset.marks")) * 0.8)))
        self.page.locator("[name=answer_improve_first]").first.check()
        self.page.locator("[name=answer_comment]").fill(comment)
        return self

    def send(self) -> "Phone":
        self.page.locator(".send .button").click()
        return self

    def sees(self, words: str) -> "Phone":
        self.page.get_by_text(words).locator("visible=true").first.wait_for()
        return self

    def gets_receipt(self) -> "Phone":
        return self.comes_to("/r/").sees("已收到")

    def comes_to(self, path: str) -> "Phone":
        """Wait until the page is one whose address has this in it."""
        expect(self.page).to_have_url(re.compile(re.escape(path)), timeout=30_000)
        return self

    def holds(self, path: str) -> None:
        """Wait until the phone has a page for times without network."""
        look = "path => caches.match(path).then(found => !!found)"
        for _ in range(100):
            if self.page.evaluate(look, path):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{path} is not on the phone")

    def kept(self) -> list[dict[str, Any]]:
        """What the phone itself has in its outbox."""
        found: list[dict[str, Any]] = self.page.evaluate(
            """() => new Promise((resolve) => { indexedDB.open("fivelists").onsuccess = (event) => {
                const database = event.target.result;
                database.transaction("submissions").objectStore("submissions").getAll().onsuccess = (got) => {
                    database.close(); resolve(got.target.result); }; }; })"""
        )
        return found

    def unsent(self) -> list[dict[str, Any]]:
        return [each for each in self.kept() if each["state"] != "sent"]


def hand_over(phone: Phone, server: Server, comment: str, number: int, *, photos: int) -> None:
    """Give a phone's outbox many submissions at once, the first of them with a photo each."""
    phone.open(f"/S/{server.sample}")
    outbox = (phone.page.get_attribute("#sheet", "data-module") or "").replace("filling", "outbox")
    version = phone.page.input_value("[name=questionnaire]")
    phone.page.evaluate(HAND_OVER, [outbox, server.sample, version, comment, number, photos])


@pytest.fixture
def network(server: Server) -> Iterator[Network]:
    with before(server.port) as network:
        yield network


@pytest.fixture
def new_phone(
    playwright: Playwright, network: Network, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Phone]]:
    """Take a new phone into the hand: `new_phone()`."""
    with ExitStack() as stack:
        count = 0

        def take(**options: Any) -> Phone:
            nonlocal count
            count += 1
            options.setdefault("engine", request.config.getoption("--engine"))
            phone = Phone(playwright, tmp_path / f"phone{count}", network.address, **options)
            stack.callback(phone.close)
            return phone

        yield take


@pytest.fixture
def phone(new_phone: Callable[..., Phone]) -> Phone:
    return new_phone()
