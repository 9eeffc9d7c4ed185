"""A kiosk: pinned by a PIN, many people on one tablet, each counted, none refused."""

import base64
import hashlib
import hmac
import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey import problems
from survey.collect import events, kiosks, sealing
from survey.collect.tables import Channel, Event, Period, Submission, Tally
from survey.people.tables import Role
from survey.register.tables import Project, ProjectState, Site
from survey.scorecards import flags
from survey.settings import DISTRICT_TIME
from tests.conftest import Clock
from tests.test_answer import code as code  # the fixture
from tests.test_events import fair as fair  # the fixture
from tests.test_events import pair as pair  # the fixture
from tests.walker import Browser


@pytest.fixture
def pin(session: Session, fair: Event, clock: Clock) -> str:
    """The PIN of the fair's kiosk; committed."""
    made = kiosks.make(session, fair.code, clock())
    session.commit()
    return made


@pytest.fixture
def tablet(anybody: Browser, fair: Event, pin: str) -> Browser:
    """A tablet that is pinned to the fair."""
    anybody.open(f"/k/{fair.code}").fill(pin=pin).press("固定").sees("这件实事办得怎么样")
    return anybody


def answer(tablet: Browser, code: str, kiosk: str, grade: str = "4", ticket: str = "") -> int:
    """The status of one person's answer, as the page sends it."""
    fields = {"answer_overall": grade, "kiosk": kiosk, "ticket": ticket, "lang": "zh"}
    address = f"/s/{code}/{uuid.uuid4()}"
    return tablet.client.post(address, data=fields, headers={"Accept": "application/json"}).status_code


def counting(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).where(Submission.superseded_at.is_(None))) or 0


@pytest.mark.sqlite
def test_three_hundred_people_in_ten_minutes_from_one_address_all_count(
    tablet: Browser, session: Session, fair: Event, code: str, clock: Clock
) -> None:
    for _ in range(300):
        assert answer(tablet, code, fair.code) == 201
        clock.moment += timedelta(seconds=2)
    assert counting(session) == 300
    assert set(session.scalars(select(Submission.channel))) == {Channel.KIOSK}
    assert set(session.scalars(select(Submission.device_mark))) == {None}


def test_a_ticket_counts_once_on_a_kiosk_and_may_be_typed_with_lookalikes(
    tablet: Browser, session: Session, fair: Event, pair: list[str], code: str, clock: Clock
) -> None:
    for ticket, grade in ((pair[0], "5"), (pair[0].lower().replace("0", "o"), "1"), (pair[1], "3")):
        assert answer(tablet, code, fair.code, grade, ticket) == 201
        clock.moment += timedelta(minutes=1)
    assert counting(session) == 2
    assert events.answered(session, fair) == {session.scalars(select(Site.project_id)).one(): 2}


@pytest.mark.parametrize("said", ["1999-01-01T00:00:00Z", "2038-01-19T03:14:08Z", "yesterday", ""])
def test_a_tablet_whose_clock_is_wrong_counts_on_the_servers_day(
    tablet: Browser, session: Session, fair: Event, code: str, clock: Clock, said: str
) -> None:
    fields = {"answer_overall": "4", "kiosk": fair.code, "lang": "zh", "answered_at": said}
    sent = tablet.client.post(f"/s/{code}/{uuid.uuid4()}", data=fields, headers={"Accept": "application/json"})
    assert sent.status_code == 201
    session.rollback()
    row = session.scalars(select(Submission)).one()
    assert (row.received_at, row.channel) == (clock(), Channel.KIOSK)
    assert session.get_one(Period, row.period_id).name == "2026"
    session.rollback()


def test_a_phone_cannot_say_that_it_is_a_kiosk(anybody: Browser, session: Session, fair: Event, code: str) -> None:
    assert answer(anybody, code, fair.code) == 401
    anybody.client.set_cookie("kiosk", f'["{fair.code}","2026-11-24T02:30:00+00:00"].forged')
    assert answer(anybody, code, fair.code) == 401
    assert anybody.open(f"/k/{fair.code}/pack.json").status == 401
    assert counting(session) == 0


