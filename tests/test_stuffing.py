"""Who answers twice: every combination of device, ticket, site and day, through the pages that people use.

What came first stays stored and is marked; only the later one counts where both are one person's.
"""

from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey.collect import events
from survey.collect.periods import open_period
from survey.collect.tables import Event, Submission
from survey.register import codes
from survey.register.tables import Department, Project, Site
from tests.conftest import Clock
from tests.test_answer import code as code  # the fixture
from tests.test_events import fair as fair  # the fixture
from tests.test_events import persons as persons  # the fixture
from tests.test_posters import another_site
from tests.walker import Browser

Way = tuple[str, str, str]
"""A device, a ticket or none, and the site: of this project, its second one, or of another project."""
PAIRS: list[tuple[str, Way, Way, int]] = [
    ("the same phone again", ("A", "", "first"), ("A", "", "first"), 1),
    ("another phone", ("B", "", "first"), ("C", "", "first"), 2),
    ("the same phone at another site", ("D", "", "first"), ("D", "", "second"), 2),
    ("the same phone about another project", ("E", "", "first"), ("E", "", "other"), 2),
    ("one ticket on two phones", ("F", "1", "first"), ("G", "1", "first"), 1),
    ("one ticket at two sites of a project", ("H", "2", "first"), ("H", "2", "second"), 2),
    ("one ticket about two projects", ("I", "3", "first"), ("I", "3", "other"), 2),
    ("two tickets on one phone", ("J", "4", "first"), ("J", "5", "first"), 2),
    ("a ticket and none on one phone", ("K", "6", "first"), ("K", "", "first"), 2),
]


def counting(session: Session) -> tuple[int, int]:
    """How many are stored, and how many of them count."""
    session.rollback()
    told = session.execute(select(func.count(), func.count().filter(Submission.superseded_at.is_(None)))).one()
    session.rollback()
    return told[0], told[1]


def test_one_answer_for_each_device_ticket_site_and_day(
    persons: Callable[[], Browser], session: Session, fair: Event, site: Site, code: str, clock: Clock
) -> None:
    second = another_site(session, site, clock)
    project = Project(
        number="SS-2026-002", name="断头路打通", category=site.project.category, department=Department(name="区住建委"),
        created_at=clock(), changed_at=clock(),
    )  # fmt: skip
    other = Site(project=project, name="纬五路")
    session.add(other)
    places = {"first": code, "second": codes.living(session, second), "other": codes.issue(session, other, clock())}
    found = {name: place if isinstance(place, str) else place.code for name, place in places.items() if place}
    event = events.make(session, "开放日", "广场", clock().date(), sites=[site.id, second.id, other.id], now=clock())
    tickets = dict(zip("123456", events.issue(session, event, 6, clock()), strict=True))
    way_in = f"/E/{event.code}"
    open_period(session, "2027", date(2027, 1, 1), date(2027, 12, 31))
    session.commit()
    devices: dict[str, Browser] = {}

    def answer(way: Way) -> None:
        device, ticket, place = way
        person = devices.setdefault(device, persons())
        if ticket:
            person.open(f"{way_in}/{tickets[ticket]}").open(href_of(person, found[place]))
        else:
            person.open(f"/S/{found[place]}")
        person.fill(answer_overall="4").press("提交").sees("已收到")
        clock.moment += timedelta(seconds=1)

    wrong = {}
    for name, one, again, wanted in PAIRS:
        before = counting(session)
        answer(one)
        answer(again)
        stored, counts = (now - then for now, then in zip(counting(session), before, strict=True))
        if (stored, counts) != (2, wanted):
            wrong[name] = (stored, counts)
    assert wrong == {}
    for days in (1, 60):  # the next day, and the next period: a phone is not known for longer than a day
        before = counting(session)[1]
        clock.moment += timedelta(days=days)
        answer(("A", "", "first"))
        assert counting(session)[1] - before == 1


def href_of(person: Browser, code: str) -> str:
    """Where the page of an event leads for a site."""
    return next(str(link["href"]) for link in person.page.select("a[href]") if code in str(link["href"]))
