"""Watch: media open days, spreadsheets of links, other districts' figures; and notices to a department as a whole."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey.cli import telling
from survey.people import notices
from survey.people.notices import News
from survey.people.tables import Account, Notice, Role
from survey.register.tables import Department, Site
from survey.watch.tables import MediaReport, PeerFigure
from tests.conftest import Clock
from tests.district import Scene
from tests.rounds import cast
from tests.spreadsheets import xlsx
from tests.walker import Browser, in_english

HEAD = ("媒体", "标题", "发布日期", "链接", "项目编号", "倾向", "建议")
GOOD = ("晨光报", "食堂开张", "2026年11月20日", "https://news.cn/a?utm_source=x", "SS-2026-001", "表扬", "")
CRITICAL = ("晨光网", "饭菜凉了", "", "https://example.cn/b", "", "批评", "增加保温箱")


@pytest.fixture
def clerk(office: Browser, site: Site) -> Browser:
    return in_english(office)


def bring(clerk: Browser, *rows: tuple[object, ...]) -> Browser:
    file = (BytesIO(xlsx(HEAD, *rows)), "媒体.xlsx")
    return clerk.open("/desk/watch").fill(file=file).press("Look at it")


def test_a_spreadsheet_of_links_is_logged_once(clerk: Browser, session: Session) -> None:
    bring(clerk, GOOD, CRITICAL, GOOD).sees("2 new reports · 1 logged already or twice · 0 refused", "2026-11-20")
    clerk.press("Log 2 new").sees("2 new reports; 1 were logged already", "食堂开张", "1 suggestion waits")
    bring(clerk, GOOD, CRITICAL).sees("All of these are logged already").misses("Log 2")
    first = session.scalars(select(MediaReport).order_by(MediaReport.id)).first()
    assert first is not None
    assert (first.published_on, first.outlet, first.tone) == (date(2026, 11, 20), "晨光报", "praise")


def test_wrong_cells_are_named_and_nothing_is_logged(clerk: Browser, session: Session) -> None:
    wrong = ("晨光报", "题", "不久", "https://a.cn/1", "", "", "")
    script = ("晨光报", "题", "", "javascript:alert(1)", "", "", "")
    unknown = ("晨光报", "题", "", "https://a.cn/2", "XX-9", "还行", "")
    bring(clerk, GOOD, wrong, script, unknown).sees("C3", "“不久” is no day", "D4", "is no link", "E5", "“XX-9”")
    clerk.sees("Nothing is logged while a cell is refused").misses("Log 1")
    token = clerk.open("/account").page.select_one("input[name=csrf_token]")
    digest = bring(clerk, GOOD, wrong).path
    assert token is not None
    assert clerk.client.post(digest, data={"csrf_token": token["value"]}).status_code == 422
    assert session.scalar(select(func.count()).select_from(MediaReport)) == 0
    session.rollback()
    file = (BytesIO("甲,乙\n1,2\n".encode()), "a.csv")
    clerk.open("/desk/watch").fill(file=file).press("Look at it").sees("One row must say 链接")


def test_a_media_day_shows_what_was_published_afterwards(
    clerk: Browser, sign_in: Callable[..., Browser], session: Session
) -> None:
    bring(clerk, GOOD).press("Log 1 new")
    clerk.open("/desk/watch").follow("Media open days").fill(
        name="秋季媒体开放日", held_on="2026-11-15", outlets="晨光报、晨光网", projects="SS-2026-001"
    ).press("Note it").sees("秋季媒体开放日", "社区食堂提升", "食堂开张", "晨光报、晨光网")
    clerk.open("/desk/watch/days").sees("秋季媒体开放日", "Reports afterwards").fill(
        name="x", held_on="2026-11-15", outlets="x", projects="XX-1"
    ).press("Note it").sees("no project with the number “XX-1”")
    assert clerk.status == 422
    leader = in_english(sign_in(Role.LEADER)).open("/desk/watch/days").misses("Note a day")
    assert leader.follow("秋季媒体开放日").status == 200


def test_other_districts_figures_stand_beside_ours_with_their_source(
    clerk: Browser, scene: Scene, session: Session
) -> None:
    scene.residents(scene.site.project, g5=6, g4=2, g1=2, na=5)
    typed = {"district": "邻区", "figure": "satisfied", "period": "2025", "source": "区政府工作报告"}
    clerk.open("/desk/watch/peers").sees("80.0", "8 of 10")
    clerk.fill(**typed, percent="101", link="ftp://x").press("Note it").sees("number from 0 to 100", "This is no link")
    clerk.fill(percent="91.3", link="https://example.cn/report").press("Note it").sees("邻区", "91.3", "区政府工作报告")
    assert session.scalars(select(PeerFigure.link)).one() == "https://example.cn/report"
    clerk.open("/desk/scorecards/compare").sees("Where we stand", "邻区", "91.3 %", "2025", "区政府工作报告")
    peers = ["department 区民政局", "category 养老服务", "category 没有", "nonsense"]
    clerk.fill(peer=peers[:2]).press("Show", within="#stand")
    rows = [row.get_text(" ", strip=True) for row in clerk.page.select("#stand tbody tr")]
    assert rows == ["Ours 80.0 % 8 of 10 0.0 % 0 of 1 –", "区民政局 – 0.0 % 0 of 1 –", "养老服务 – 0.0 % 0 of 1 –"]
    clerk.client.get("/desk/scorecards/compare", query_string={"peer": peers})
    assert clerk.open("/desk/scorecards/compare?peer=nonsense&peer=category+x").status == 200


def test_a_department_is_told_at_once_what_was_sent_to_it(
    app: Flask, session: Session, site: Site, clock: Clock, sign_in: Callable[..., Browser]
) -> None:
    people = cast(app, session, site, clock, sign_in)
    people.score(upkeep=2)
    people.desk("dispatch", department=people.department_id("区民政局"))
    people.department.open("/account/notices").sees("办公室派给你们一个问题：社区食堂提升")
    people.other_department.open("/account/notices").misses("办公室派给")


def test_a_departments_own_address_gets_each_thing_once(
    clerk: Browser, session: Session, sign_in: Callable[..., Browser], clock: Clock
) -> None:
    for login in ("one", "two"):
        sign_in(Role.DEPARTMENT, login=login, department="区民政局")
    clerk.open("/desk/names/department").follow("区民政局").fill(addresses="file:///etc/passwd").press(
        "Save", within=".panels"
    )
    clerk.sees("These addresses are not taken")
    clerk.fill(addresses="json://127.0.0.1:9/").press(action="/desk/names/department/addresses").sees("Saved")
    people = list(session.scalars(select(Account).where(Account.role == Role.DEPARTMENT)))
    notices.give(session, people, News("late 1", "Saved.", "/desk"), clock())
    assert [each.key for each in notices.told_since(session, "区民政局", None)] == ["late 1"]
    assert notices.told_since(session, "区民政局", clock()) == []
    session.execute(Notice.__table__.update().values(read_at=clock()))  # type: ignore[attr-defined]
    assert notices.told_since(session, "区民政局", None) == []
    department = session.scalars(select(Department).where(Department.name == "区民政局")).one()
    session.refresh(department)
    assert department.notice_addresses == "json://127.0.0.1:9/"
    assert telling.is_quiet(23, (21, 8))