def test_a_kiosk_answers_only_for_what_it_shows(
    tablet: Browser, session: Session, fair: Event, site: Site, code: str, clock: Clock
) -> None:
    other = events.make(session, "另一场", "别处", clock().date(), sites=[], now=clock())
    session.commit()
    assert answer(tablet, code, other.code) == 401
    assert tablet.open(f"/k/{other.code}").sees("6 位 PIN 码").status == 401


def test_a_cancelled_project_is_offered_no_more_and_what_a_tablet_kept_is_taken(
    tablet: Browser, office: Browser, session: Session, fair: Event, site: Site, code: str, clock: Clock
) -> None:
    kiosks.make(session, code, clock(), "123456")
    session.get_one(Project, site.project_id).state = ProjectState.CANCELLED
    session.commit()
    for address in (f"/E/{fair.code}", f"/E/{fair.code}/count"):
        tablet.open(address).misses("社区食堂提升")
    assert "社区食堂提升" not in tablet.client.get(f"/k/{fair.code}/pack.json").get_json()["languages"]["zh"]
    assert answer(tablet, code, fair.code) == 201
    tablet.open(f"/k/{code}").fill(pin="123456").press("固定")
    assert "已没有展示的项目" in tablet.client.get(f"/k/{code}/pack.json").get_json()["languages"]["zh"]
    assert answer(tablet, code, code) == 201
    office.open("/desk/findings/of/SS-2026-001").sees("2 份答卷在此之后送达")
    session.expire_all()
    kept = session.scalars(select(Submission)).all()
    assert [sheet.set_aside_at for sheet in kept] == [sheet.received_at for sheet in kept] != []
    assert session.scalars(select(Tally)).all() == []
    tablet.open(f"/r/{kept[0].receipt}").sees("已经保存，不计入统计")
    flags.let_late_ones_count(session, site.project_id, DISTRICT_TIME)
    assert session.scalar(select(func.sum(Tally.count)).where(Tally.question == "overall")) == 2


def test_a_new_pin_closes_the_tablets_and_the_old_pin_opens_nothing(
    tablet: Browser, office: Browser, session: Session, fair: Event, pin: str, code: str, clock: Clock
) -> None:
    clock.moment += timedelta(minutes=1)
    office.open(f"/desk/events/{fair.code}").press("换一个 PIN 码").sees("PIN 码是", "只显示这一次")
    assert answer(tablet, code, fair.code) == 401
    tablet.open(f"/k/{fair.code}").fill(pin=pin).press("固定").sees("PIN 码不对")
    assert tablet.status == 422


def test_guessing_a_pin_must_pause(anybody: Browser, fair: Event, pin: str, clock: Clock) -> None:
    wrong = f"{(int(pin) + 1) % 10**6:06}"
    for _ in range(kiosks.TRIES):
        assert anybody.open(f"/k/{fair.code}").fill(pin=wrong).press("固定").status == 422
    assert anybody.open(f"/k/{fair.code}").fill(pin=pin).press("固定").sees("请等一分钟").status == 429
    clock.moment += kiosks.PAUSE
    assert anybody.open(f"/k/{fair.code}").fill(pin=pin).press("固定").status == 200


def test_the_staff_are_signed_out_of_a_tablet_that_they_pin(office: Browser, fair: Event, pin: str) -> None:
    office.open(f"/k/{fair.code}").fill(pin=pin).press("固定")
    assert office.open(f"/desk/events/{fair.code}").path == "/sign-in"


