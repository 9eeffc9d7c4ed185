"""Watch: media reports are logged once, and what they suggest asks for an action."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.people.tables import Role
from survey.register.tables import Site
from survey.watch import links, reports
from survey.watch.reports import Filter
from survey.watch.tables import MediaKind, MediaReport, Tone
from survey.web import list_watch
from tests.conftest import Clock
from tests.paper import texts
from tests.walker import Browser

REPORT = {
    "title": "公园厕所晚上八点就锁门",
    "outlet": "晨光电视台",
    "published_on": "2026-11-20",
    "tone": "critical",
    "suggestion": "延长开放时间",
}


@pytest.fixture
def clerk(sign_in: Callable[..., Browser]) -> Browser:
    """The office, reading English."""
    clerk = sign_in(Role.OFFICE, name="陈静")
    clerk.headers["Accept-Language"] = "en"
    return clerk


def log(clerk: Browser, **changes: str) -> Browser:
    return clerk.open("/desk/watch").fill({**REPORT, **changes}).press("Log it")


def test_a_suggestion_waits_until_something_was_done(clerk: Browser, site: Site) -> None:
    log(clerk, project="SS-2026-001").sees("晨光电视台", "社区食堂提升", "Nothing yet")
    clerk.open("/desk/watch").sees("1 report", "1 critical", "1 suggestion waits")
    clerk.follow("公园厕所").fill(action="开放到二十二点").press("Save").sees("开放到二十二点", "陈静")
    clerk.open("/desk/watch").sees("acted on").misses("suggestion waits")
    clerk.open("/desk/watch?waiting=1").sees("No report fits")


def test_one_link_is_logged_once_however_it_was_shared(clerk: Browser) -> None:
    log(clerk, link="https://www.example.com/a?id=7&utm_source=x")
    log(clerk, link="http://example.com/a/?from=timeline&id=7#top").sees("This report is logged already")
    assert clerk.status == 422
    log(clerk, link="https://example.com/a?id=8").sees("Read it")


@pytest.mark.parametrize("link", ["javascript:alert(1)", "example.com/a", "ftp://example.com", "https://", "http://["])
def test_what_is_no_web_link_is_refused_at_its_field(clerk: Browser, session: Session, link: str) -> None:
    log(clerk, link=link).sees("This is no link")
    assert clerk.page.select_one("#title")["value"] == REPORT["title"]
    assert session.scalars(select(MediaReport)).all() == []


def test_an_unknown_project_is_refused_at_its_field(clerk: Browser) -> None:
    log(clerk, project="SS-9").sees("There is no project with this number")
    assert clerk.status == 422


def test_pasted_links_are_logged_known_ones_left_out_and_other_lines_told(clerk: Browser, session: Session) -> None:
    log(clerk, link="https://example.com/1")
    pasted = "https://example.com/1\nhttps://example.com/2 新幼儿园开园\n\nhttps://example.com/2\n不是链接"
    clerk.open("/desk/watch").fill(links=pasted).press("Look at them").sees(
        "1 new report · 2 logged already or twice · 1 refused", "line 5", "“不是链接” is no link", "twice in this list"
    )
    assert clerk.page.select_one("td a[href*='/desk/watch/']").get_text() == REPORT["title"]  # type: ignore[union-attr]
    assert len(session.scalars(select(MediaReport)).all()) == 1
    session.rollback()
    clerk.press("Log 1 new report").sees("1 new reports; 2 were logged already", "新幼儿园开园")
    assert len(session.scalars(select(MediaReport)).all()) == 2
    session.rollback()
    clerk.open("/desk/watch").fill(links=pasted).press("Look at them").misses("Log 1")
    clerk.open("/desk/watch").fill(links=" ").press("Look at them").sees("Please fill this in")
    assert clerk.open("/desk/watch/links/nonsense").status == 404 or clerk.status == 410


def test_the_list_is_searched_filtered_and_turned(clerk: Browser, session: Session, clock: Clock) -> None:
    text = "\n".join(f"https://example.com/{place} 报道{place}" for place in range(120))
    clerk.open("/desk/watch").fill(links=text).press("Look at them").press("Log 120")
    seen = [link.get_text() for link in clerk.open("/desk/watch").page.select("a.row")]
    while clerk.page.select_one("a[rel=next]"):
        seen += [link.get_text() for link in clerk.follow("Next").page.select("a.row")]
    assert len(seen) == len(set(seen)) == 120
    assert len(clerk.open("/desk/watch?q=报道119").page.select("a.row")) == 1
    clerk.open("/desk/watch?tone=critical&after=x").sees("No report fits")


@pytest.fixture
def logged(session: Session, site: Site, clock: Clock) -> list[MediaReport]:
    """Seventy reports, every seventh about the cast's project, some with a suggestion; committed."""
    made = [
        MediaReport(
            outlet=f"媒体{place % 4}",
            kind=list(MediaKind)[place % 4],
            published_on=clock().date() - timedelta(days=place % 9),
            title=f"报道{place:02}",
            tone=list(Tone)[place % 3],
            suggestion="延长开放时间" if place % 5 == 0 else "",
            action="已延长" if place % 8 == 0 else "",
            action_at=clock() - timedelta(days=place) if place % 8 == 0 else None,
            project_id=site.project_id if place % 7 == 0 else None,
            logged_by="陈静",
            logged_at=clock(),
        )
        for place in range(70)
    ]
    session.add_all(made)
    session.commit()
    return made


