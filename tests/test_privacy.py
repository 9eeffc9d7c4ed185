"""What is kept of people: looked up and deleted on request, deleted in time, and the log of who looked."""

import json
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.collect import app_complaints, contacts, old_words
from survey.collect.contact_tables import Contact
from survey.collect.tables import DayKey, Submission, Tally
from survey.people import audit, notices, retention, sessions
from survey.people.notices import News
from survey.people.tables import Account, AuditEntry, BrowserSession, Notice, Role
from survey.register.spreadsheet import workbook
from survey.settings import Settings, secret_key
from tests.conftest import Clock
from tests.test_answer import JSON
from tests.test_answer import code as code
from tests.walker import Browser, in_english

NUMBER = "138 1234 5678"


@pytest.fixture
def officer(sign_in: Callable[..., Browser]) -> Browser:
    """The privacy officer, reading English."""
    return in_english(sign_in(Role.PRIVACY_OFFICER))


@pytest.fixture
def left(anybody: Browser, code: str, session: Session, settings: Settings, clock: Clock) -> Submission:
    """A resident who left a number."""
    fields = {"answer_overall": "4", "answer_comment": "饭菜凉"}
    assert anybody.client.post(f"/s/{code}/{uuid4()}", data=fields, headers=JSON).status_code == 201
    submission = session.scalars(select(Submission)).one()
    contacts.leave(session, submission, NUMBER, secret_key(settings), clock())
    session.commit()
    return submission


def test_everything_about_a_number_is_shown_and_who_looked_is_in_the_log(
    officer: Browser, left: Submission, session: Session
) -> None:
    officer.open("/desk/privacy").sees("Numbers kept now 1", "90 days").fill(number="+86 13812345678").press("Show")
    officer.sees("Kept about this number", left.receipt, "饭菜凉", "SS-2026-001")
    entry = session.scalars(select(AuditEntry).where(AuditEntry.act == "contact_told")).one()
    assert (entry.actor, "1381234" in json.dumps([entry.subject, entry.detail])) == ("privacy_officer", False)


def test_it_comes_as_a_file_too(officer: Browser, left: Submission) -> None:
    officer.open("/desk/privacy").fill(number=NUMBER).press("JSON")
    assert [each["kind"] for each in json.loads(officer.response.data)] == ["submission", "contact"]
    officer.open("/desk/privacy").fill(number=NUMBER).press("As a workbook")
    (sheet,) = workbook.sheets_of(officer.response.data)
    assert any("饭菜凉" in str(cell) for row in sheet.rows for cell in row)
    assert "no-store" in officer.response.headers["Cache-Control"]


def test_a_number_is_deleted_when_its_owner_asks(officer: Browser, left: Submission, session: Session) -> None:
    officer.open("/desk/privacy").fill(number=NUMBER).press("Delete the number").sees("1 number is deleted")
    assert session.scalars(select(Contact.mark)).all() == []
    session.rollback()
    officer.fill(number=NUMBER).press("Show").sees("Nothing is kept about this number")


@pytest.mark.sqlite
def test_what_is_no_number_is_refused_with_what_was_typed(officer: Browser, code: str) -> None:
    officer.open("/desk/privacy").fill(number="12").press("Show")
    assert (officer.status, officer.page.select_one("#number")["value"]) == (422, "12")  # type: ignore[index]


@pytest.mark.sqlite
def test_others_are_refused(sign_in: Callable[..., Browser], code: str) -> None:
    for role in set(Role) - {Role.OFFICE, Role.PRIVACY_OFFICER}:
        assert sign_in(role, department="区民政局").open("/desk/privacy").status == 403


def test_what_is_old_is_deleted_by_age_and_what_is_not_stays(
    session: Session, sign_in: Callable[..., Browser], clock: Clock
) -> None:
    sign_in(Role.VIEWER)
    account = session.scalars(select(Account)).one()
    for key in ("old", "unread"):
        notices.give(session, [account], News(key, "Saved.", "/desk"), clock())
    session.scalars(select(Notice).where(Notice.key == "old")).one().read_at = clock()
    later = clock() + timedelta(days=40)
    sessions.open_for_account(session, account, agent="now", now=later)
    session.commit()
    gone = retention.run(session, later, sign_in_days=30, notice_days=39)
    assert gone == {"sign_ins": 1, "links": 0, "notices": 1}
    assert session.scalars(select(BrowserSession.agent)).all() == ["now"]
    assert session.scalars(select(Notice.key)).all() == ["unread"]
    assert retention.run(session, later, sign_in_days=30, notice_days=39) == {"sign_ins": 0, "links": 0, "notices": 0}


def test_words_and_complaints_are_deleted_in_time_and_what_was_chosen_goes_on_counting(
    left: Submission, session: Session, clock: Clock
) -> None:
    for text in ("settled", "open"):
        app_complaints.file(session, text, clock())
    app_complaints.settle(app_complaints.newest(session)[-1], "done", who="office", now=clock())
    session.commit()
    before = left.content_hash
    periods = {"text_days": 100, "complaint_days": 100}

    def forget(days: int) -> dict[str, int]:
        moment = clock() + timedelta(days=days)
        return old_words.forget(session, moment, moment.date(), **periods)

    assert forget(99) == {"texts": 0, "complaints": 0}  # the period goes on to the end of the year
    assert forget(300) == {"texts": 1, "complaints": 1}
    session.commit()
    kept = session.scalars(select(Submission)).one()
    assert (kept.answers, kept.content_hash) == ({"overall": "4"}, before)
    assert len(app_complaints.newest(session)) == 1
    assert session.scalars(select(Tally.count).where(Tally.question == "overall")).all() == [1]
    assert forget(300) == {"texts": 0, "complaints": 0}


@pytest.mark.sqlite
def test_the_daily_run_deletes_and_reports(
    run: Callable[..., tuple[int, str]], settings: Settings, session: Session, clock: Clock, office: Browser
) -> None:
    session.add(DayKey(day=clock().date() - timedelta(days=300), key="0" * 64))
    session.commit()
    status, said = run("daily")
    assert (status, "1 个当日密钥" in said) == (0, True)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.act == "retention_run")).one()
    assert (entry.detail["day_keys"], entry.detail["contacts"]) == (1, 0)
    session.rollback()
    in_english(office).open("/desk/privacy").sees("Last deletions", "day keys: 1")


def test_the_log_is_narrowed_by_day_and_words_and_given_as_a_workbook(
    officer: Browser, session: Session, clock: Clock
) -> None:
    for number in range(3):
        audit.record(session, "lin", "pass_issued", f"RD-{number}", clock() - timedelta(days=number))
    session.commit()
    officer.open("/desk/audit?since=2026-11-23&until=2026-11-23").sees("RD-1").misses("RD-0", "RD-2")
    officer.open("/desk/audit?q=RD-2").sees("RD-2").misses("RD-1").follow("Export")
    (sheet,) = workbook.sheets_of(officer.response.data)
    told = [row for row in sheet.rows if "RD-2" in row]
    assert [(row[1], row[2], len(str(row[-1]))) for row in told] == [("lin", "issued a pass", 64)]
    assert officer.open("/desk/audit?since=nonsense&until=9999-12-31&page=-5").status == 200
