"""Whoever presses a button twice, or goes back and presses it again, has done one thing."""

import threading
from collections.abc import Mapping

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey.collect.tables import Event
from survey.database import Base
from survey.people.tables import Notice
from survey.register.meeting_tables import Meeting
from survey.register.tables import Milestone, ProgressNote, Proposal
from survey.rounds.hearing_tables import Hearing
from survey.visits.tables import Visit
from survey.watch.tables import MediaReport
from tests.rounds import Cast
from tests.test_plan import PROPOSED
from tests.walker import Browser

DAY = "2026-11-25"
VISIT = {"kind": "announced", "opens_on": DAY, "closes_on": DAY, "projects": "SS-2026-001", "deputies": "RD01 RD02"}
PROJECT = "/department/projects/SS-2026-001"


ACTS: tuple[tuple[str, str, type[Base], Mapping[str, str]], ...] = (
    ("office", "/desk/visits/plan", Visit, VISIT),
    ("office", "/desk/hearings", Hearing, {"name": "恳谈", "place": "活动室", "held_on": DAY, "attendance_count": "9"}),
    ("office", "/desk/meetings", Meeting, {"name": "第三次调度", "place": "三楼", "held_on": DAY, "agenda": "进度"}),
    ("office", "/desk/watch", MediaReport, {"title": "食堂开门", "outlet": "晨光日报", "published_on": DAY}),
    ("office", "/desk/events", Event, {"name": "开放日", "place": "广场", "held_on": DAY, "projects": "SS-2026-001"}),
    ("department", PROJECT, ProgressNote, {"progress": "护栏已装好"}),
    ("department", PROJECT, Milestone, {"milestone": "完成选址", "milestone_due": DAY}),
    ("department", "/department/proposals", Proposal, PROPOSED),
)


def rows(people: Cast, table: type[Base]) -> int:
    with Session(people.session.get_bind()) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_one_act_is_kept_once(people: Cast) -> None:
    for who, page, kept, typed in ACTS:
        browser: Browser = getattr(people, who)
        browser.open(page).fill(dict(typed)).press()
        assert (browser.status, rows(people, kept)) == (200, 1), page
        told = rows(people, Notice)
        browser.open(page).fill(dict(typed)).press()
        assert (browser.status, rows(people, kept), rows(people, Notice)) == (200, 1, told), page


def test_a_visit_with_another_panel_is_another_visit(people: Cast) -> None:
    for fields in (VISIT, VISIT):
        people.office.open("/desk/visits/plan").fill(dict(fields)).press()
    people.office.sees("这次查访已经安排过了")
    people.office.open("/desk/visits/plan").fill({**VISIT, "deputies": "RD02"}).press().sees("查访已安排")
    assert rows(people, Visit) == 2


def test_a_double_click_is_one_act(people: Cast, app: Flask) -> None:
    """Eight requests of one press, each on its way before another is answered."""
    page = people.department.open(PROJECT)
    form = page.page.select_one("form:has([name=milestone])")
    token = page.page.select_one("[name=csrf_token]")
    assert form
    assert token
    sent = {"milestone": "完成选址", "milestone_due": DAY, "csrf_token": token["value"]}
    cookies = "; ".join(f"{one.key}={one.value}" for one in page.client._cookies.values())  # type: ignore[union-attr]
    ready, statuses = threading.Barrier(8), []

    def click() -> None:
        client = app.test_client(use_cookies=False)
        ready.wait()
        statuses.append(client.post(str(form["action"]), data=sent, headers={"Cookie": cookies}).status_code)

    clicks = [threading.Thread(target=click) for _ in range(8)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join(60)
    assert statuses == [303] * 8
    assert rows(people, Milestone) == 1
