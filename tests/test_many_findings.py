"""Five thousand open findings: every page shows fifty, says what is due this week, and answers at once."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from survey.people.tables import Role
from survey.register.tables import Site
from survey.rounds.tables import Act, By, Finding, FindingState, Move, Origin, Severity
from tests.conftest import Clock
from tests.walker import Browser

MANY = 5_000
SOON = 0.3
"""Seconds that a page may take."""


ROAD = (
    (Act.RAISE, By.OFFICE, FindingState.RAISED),
    (Act.DISPATCH, By.OFFICE, FindingState.DISPATCHED),
    (Act.ACCEPT, By.DEPARTMENT, FindingState.ACCEPTED),
)


@pytest.fixture
def many(session: Session, site: Site, clock: Clock) -> int:
    """Findings that lie with one department, due from 40 days ago to 59 days ahead; committed."""
    at, today = clock(), clock().date()
    finding = {
        "project_id": site.project_id, "site_id": site.id, "origin": Origin.RESIDENT, "subject": "路灯",
        "text": "路灯不亮", "severity": Severity.ORDINARY, "is_complex": False, "raised_at": at,
        "state": FindingState.RAISED, "move_count": 1, "round": 1, "return_count": 0, "is_extended": False,
        "department_id": site.project.department_id, "dispatched_on": today,
    }  # fmt: skip
    rows = [
        finding | {"id": n, "code": f"{n:08d}", "due_on": today + timedelta(days=n % 100 - 40)}
        for n in range(1, MANY + 1)
    ]
    session.execute(insert(Finding), rows)
    move: dict[str, object] = {"at": at, "actor": "", "round": 1, "text": ""}
    for position, (act, by, state) in enumerate(ROAD, 1):
        session.execute(update(Finding).values(state=state, move_count=position))
        move |= {"position": position, "act": act, "by": by, "to_state": state}
        session.execute(insert(Move), [move | {"finding_id": row["id"]} for row in rows])
        move |= {"from_state": state, "previous": position, "department_id": site.project.department_id}
    session.commit()
    return MANY


def seconds(browser: Browser, address: str) -> float:
    """How long an address takes when nobody else is in the way: the best of three."""
    taken = []
    for _ in range(3):
        begun = time.perf_counter()
        assert browser.client.get(address).status_code == 200
        taken.append(time.perf_counter() - begun)
    return min(taken)


def test_a_page_of_five_thousand_is_there_at_once(many: int, sign_in: Callable[..., Browser]) -> None:
    office, theirs = sign_in(Role.OFFICE), sign_in(Role.DEPARTMENT, login="minzheng", department="区民政局")
    office.open("/desk/findings").sees("第 1 页，共 100 页")
    theirs.open("/department/findings").sees("第 1 页，共 100 页", "2,000 个逾期")
    assert len(theirs.page.select("tbody tr")) == 50
    theirs.follow("下一页").sees("第 2 页")
    week = theirs.open("/department/findings?week=1").page.select("tbody tr")
    assert len(week) == 50
    theirs.open("/department/findings?late=1&page=40").sees("第 40 页，共 40 页")
    for address in ("/desk/findings", "/desk/findings?week=1", "/desk/findings?late=1&page=7"):
        assert seconds(office, address) < SOON, address
    for address in ("/department/findings", "/department/findings?week=1", "/department/findings?page=100"):
        assert seconds(theirs, address) < SOON, address


def test_what_is_no_page_is_the_nearest(many: int, sign_in: Callable[..., Browser]) -> None:
    theirs = sign_in(Role.DEPARTMENT, login="minzheng", department="区民政局")
    for said, number in (("0", 1), ("-3", 1), ("x", 1), ("9999", 100)):
        theirs.open(f"/department/findings?page={said}").sees(f"第 {number} 页，共 100 页")


def test_another_department_has_no_page_of_them(many: int, sign_in: Callable[..., Browser]) -> None:
    other = sign_in(Role.DEPARTMENT, login="other", department="区教育局")
    assert not other.open("/department/findings?late=1").page.select("tbody tr")
