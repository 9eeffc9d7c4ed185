"""A file saved from a phone comes in through the same door: each submission once, photos too, the rest said by name."""

import base64
import hashlib
import json
from io import BytesIO
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.collect.periods import open_period
from survey.collect.tables import Submission, SubmissionPhoto
from survey.questionnaires.tables import Audience, Version
from survey.register.tables import Site
from tests.conftest import Clock
from tests.shipped import publish_shipped
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


def test_a_deputys_sheet_is_not_taken_without_the_pass(office: Browser, code: str, session: Session) -> None:
    sheet = session.scalars(select(Version.id).where(Version.audience == Audience.DEPUTY)).first()
    session.rollback()
    one = saved(code, ("questionnaire", str(sheet)), ("answer_target", "20"))
    bring(office, json.dumps({"submissions": [one]}).encode()).sees("先打开通行证")
    assert list(session.scalars(select(Submission))) == []


@pytest.mark.parametrize("content", [b"", b"no json", b"[]", b"{}", b'{"submissions": [1]}', b'{"submissions": [{}]}'])
def test_another_file_is_refused_with_words(office: Browser, code: str, content: bytes) -> None:
    assert bring(office, content).sees("不是从手机").status == 422
