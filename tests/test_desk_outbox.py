"""A file saved from a phone comes in through the same door: each submission once, photos too, the rest said by name."""

import base64
import hashlib
import json
from io import BytesIO
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.collect.periods import open_period
from survey.collect.tables import Submission, SubmissionPhoto
from survey.people import passes
from survey.people.tables import AuditEntry, Body, Deputy
from survey.register.tables import Site
from tests.conftest import Clock
from tests.shipped import publish_shipped
from tests.test_deputy_page import MARKS
from tests.test_photos import picture
from tests.walker import Browser


@pytest.fixture
def code(session: Session, site: Site, clock: Clock) -> str:
    publish_shipped(session, clock())
    today = clock().date()
    open_period(session, "2026", today.replace(month=1, day=1), today.replace(month=12, day=31))
    session.commit()
    return site.codes[0].code


def saved(code: str, *fields: tuple[str, str], photo: bytes = b"") -> dict[str, object]:
    """One submission as static/js/file.js writes it."""
    pictures = [{"sha256": hashlib.sha256(photo).hexdigest(), "base64": base64.b64encode(photo).decode()}]
    return {
        "id": str(uuid4()),
        "code": code,
        "site": "长者食堂",
        "fields": fields,
        "pictures": pictures if photo else [],
    }


def bring(office: Browser, content: bytes) -> Browser:
    return office.open("/desk/outbox").fill(file=(BytesIO(content), "fivelists-2026-11-24.json")).press("收入")


def test_a_file_comes_in_once_with_its_photos(office: Browser, code: str, session: Session) -> None:
    two = [saved(code, ("answer_overall", "5"), ("photos", "1"), photo=picture()), saved(code, ("answer_overall", "2"))]
    content = json.dumps({"fivelists": 1, "submissions": two}).encode()
    bring(office, content).sees("已收入")
    bring(office, content).sees("此前已收到")
    assert len(list(session.scalars(select(Submission)))) == 2
    assert [row.superseded_at for row in session.scalars(select(Submission))] == [None, None]
    assert len(list(session.scalars(select(SubmissionPhoto)))) == 1


def filled(app: Flask, session: Session, clock: Clock, code: str) -> tuple[Deputy, dict[str, object]]:
    """A sheet as a deputy's phone would save it: everything that the page's form holds, and good marks."""
    deputy = Deputy(number="RD01", name="代表甲", body=Body.CONGRESS, created_at=clock())
    session.add(deputy)
    session.flush()
    secret = passes.issue(session, deputy, clock())
    session.commit()
    page = Browser(app.test_client()).open(f"/p/{secret}").press().open(f"/S/{code}").page
    hidden = [(str(each["name"]), str(each["value"])) for each in page.select("#sheet input[type=hidden][value]")]
    good = [(f"answer_{name}", str(mark)) for name, mark in MARKS.items()]
    return deputy, saved(code, *hidden, *good, ("visit_kind", "unannounced"), ("answer_improve_first", "upkeep"))


def as_file(*sheets: dict[str, object]) -> bytes:
    return json.dumps({"fivelists": 1, "submissions": sheets}).encode()


def test_a_deputys_saved_sheet_comes_in_and_says_who_brought_it(
    app: Flask, office: Browser, code: str, session: Session, clock: Clock
) -> None:
    deputy, sheet = filled(app, session, clock, code)
    deputy_id = deputy.id
    session.rollback()
    bring(office, as_file(sheet)).sees("已收入")
    bring(office, as_file(sheet)).sees("此前已收到")
    stored = session.scalars(select(Submission)).one()
    assert (stored.deputy_id, stored.visit_kind, stored.score is not None) == (deputy_id, "unannounced", True)
    [entry] = session.scalars(select(AuditEntry).where(AuditEntry.act == "sheet_brought"))
    assert (entry.actor, entry.subject) == ("office", "RD01")


@pytest.mark.parametrize("wrong", ["none", "another's", "left"])
def test_a_deputys_sheet_is_not_taken_without_our_own_proof(
    app: Flask, office: Browser, code: str, session: Session, clock: Clock, wrong: str
) -> None:
    deputy, sheet = filled(app, session, clock, code)
    if wrong == "left":
        deputy.left_at = clock()
    proof = {"none": "", "another's": "Mg.abcdefghijk"}
    fields: list[tuple[str, str]] = sheet["fields"]  # type: ignore[assignment]
    sheet["fields"] = [(name, proof.get(wrong, value) if name == "proof" else value) for name, value in fields]
    session.commit()
    bring(office, as_file(sheet)).sees("先打开通行证")
    assert list(session.scalars(select(Submission))) == []


@pytest.mark.parametrize("content", [b"", b"no json", b"[]", b"{}", b'{"submissions": [1]}', b'{"submissions": [{}]}'])
def test_another_file_is_refused_with_words(office: Browser, code: str, content: bytes) -> None:
    assert bring(office, content).sees("不是从手机").status == 422
