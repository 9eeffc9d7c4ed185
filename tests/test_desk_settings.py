"""The office's settings and its audit log."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from survey.collect.tables import Period
from survey.people import audit
from survey.people.tables import AuditEntry, Role
from survey.register import district
from survey.register.tables import Site
from tests.conftest import Clock
from tests.walker import Browser


@pytest.fixture
def clerk(sign_in: Callable[..., Browser]) -> Browser:
    """The office, reading English."""
    clerk = sign_in(Role.OFFICE)
    clerk.headers["Accept-Language"] = "en"
    return clerk


def test_a_change_is_stored_and_logged_as_old_and_new(clerk: Browser, site: Site, session: Session) -> None:
    clerk.open("/desk/settings").fill(complaint_line="12345-6", publication_minimum="12").press("Save").sees("Saved")
    assert district.current(session).publication_minimum == 12
    entry = session.scalars(select(AuditEntry)).one()
    assert entry.detail == {"complaint_line": ["12345", "12345-6"], "publication_minimum": [10, 12]}
    session.commit()
    clerk.open("/desk/audit").sees("changed the settings", "12345 → 12345-6")


def test_a_new_public_address_warns_of_the_posters(clerk: Browser, site: Site) -> None:
    clerk.open("/desk/settings").fill(public_url="https://one.example.cn").press("Save").misses("Print them again")
    clerk.fill(public_url="https://two.example.cn").press("Save").sees("Print them again")


def test_nonsense_keeps_what_was_typed(clerk: Browser, site: Site) -> None:
    clerk.open("/desk/settings").fill(public_url="example.cn", name="曙光区").press("Save").sees(
        "Please type the address"
    )
    assert clerk.status == 422
    assert clerk.page.select_one("#name")["value"] == "曙光区"


def test_a_period_is_opened_and_closed(clerk: Browser, session: Session) -> None:
    dates = {"period_name": "2026 二", "opens_on": "2026-07-01", "closes_on": "2026-12-31"}
    clerk.open("/desk/settings").fill(dates).press("Open the period").sees("2026 二", "open")
    clerk.fill(dates).press("Open the period").sees("There is a period of this name")
    clerk.open("/desk/settings").press("Close this period now").sees("is closed")
    assert session.scalars(select(Period)).one().closed_at is not None
    session.commit()
    assert clerk.open("/desk/audit").sees("closed a period", "opened a period")


def test_the_log_filters_by_act_and_person(clerk: Browser, session: Session, clock: Clock) -> None:
    for number in range(60):
        audit.record(session, "lin", "pass_issued", f"RD-{number}", clock())
    audit.record(session, "zhao", "pass_revoked", "RD-3", clock())
    session.commit()
    clerk.open("/desk/audit").sees("RD-59").follow("Older").sees("RD-0")
    clerk.open("/desk/audit?act=pass_revoked").sees("RD-3").misses("RD-59")
    clerk.open("/desk/audit?actor=lin").sees("RD-59").misses("revoked a pass RD-3")


def test_the_command_line_verifies_the_log(run: Callable[..., tuple[int, str]], session: Session, clock: Clock) -> None:
    audit.record(session, "lin", "pass_issued", "RD-1", clock())
    session.commit()
    status, said = run("audit", "--verify")
    assert (status, audit.last_hash(session) in said) == (0, True)
    session.execute(update(AuditEntry).values(subject="RD-2"))
    session.commit()
    assert run("audit", "--verify")[0] == 1


def test_an_invitation_prints_a_link_that_works(
    run: Callable[..., tuple[int, str]], anybody: Browser, session: Session
) -> None:
    _, link = run("invite", "viewer", "--login", "Lin", "--name", "林远")
    anybody.open(link.strip().removeprefix("http://127.0.0.1:8000")).sees("林远", "lin")
    assert run("invite", "department")[0] == 2
    assert run("invite", "office", "--login", "lin")[0] == 1