def test_a_site_has_a_kiosk_of_its_own_in_five_languages(
    anybody: Browser, office: Browser, session: Session, site: Site, code: str, app: Flask
) -> None:
    office.open(f"/desk/sites/{code}").press("生成 PIN 码").sees("PIN 码是")
    pin = office.text.split("PIN 码是 ")[1][:6]
    anybody.open(f"/k/{code.lower()}").fill(pin=pin).press("固定").sees("한국어", "Русский")
    languages = anybody.client.get(f"/k/{code}/pack.json").get_json()["languages"]
    assert {"谢谢您" in languages["zh"], "Thank you" in languages["en"], "Спасибо" in languages["ru"]} == {True}
    assert answer(anybody, code, code) == 201
    assert anybody.client.post(f"/k/{code}/leave").status_code == 303
    assert answer(anybody, code, code) == 401


def test_a_code_that_leads_nowhere_has_no_kiosk(anybody: Browser, fair: Event, pair: list[str]) -> None:
    assert [anybody.open(f"/k/{typed}").status for typed in ("00000000", "OOPS", pair[0])] == [404, 404, 404]
    assert anybody.open(f"/k/{fair.code}").fill(pin="000000").press("固定").status == 422


@pytest.mark.sqlite
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OFFICE}))
def test_only_the_office_makes_a_pin(sign_in: Callable[..., Browser], app: Flask, fair: Event, role: Role) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    person = sign_in(role, **({"department": "区民政局"} if role is Role.DEPARTMENT else {}))
    assert person.client.post(f"/desk/kiosks/{fair.code}").status_code == 403


VECTOR = (  # NIST CAVS, ECC CDH primitive, P-256, count 0: the other's public key, our private key, what both share
    0x700C48F77F56584C5CC632CA65640DB91B6BACCE3A4DF6B42CE7CC838833D287,
    0xDB71E509E3FD9B060DDB20BA5C51DCC5948D46FBF640DFE0441782CAB85FA4AC,
    0x7D7DC5F71EB29DDAF80D6214632EEAE03D9058AF1FB6D22ED80BADB62BC1A534,
    0x46FC62106420FF012E54A434FBDD2D25CCC5852060561E68040DD7778997BD7B,
)


def sealed(secret: str, about: str, words: str) -> str:
    """Seal as static/js/seal.js does, with a key that only this test knows."""
    point = sealing._written(sealing._times(12345, sealing.BASE))
    shared = sealing._times(12345, sealing._read(base64.b64decode(sealing.public_key(secret))))
    assert shared is not None
    key = hashlib.sha256(shared[0].to_bytes(32) + point).digest()
    text = sealing._streamed(key, words.encode())
    tag = hmac.digest(key, b"\2" + about.encode() + b"\0" + text, "sha256")
    return base64.b64encode(point + tag + text).decode()


def test_our_curve_gives_what_the_standard_says() -> None:
    x, y, private, shared = VECTOR
    found = sealing._times(private, (x, y))
    assert found is not None
    assert found[0] == shared
    assert sealing._times(sealing.ORDER, sealing.BASE) is None


def test_a_seal_opens_here_and_for_this_answer_alone() -> None:
    words = "answer_comment=您好" * 20
    closed = sealed("secret", "7K3Q9XWM/1", words)
    assert words not in closed
    assert sealing.opened("secret", closed, "7K3Q9XWM/1") == words
    raw = base64.b64decode(closed)
    off_curve = base64.b64encode(raw[:64] + bytes([raw[64] ^ 1]) + raw[65:]).decode()
    changed = base64.b64encode(raw[:-1] + bytes([raw[-1] ^ 1])).decode()
    for secret, text, about in (
        ("other", closed, "7K3Q9XWM/1"),
        ("secret", closed, "7K3Q9XWM/2"),
        ("secret", changed, "7K3Q9XWM/1"),
        ("secret", off_curve, "7K3Q9XWM/1"),
        ("secret", closed[:40], "7K3Q9XWM/1"),
        ("secret", "no base64!", "7K3Q9XWM/1"),
        ("secret", "", "7K3Q9XWM/1"),
    ):
        with pytest.raises(problems.BrokenSeal):
            sealing.opened(secret, text, about)


