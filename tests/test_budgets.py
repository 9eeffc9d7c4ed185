"""What a visit costs a cheap phone, in bytes, which do not vary."""

import re
from datetime import date

import brotli
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from survey.collect.periods import open_period
from survey.register.tables import Site
from tests.conftest import Clock
from tests.shipped import publish_shipped

pytestmark = pytest.mark.sqlite
FIRST_VISIT = 14_000
ALL_SCRIPT = 12 * 1024
IMPORTS = re.compile(r'(?:from|import) "\./([a-z]+\.js)"')


@pytest.fixture
def code(session: Session, site: Site, clock: Clock) -> str:
    publish_shipped(session, clock())
    open_period(session, "2026", date(2026, 1, 1), date(2026, 12, 31))
    session.commit()
    return site.codes[0].code


def wire(app: Flask, path: str) -> tuple[int, str]:
    """Bytes of an answer with its head, and what it says."""
    packed = app.test_client().get(path, headers={"Accept-Encoding": "gzip"}, buffered=True)
    head = sum(len(name) + len(value) + 4 for name, value in packed.headers)
    return len(packed.data) + head, app.test_client().get(path, buffered=True).get_data(as_text=True)


@pytest.mark.parametrize("language", ["zh", "en", "ja", "ko", "ru"])
def test_the_first_visit_is_one_answer_of_at_most_14_000_bytes(app: Flask, code: str, language: str) -> None:
    size, page = wire(app, f"/S/{code}?lang={language}")
    assert size <= FIRST_VISIT
    assert not re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="/', page)


def modules(app: Flask, first: str) -> set[str]:
    """The addresses of a module and of all that it imports."""
    found, left = set(), {first}
    while left:
        address = left.pop()
        found.add(address)
        base = address.rpartition("/")[0]
        left |= {f"{base}/{name}" for name in IMPORTS.findall(wire(app, address)[1])} - found
    return found


def test_all_script_of_a_respondent_is_at_most_twelve_kilobytes(app: Flask, code: str) -> None:
    page = wire(app, f"/S/{code}")[1]
    [inlined] = re.findall(r"<script[^>]*>(.*?)</script>", page, re.S)
    loaded = modules(app, re.findall(r'data-module="([^"]+)"', page)[0])
    assert len(loaded) >= 8
    texts = {address: wire(app, address)[1] for address in loaded} | {"inlined": inlined}
    sizes = {address: len(brotli.compress(text.encode(), quality=6)) for address, text in texts.items()}
    assert sum(sizes.values()) <= ALL_SCRIPT, sizes
