"""The demo district: the same every time, counted like everything else, and shaped like life."""

import re
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey import demo
from survey.collect import contacts, photos, recounting, tallies
from survey.collect.contact_tables import Contact
from survey.collect.tables import PaperSheet, Photo, Submission, VisitKind
from survey.database import make_engine, writer
from survey.demo import keyed as keyed_in
from survey.demo import residents
from survey.people.tables import Account, Role
from survey.questionnaires.tables import Audience
from survey.register import meetings
from survey.register.tables import Project, ProjectState, Site
from survey.rounds import callbacks
from survey.rounds.callback_tables import Call
from survey.rounds.tables import MergedFinding, MovePhoto
from survey.scorecards import publication
from survey.settings import DISTRICT_TIME, Settings, secret_key
from survey.visits.tables import Ballot, ClosedSite, VisitComment, VisitShift
from tests.conftest import Clock
from tests.walker import Browser

TOTAL = 1200
MORNING = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def loaded(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the demo district, which each test copies."""
    path = tmp_path_factory.mktemp("demo") / "demo.sqlite3"
    shutil.copy(sqlite_template, path)
    engine = make_engine(f"sqlite:///{path}")
    with writer(engine) as session:
        _load(session, MORNING)
    engine.dispose()
    return path


@pytest.fixture
def district(database_url: str, clock: Clock, request: pytest.FixtureRequest) -> Session:
    """The demo with fewer answers than usual; committed."""
    clock.moment = MORNING
    if database_url.startswith("sqlite"):
        shutil.copy(request.getfixturevalue("loaded"), database_url.removeprefix("sqlite:///"))
        return request.getfixturevalue("session")
    session = request.getfixturevalue("session")
    _load(session, MORNING)
    return session


def _load(session: Session, now: datetime) -> None:
    demo.load(session, now, submissions=TOTAL)
    session.commit()


def numbers(session: Session) -> dict[str, int]:
    """How many residents answered each project."""
    rows = session.execute(
        select(Project.number, func.count(Submission.id))
        .outerjoin(Submission, (Submission.project_id == Project.id) & (Submission.audience == Audience.RESIDENT))
        .group_by(Project.number)
    )
    return {number: count for number, count in rows}


def test_tallies_are_what_the_answers_say(district: Session) -> None:
    assert sum(tallies.stored(district).values()) > TOTAL
    assert not recounting.differences(district, DISTRICT_TIME)


@pytest.mark.sqlite
def test_some_projects_have_few_answers_and_some_none(district: Session) -> None:
    found = numbers(district)
    assert sum(found.values()) == TOTAL
    assert {found[f"SS-2026-{place + 1:03}"] for place in residents.FEW} == set(residents.FEW.values())
    silent = district.scalars(select(Project.number).where(Project.state == ProjectState.NOT_STARTED))
    assert {found[number] for number in silent} == {0}


@pytest.mark.sqlite
def test_deputies_are_kinder_when_expected_and_not_all_alike(district: Session) -> None:
    scores: dict[VisitKind | None, list[float]] = {}
    for kind, score in district.execute(
        select(Submission.visit_kind, Submission.score).where(Submission.score.is_not(None))
    ):
        scores.setdefault(kind, []).append(score)
    announced, unannounced = scores[VisitKind.ANNOUNCED], scores[VisitKind.UNANNOUNCED]
    assert sum(announced) / len(announced) > sum(unannounced) / len(unannounced) + 1
    assert 0 < sum(score == 100 for score in announced) < len(announced) / 2
    visited = district.scalar(
        select(func.count(Submission.project_id.distinct())).where(Submission.audience == Audience.DEPUTY)
    )
    assert visited == 45


@pytest.mark.sqlite
def test_nothing_lies_in_the_future_or_before_its_project(district: Session, clock: Clock) -> None:
    assert district.scalar(select(func.max(Submission.received_at))) <= clock()
    early = select(Submission.id).join(Project, Project.id == Submission.project_id)
    assert not district.scalars(early.where(func.date(Submission.received_at) < Project.starts_on)).all()


def test_one_edition_is_published_and_its_cards_can_be_read(district: Session, anybody: Browser) -> None:
    edition = publication.newest(district)
    assert edition is not None
    assert len(publication.published_cards(district)) == 64
    assert anybody.open("/c/SS-2026-018").status == 200


@pytest.fixture
def fresh(sqlite_template: Path, tmp_path: Path) -> Callable[[datetime], Session]:
    """Load the demo into a new database at a moment."""

    def load(now: datetime, **how: int) -> Session:
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.sqlite3"
        shutil.copy(sqlite_template, path)
        session = writer(make_engine(f"sqlite:///{path}"))
        demo.load(session, now, **how)
        return session

    return load


def told(session: Session) -> list[tuple[object, ...]]:
    rows = session.execute(
        select(Project.number, Submission.id, Submission.received_at, Site.name, Submission.score, Submission.answers)
        .join(Project, Project.id == Submission.project_id)
        .join(Site, Site.id == Submission.site_id)
        .order_by(Project.number, Submission.id)
    )
    return [tuple(row) for row in rows]


def test_the_same_moment_gives_the_same_district(fresh: Callable[..., Session], clock: Clock) -> None:
    one, other = (fresh(clock(), projects=20, submissions=60) for _ in range(2))
    assert told(one) == told(other)
    for session in (one, other):
        session.get_bind().engine.dispose()


@pytest.mark.parametrize("now", [datetime(2028, 1, 1, 0, 30, tzinfo=UTC), datetime(2029, 12, 31, 17, tzinfo=UTC)])
def test_any_day_of_any_year_will_do(fresh: Callable[..., Session], now: datetime) -> None:
    session = fresh(now, projects=12, submissions=40)
    year = now.astimezone(DISTRICT_TIME).year
    assert {project.starts_on.year for project in session.scalars(select(Project)) if project.starts_on} == {year}
    assert session.scalar(select(func.count()).select_from(Submission)) >= 30
    session.get_bind().engine.dispose()


def test_more_projects_are_variations_under_their_own_numbers(fresh: Callable[..., Session], clock: Clock) -> None:
    session = fresh(clock(), projects=70, submissions=0)
    projects = list(session.scalars(select(Project).order_by(Project.number)))
    assert projects[-1].number == "SS-2026-070"
    assert len({project.name for project in projects}) == 70
    session.get_bind().engine.dispose()


def test_nobody_is_named_and_no_number_is_told() -> None:
    text = (Path(demo.__file__).parent / "sentences.csv").read_text(encoding="utf-8")
    assert not re.search(r"\d{4,}|[先女]生[^物]|姓", text)
    moods = Counter(line.split(",")[1] for line in text.splitlines()[1:])
    assert min(moods[mood] for mood in ("good", "fair", "bad", "proof", "doubt", "advice")) >= 3


@pytest.mark.sqlite
def test_it_shows_the_road_the_photos_and_the_calls(session: Session, settings: Settings, clock: Clock) -> None:
    demo.load(session, clock(), submissions=400, settings=settings)
    shown = (VisitShift, ClosedSite, VisitComment, Ballot, MergedFinding, MovePhoto, Contact, Call)
    assert not [table for table in shown if not session.scalar(select(func.count()).select_from(table))]
    assert all(photos.path_of(settings.photos, sha256).exists() for sha256 in session.scalars(select(Photo.sha256)))
    office = Account(role=Role.OFFICE, login="office", name="office")
    [task, *_] = callbacks.waiting(session, office)
    [left] = callbacks.numbers_of(session, task.finding)
    opened = contacts.open_(session, left, secret_key(settings), actor="office", about="", now=clock())
    assert opened.startswith("+86")


@pytest.mark.sqlite
def test_a_dispatch_meeting_left_one_thing_done_and_one_late(district: Session, clock: Clock) -> None:
    [(_, given, done, late)] = meetings.every(district, clock().astimezone(DISTRICT_TIME).date())
    assert (given, done, late) == (3, 1, 1)


@pytest.mark.sqlite
def test_some_paper_was_keyed_in_and_some_waits(district: Session) -> None:
    sheets = district.scalars(select(PaperSheet)).all()
    keyed = [sheet for sheet in sheets if sheet.keyed_at]
    assert keyed
    assert len(sheets) == len(keyed) + keyed_in.WAITING
    assert all(district.scalar(select(Submission.channel).where(Submission.id == s.submission_id)) for s in keyed)