def test_every_column_sorts_both_ways_and_its_pages_end(session: Session, logged: list[MediaReport]) -> None:
    assert reports.ORDERS.keys() == {column.sort for column in list_watch.COLUMNS}
    for name in (*reports.ORDERS, *(f"-{name}" for name in reports.ORDERS)):
        seen: list[int] = []
        while found := reports.page(session, Filter(), order=name, after=seen[-1] if seen else 0, limit=30):
            seen += [report.id for report in found]
            assert len(seen) <= 70
        assert len(set(seen)) == 70, name
        assert seen == [report.id for report in reports.in_order(session, Filter(), order=name)]


def test_watch_has_the_manners_of_the_other_lists(clerk: Browser, logged: list[MediaReport]) -> None:
    clerk.open("/desk/watch").fill(medium="press", column=["published", "suggestion"]).press("Show").sees("18 reports")
    assert [cell.get_text() for cell in clerk.page.select("thead th")] == ["Published", "Title", "What it suggests"]
    assert [cell.get_text(strip=True) for cell in clerk.page.select("tfoot td")] == ["", "All 18", "2 suggestions wait"]
    clerk.open(str(clerk.page.select("thead th a")[1]["href"]))
    assert [link.get_text() for link in clerk.page.select("a.row")][:2] == ["报道00", "报道04"]
    clerk.fill(name="报刊").press("Save", action="/account/views").sees("Saved")
    clerk.open("/desk/watch").follow("报刊").sees("18 reports")
    rows = CalamineWorkbook.from_filelike(BytesIO(clerk.follow("Export").response.data)).get_sheet_by_index(0)
    assert [row[1] for row in rows.to_python()[3:5]] == ["报道00", "报道04"]
    assert len(rows.to_python()[2]) == 3
    clerk.open("/desk/watch").follow("报刊").press("Forget the view").misses("报刊")
    clerk.open("/desk/watch?department=区民政局&waiting=1").sees("1 report ")
    clerk.open("/desk/watch?sort=nonsense&medium=nonsense&column=nonsense").sees("70 reports")


def test_the_list_goes_out_as_workbook_and_on_paper(clerk: Browser, site: Site) -> None:
    log(clerk, title="=公园厕所")
    rows = CalamineWorkbook.from_filelike(BytesIO(clerk.open("/desk/watch/list.xlsx").response.data))
    assert rows.get_sheet_by_index(0).to_python()[3][1] == "=公园厕所"
    words = "".join(texts(clerk.open("/desk/watch/list.pdf?tone=critical&lang=zh").response.data))
    assert "晨光区看实事清单" in words
    assert "延长开放时间" in words


def test_the_first_page_counts_reports(clerk: Browser, site: Site) -> None:
    log(clerk)
    clerk.open("/desk").sees("1 media reports", "1 suggestion waits").follow("Watch")
    assert clerk.path == "/desk/watch"


def test_a_leader_reads_and_logs_nothing(sign_in: Callable[..., Browser], clerk: Browser) -> None:
    log(clerk)
    leader = sign_in(Role.LEADER)
    leader.open("/desk/watch").sees("公园厕所")
    assert leader.page.select("form[method=post]") == []
    assert sign_in(Role.DEPARTMENT, department="区民政局").open("/desk/watch").status == 403


def test_two_copies_of_a_link_have_one_key() -> None:
    assert links.key("https://m.example.com/a?b=1&a=2&spm=9") == links.key("http://www.example.com/a/?a=2&b=1#x")
    assert links.key("https://example.com/a?id=1") != links.key("https://example.com/a?id=2")
