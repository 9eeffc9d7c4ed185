"""Long printings: made by a process of their own, watched, fetched, noted as printed only once they are."""

import time
import zipfile
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.people.tables import AuditEntry, Role
from survey.printing import foresight, history, jobs, sheets, typesetting
from survey.printing.orders import Order
from survey.printing.tables import JobState, PrintJob
from survey.register import codes
from survey.register.tables import RevocationReason, Site
from survey.web import desk_print_jobs
from tests import paper
from tests.conftest import Clock
from tests.test_posters import DISTRICT, URL, another_site, poster
from tests.walker import Browser, in_english


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch, session: Session, site: Site, clock: Clock) -> list[str]:
    """Two sites, for which a page is many; their codes."""
    monkeypatch.setattr(desk_print_jobs, "LONG", 1)
    other = another_site(session, site, clock)
    living = [codes.living(session, each) for each in (site, other)]
    found = [code.code for code in living if code]
    session.commit()
    return found


def waited(office: Browser) -> Browser:
    """The job's page once it has ended."""
    job = office.path
    for _ in range(300):
        told = office.client.get(job, headers={"Accept": "application/json"}).get_json()
        if told["ended"]:
            return office.open(job)
        time.sleep(0.1)
    raise AssertionError(told)


def test_many_pages_are_made_beside_the_server_and_noted_once_they_are(
    office: Browser, session: Session, long: list[str]
) -> None:
    in_english(office).open("/desk/print").press(action="/desk/print/posters.pdf")
    assert office.path.startswith("/desk/print/jobs/")
    waited(office).sees("The file is ready", "2 codes")
    pdf = office.client.get(f"{office.path}/file")
    assert pdf.mimetype == "application/pdf"
    assert [url.rsplit("/", 1)[1] for page in paper.pages(pdf.data) for url in paper.codes(page)] == long
    [(printing, count)] = history.newest(session)
    assert (printing.actor, printing.layout, count) == ("office", "a4", 2)
    noted = session.scalars(select(AuditEntry).where(AuditEntry.act == "posters_printed")).one()
    assert (noted.actor, noted.subject) == ("office", "2 posters")


def test_progress_goes_on_while_the_pages_are_set(monkeypatch: pytest.MonkeyPatch) -> None:
    real = typesetting.pdf

    def slow(*what: Any) -> bytes:
        time.sleep(0.2)
        return real(*what)

    monkeypatch.setattr(foresight, "PAUSE", 0.02)
    monkeypatch.setattr(typesetting, "pdf", slow)
    many = [poster(number=f"SS-{number}") for number in range(2 * sheets.SAMPLE + 1)]
    told: list[int] = []
    sheets.pdf(many, DISTRICT, URL, Order(layout="stickers"), progress=lambda done, of: told.append(done))
    drawn = round(sheets.DRAWN * len(many))
    assert told[0] == drawn
    assert told == sorted(told)
    assert drawn < told[-2] < told[-1] == len(many)


@pytest.mark.sqlite
def test_a_job_packs_one_file_for_each_department(office: Browser, session: Session, long: list[str]) -> None:
    token = office.open("/desk/print").page.select_one("[name=csrf_token]")
    assert token is not None
    fields = {"csrf_token": str(token["value"]), "split": "1", "layout": "tent"}
    asked = office.client.post("/desk/print/posters.pdf", data=fields, headers=dict(office.headers))
    waited(office.open(asked.headers["Location"]))
    packed = zipfile.ZipFile(BytesIO(office.client.get(f"{office.path}/file").data))
    assert packed.namelist() == ["区民政局.pdf"]


@pytest.mark.sqlite
def test_what_cannot_be_printed_any_more_is_said_and_nothing_is_noted(
    office: Browser, session: Session, long: list[str], site: Site, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sites are withdrawn between the order and its printing."""
    begun: list[int] = []
    start = desk_print_jobs._start
    monkeypatch.setattr(desk_print_jobs, "_start", begun.append)
    office.open("/desk/print").press(action="/desk/print/posters.pdf").sees("0")
    for each in session.scalars(select(Site)):
        codes.reissue(session, each, RevocationReason.ABUSE, clock())
        each.removed_at = clock()
    session.commit()
    monkeypatch.undo()
    monkeypatch.setattr(desk_print_jobs, "LONG", 1)
    with office.client.application.app_context():
        start(*begun)
    waited(office).sees("没有符合条件的点位")
    in_english(office).open(office.path).sees("No site fits this choice")
    assert office.page.select_one("[role=alert]") is not None
    assert office.client.get(f"{office.path}/file").status_code == 404
    assert history.newest(session) == []


def test_a_job_is_taken_once_shows_how_far_it_is_and_ends_in_a_day(
    office: Browser, session: Session, site: Site, clock: Clock
) -> None:
    job = jobs.ask(session, {"layout": "a4"}, is_split=False, count=342, actor="office", now=clock())
    other = jobs.ask(session, {}, is_split=False, count=50, actor="office", now=clock())
    assert jobs.begin(session, job, clock())
    assert not jobs.begin(session, job, clock())
    assert not jobs.begin(session, other, clock())  # one after the other
    jobs.progress(session, job, 150, clock())
    session.commit()
    in_english(office).open(f"/desk/print/jobs/{job}").sees("43 % done")
    clock.moment += jobs.SILENCE + timedelta(seconds=1)
    office.open(f"/desk/print/jobs/{job}").sees("interrupted", "Nothing was noted as printed")
    assert jobs.begin(session, other, clock())
    jobs.finish(session, other, b"%PDF", clock())
    session.commit()
    assert session.get_one(PrintJob, other).state is JobState.DONE
    clock.moment += jobs.LIFE
    jobs.ask(session, {}, is_split=False, count=1, actor="office", now=clock())
    assert session.get(PrintJob, other) is None


@pytest.mark.sqlite
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OFFICE}))
def test_only_the_office_sees_jobs(
    sign_in: Callable[..., Browser], session: Session, site: Site, role: Role, clock: Clock
) -> None:
    job = jobs.ask(session, {}, is_split=False, count=1, actor="office", now=clock())
    session.commit()
    department = {"department": "区民政局"} if role is Role.DEPARTMENT else {}
    person = sign_in(role, **department)
    assert [person.open(f"/desk/print/jobs/{job}{path}").status for path in ("", "/file")] == [403, 403]
