"""A resident leaves a number to be called back at: sealed, apart, found again by itself, and gone in time."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from survey import problems
from survey.collect import contacts
from survey.collect.contact_tables import Contact
from survey.collect.tables import Submission
from survey.people.tables import AuditEntry
from survey.rounds import callbacks
from tests.conftest import Clock
from tests.rounds import Cast
from tests.walker import Browser

NUMBER, SEALED_AS = "138 0013 8000", "+8613800138000"


@pytest.fixture
def resident(people: Cast, app: Flask) -> Browser:
    """Somebody who is dissatisfied and looks at the receipt."""
    phone = Browser(app.test_client()).open(f"/S/{people.code}")
    phone.fill(answer_overall="1", answer_why=["quality"], answer_comment="菜凉了")
    return phone.press("提交").sees("已收到")


def kept(people: Cast) -> list[Contact]:
    with Session(people.session.get_bind()) as session:
        return list(session.scalars(select(Contact)))


def test_a_number_is_left_and_deleted_from_the_receipt(people: Cast, resident: Browser) -> None:
    resident.fill(number=NUMBER).press("请回访我").sees("我们会回访您").misses("138")
    assert len(kept(people)) == 1
    resident.press("立即删除我的号码").sees("可以回访您吗")
    assert kept(people) == []


def test_what_is_no_number_is_asked_for_again(people: Cast, resident: Browser) -> None:
    resident.fill(number="三栋二单元").press("请回访我").sees("这不是我们能拨打的电话号码")
    assert resident.status == 422
    assert "三栋二单元" in str(resident.page.select_one("#number"))
    assert kept(people) == []


def test_who_is_content_is_not_asked(people: Cast, app: Flask) -> None:
    phone = Browser(app.test_client()).open(f"/S/{people.code}").fill(answer_overall="5").press("提交")
    phone.sees("已收到").misses("可以回访您吗")


def test_no_table_holds_a_digit_of_it(people: Cast, resident: Browser) -> None:
    resident.fill(number=NUMBER).press("请回访我")
    with Session(people.session.get_bind()) as session:
        for table in ("contact", "submission", "audit_entry"):
            for row in session.execute(text(f"SELECT * FROM {table}")):
                assert "13800138000" not in repr(row)
        assert b"138001" not in session.scalars(select(Contact.sealed)).one()


def test_it_opens_by_a_recorded_act_and_with_this_secret_only(people: Cast, resident: Browser, clock: Clock) -> None:
    resident.fill(number=NUMBER).press("请回访我")
    key = people.office.client.application.config["SECRET_KEY"]
    with Session(people.session.get_bind()) as session:
        contact = session.scalars(select(Contact)).one()
        assert contacts.open_(session, contact, key, actor="office", about="7K3Q9XWM", now=clock()) == SEALED_AS
        entry = session.scalars(select(AuditEntry).where(AuditEntry.act == "contact_opened")).one()
        assert (entry.actor, entry.subject, entry.detail) == ("office", "7K3Q9XWM", {})
        with pytest.raises(problems.SealBroken):
            contacts.open_(session, contact, "another secret", actor="office", about="7K3Q9XWM", now=clock())
        contact.sealed = contact.sealed[:-1] + bytes([contact.sealed[-1] ^ 1])
        with pytest.raises(problems.SealBroken):
            contacts.open_(session, contact, key, actor="office", about="7K3Q9XWM", now=clock())


def test_everything_about_one_number_is_found_however_it_is_typed(people: Cast, resident: Browser) -> None:
    resident.fill(number=NUMBER).press("请回访我")
    key = people.office.client.application.config["SECRET_KEY"]
    with Session(people.session.get_bind()) as session:
        assert len(contacts.of_number(session, "+86-138-0013-8000", key)) == 1
        assert not contacts.of_number(session, "139 0013 8000", key)


def raised(people: Cast) -> None:
    page = "/desk/findings/raise/SS-2026-001"
    ids = [str(box["value"]) for box in people.office.open(page).page.select("[name=submission]")]
    people.office.fill(origin="resident", subject="饭菜凉", text="饭菜送到已凉", submission=ids).press("提出")


def test_it_is_kept_while_the_finding_goes_on_and_90_days_after(people: Cast, resident: Browser, clock: Clock) -> None:
    resident.fill(number=NUMBER).press("请回访我")
    raised(people)
    with Session(people.session.get_bind()) as session:
        assert not callbacks.expired(session, clock() + timedelta(days=1000), 90)
    people.desk("close", text="已合并到另一项工程")
    with Session(people.session.get_bind()) as session:
        assert not callbacks.expired(session, clock() + timedelta(days=89), 90)
        assert len(callbacks.expired(session, clock() + timedelta(days=91), 90)) == 1


@pytest.mark.sqlite
def test_the_daily_run_deletes_and_reports(
    people: Cast, resident: Browser, run: Callable[..., tuple[int, str]]
) -> None:
    resident.fill(number=NUMBER).press("请回访我")
    assert "居民回访号码：删除 0 个，保留 1 个" in run("daily")[1]
    with Session(people.session.get_bind()) as session:
        submission = session.scalars(select(Submission)).one()
        contact = contacts.of_submission(session, submission)
        assert contact is not None
        contact.left_at -= timedelta(days=200)
        session.commit()
    assert "居民回访号码：删除 1 个，保留 0 个" in run("daily")[1]
    assert kept(people) == []
    people.office.open("/desk/audit").sees("删除了居民的号码")


def test_a_deputys_receipt_takes_no_number(people: Cast) -> None:
    people.score(upkeep=3)
    with Session(people.session.get_bind()) as session:
        receipt = session.scalars(select(Submission.receipt)).one()
    people.deputy.open(f"/r/{receipt}").misses("可以回访您吗")
    people.office.client.application.config["WTF_CSRF_ENABLED"] = False
    assert people.deputy.client.post(f"/r/{receipt}/contact", data={"number": NUMBER}).status_code == 404
    assert kept(people) == []
