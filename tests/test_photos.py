"""Photos come in one by one after their submission, drawn anew; what is no photo is refused."""

import hashlib
from collections.abc import Callable
from io import BytesIO
from uuid import uuid4

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.collect.periods import open_period
from survey.collect.tables import Photo, SubmissionPhoto
from survey.people.tables import Role
from survey.register.tables import Site
from survey.settings import Settings
from tests.conftest import Clock
from tests.shipped import publish_shipped
from tests.walker import Browser

JSON = {"Accept": "application/json"}
GPS = 0x8825


def picture(width: int = 1200, height: int = 900, kind: str = "JPEG", colour: str = "teal", turned: int = 0) -> bytes:
    """A photo as a phone takes it, with a position in its EXIF."""
    exif = Image.Exif()
    exif.get_ifd(GPS)[2] = (31.0, 13.0, 49.0)
    if turned:
        exif[0x0112] = turned
    out = BytesIO()
    Image.new("RGB", (width, height), colour).save(out, kind, exif=exif)
    return out.getvalue()


class Sender:
    """A phone that has sent a submission and now sends photos."""

    def __init__(self, app: Flask, code: str, expected: int = 3) -> None:
        self.client, self.address = app.test_client(), f"/s/{code}/{uuid4()}"
        form = {"answer_overall": "5", "photos": str(expected)}
        answer = self.client.post(self.address, data=form, headers=JSON)
        assert answer.json is not None
        self.receipt = answer.json["receipt"]

    def put(self, photo: bytes, name: str | None = None) -> tuple[int, dict[str, str]]:
        sha256 = name or hashlib.sha256(photo).hexdigest()
        answer = self.client.put(f"{self.address}/photos/{sha256}", data=photo, headers=JSON)
        assert answer.json is not None
        return answer.status_code, answer.json


@pytest.fixture
def code(session: Session, site: Site, clock: Clock) -> str:
    publish_shipped(session, clock())
    today = clock().date()
    open_period(session, "2026", today.replace(month=1, day=1), today.replace(month=12, day=31))
    session.commit()
    return site.codes[0].code


def test_a_photo_is_stored_once_and_the_receipt_counts_it(
    app: Flask, anybody: Browser, code: str, session: Session
) -> None:
    sender, photo = Sender(app, code), picture()
    assert sender.put(photo) == (201, {"photo": hashlib.sha256(photo).hexdigest()})
    assert sender.put(photo)[0] == 200
    assert len(list(session.scalars(select(SubmissionPhoto)))) == 1
    anybody.open(f"/r/{sender.receipt}").sees("已收到照片： 1 / 3 张")


def test_what_is_kept_is_drawn_anew_without_position_upright_and_small(
    app: Flask, code: str, session: Session, settings: Settings
) -> None:
    assert Sender(app, code).put(picture(4000, 3000, turned=6))[0] == 201
    kept = session.scalars(select(Photo)).one()
    path = settings.photos / kept.sha256[:2] / f"{kept.sha256}.jpg"
    assert hashlib.sha256(path.read_bytes()).hexdigest() == kept.sha256
    with Image.open(path) as image:
        assert image.size == (kept.width, kept.height) == (1200, 1600)
        assert not image.getexif()


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "HEIF"])
def test_other_formats_of_phones_become_jpegs(app: Flask, code: str, session: Session, kind: str) -> None:
    assert Sender(app, code).put(picture(kind=kind))[0] == 201
    assert session.scalars(select(Photo)).one().width == 1200


def _bomb() -> bytes:
    """A PNG of a few bytes whose header promises 30,000 times 30,000 pixels."""
    whole = bytearray(picture(kind="PNG"))
    at = whole.index(b"IHDR")
    whole[at + 4 : at + 12] = (30_000).to_bytes(4, "big") * 2
    import zlib

    whole[at + 17 : at + 21] = zlib.crc32(bytes(whole[at : at + 17])).to_bytes(4, "big")
    return bytes(whole)


@pytest.mark.parametrize(
    ("make", "status", "why"),
    [
        (lambda: b"GIF89a" + b"\x00" * 200, 415, "not_a_photo"),
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415, "not_a_photo"),
        (lambda: picture()[:3000], 415, "not_a_photo"),
        (lambda: b"", 415, "not_a_photo"),
        (_bomb, 413, "too_large_photo"),
        (lambda: b"\xff\xd8" + b"\x00" * (13 * 1024 * 1024), 413, "too_large_photo"),
    ],
)
def test_what_is_no_photo_is_refused_by_name(
    app: Flask, code: str, settings: Settings, make: Callable[[], bytes], status: int, why: str
) -> None:
    told = Sender(app, code).put(make())
    assert (told[0], told[1]["code"]) == (status, why)
    assert not settings.photos.exists()


def test_a_photo_damaged_on_the_way_is_not_kept(app: Flask, code: str, settings: Settings) -> None:
    status, told = Sender(app, code).put(picture(), name="0" * 64)
    assert (status, told["code"]) == (422, "damaged_photo")
    assert not settings.photos.exists()


def test_a_photo_of_nothing_that_was_sent_is_refused(app: Flask, code: str, settings: Settings) -> None:
    sender = Sender(app, code)
    sender.address = f"/s/{code}/{uuid4()}"
    assert sender.put(picture())[0] == 404
    assert not settings.photos.exists()


def test_the_seventh_photo_is_refused_with_words(app: Flask, code: str) -> None:
    sender = Sender(app, code)
    colours = ("red", "green", "blue", "white", "black", "teal", "pink")
    told = [sender.put(picture(300, 200, colour=colour)) for colour in colours]
    assert [status for status, _ in told] == [201] * 6 + [422]
    assert told[-1][1]["code"] == "too_many_photos"


def test_only_the_office_sees_a_photo(
    app: Flask, code: str, session: Session, office: Browser, anybody: Browser, sign_in: Callable[..., Browser]
) -> None:
    Sender(app, code).put(picture())
    address = f"/desk/photos/{session.scalars(select(Photo.sha256)).one()}"
    shown = office.open(address)
    assert shown.response.mimetype == "image/jpeg"
    assert shown.response.headers["X-Content-Type-Options"] == "nosniff"
    for outsider in (Role.DEPARTMENT, Role.VIEWER, Role.LEADER, Role.INTERVIEWER):
        assert sign_in(outsider).open(address).status == 403
    assert anybody.open(address).path == "/sign-in"
    assert office.open("/desk/photos/" + "0" * 64).status == 404
    office.open(f"/desk/sites/{code}").sees("照片")
    assert office.page.select_one(f'img[src="{address}"]') is not None