def test_a_sealed_answer_counts_once_and_has_a_receipt_for_its_person(
    tablet: Browser, session: Session, fair: Event, pair: list[str], code: str, app: Flask, anybody: Browser
) -> None:
    submission_id, secret = uuid.uuid4(), app.config["SECRET_KEY"]
    said = f"answer_overall=2&answer_comment=饭凉了&lang=zh&ticket={pair[0]}&answered_at=1999-01-01T00:00:00Z"
    fields = {"kiosk": fair.code, "sealed": sealed(secret, f"{code}/{submission_id}", said)}

    def send() -> int:
        return tablet.client.post(
            f"/s/{code}/{submission_id}", data=fields, headers={"Accept": "application/json"}
        ).status_code

    assert [send(), send()] == [201, 200]
    session.rollback()
    row = session.scalars(select(Submission)).one()
    assert (row.channel, row.answers["comment"]) == (Channel.KIOSK, "饭凉了")
    assert row.received_at.year == 2026  # the tablet's clock stands beside the server's and decides nothing
    receipt = row.receipt
    session.rollback()
    told = tablet.client.get(f"/k/{fair.code}/receipts/{code}/{submission_id}")
    assert told.headers["Cache-Control"] == "no-store"
    assert told.get_json()["receipt"].replace("-", "") == receipt
    assert "<svg" in told.get_json()["qr"]
    assert tablet.client.get(f"/k/{fair.code}/receipts/{code}/{uuid.uuid4()}").status_code == 404
    stranger = app.test_client()
    assert stranger.get(f"/k/{fair.code}/receipts/{code}/{submission_id}").status_code == 401
    fields["sealed"] = sealed("another server", f"{code}/{submission_id}", said)
    assert send() == 422


def test_what_was_sealed_is_brought_in_from_a_file_and_a_ticket_counts_once(
    office: Browser, session: Session, fair: Event, pin: str, pair: list[str], code: str, app: Flask
) -> None:
    secret, saved = app.config["SECRET_KEY"], []
    for grade in "14":
        submission_id = uuid.uuid4()
        said = f"answer_overall={grade}&lang=zh&ticket={pair[0]}"
        seal = sealed(secret, f"{code}/{submission_id}", said)
        saved.append({
            "id": str(submission_id), "code": code, "site": "食堂", "pictures": [],
            "fields": [["kiosk", fair.code], ["sealed", seal]],
        })  # fmt: skip
    content = json.dumps({"fivelists": 1, "submissions": saved}).encode()
    form = office.open("/desk/outbox").page.select_one("[name=csrf_token]")
    assert form is not None
    data = {"csrf_token": str(form["value"]), "file": (BytesIO(content), "fivelists.json")}
    assert office.client.post("/desk/outbox", data=data).status_code == 200
    session.rollback()
    rows = session.scalars(select(Submission).order_by(Submission.received_at)).all()
    assert {row.channel for row in rows} == {Channel.KIOSK}
    assert len(rows) == 2
    assert counting(session) == 1


def test_the_room_of_kiosks_shows_each_and_the_events_without_one(
    tablet: Browser, office: Browser, session: Session, fair: Event, code: str, clock: Clock
) -> None:
    assert answer(tablet, code, fair.code) == 201
    other = events.make(session, "另一场", "别处", clock().date(), sites=[], now=clock())
    session.commit()
    office.open("/desk/events").follow("平板答题")
    office.sees(fair.name, f"/k/{fair.code}", "另一场")
    [row] = office.page.select("tbody tr")
    assert row.select("td.n")[0].get_text() == "1"
    office.press(action=f"/desk/kiosks/{other.code}").sees("PIN 码是")
    assert office.open("/desk/kiosks").misses("没有平板的活动").status == 200
    office.fill(code=code.lower()).press("打开点位")
    assert office.path == f"/desk/sites/{code}"
