"""The big screen: what it shows, what it keeps back, and the links by which a wall opens without an account."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from survey.people.tables import Role
from survey.register.tables import Category, Datum, Project, ProjectState, Site, SitePosition
from survey.scorecards import voices
from tests.conftest import Clock
from tests.district import Scene
from tests.walker import Browser, in_english


@pytest.fixture
def leader(sign_in: Callable[..., Browser]) -> Browser:
    return in_english(sign_in(Role.LEADER))


def test_the_newest_words_are_masked_and_only_of_projects_that_enough_people_graded(
    scene: Scene, canteen: Project, leader: Browser, clock: Clock
) -> None:
    quiet = scene.project("SS-2026-009")
    scene.residents(canteen, g5=9, g2=1)
    scene.residents(quiet, g5=9)
    scene.say(canteen, "找王主任，电话13912345678", clock() - timedelta(hours=2))
    scene.say(quiet, "这里没人扫", clock() - timedelta(hours=2))
    scene.say(canteen, "刚刚才写的", clock() - timedelta(minutes=20))
    page = leader.open("/desk/screen").sees("●●●", "社区食堂提升")
    page.misses("13912345678", "王主任", "这里没人扫", "刚刚才写的")
    assert len(voices.newest(scene.session, clock(), minimum=1, limit=1)) == 1


def test_sites_with_positions_make_a_map_and_the_late_ones_carry_their_number(
    session: Session, scene: Scene, canteen: Project, leader: Browser, clock: Clock
) -> None:
    scene.project("SS-2026-009")
    canteen.state, canteen.due_on = ProjectState.UNDER_WAY, clock().date() - timedelta(days=3)
    session.commit()
    leader.open("/desk/screen")
    assert not leader.page.select("svg.map")
    assert leader.page.select(".schematic li")
    for site, east in zip(session.query(Site).order_by(Site.id), (121.4, 121.5), strict=True):
        session.add(SitePosition(site_id=site.id, latitude=31.2, longitude=east, given_in=Datum.WGS84))
    session.commit()
    drawn = leader.open("/desk/screen").page.select_one("svg.map")
    assert drawn is not None
    assert [text.get_text() for text in drawn.select("text")] == ["1"]
    assert len(drawn.select("circle")) == 1
    table = leader.sees("Projects of every category by how they stand").page.select_one(".places table")
    assert table is not None
    assert session.query(Category).count() == len(table.select("tbody tr"))


@pytest.mark.sqlite
def test_one_site_alone_is_a_map_too(session: Session, site: Site, leader: Browser) -> None:
    session.add(SitePosition(site_id=site.id, latitude=31.2, longitude=121.4, given_in=Datum.WGS84))
    session.commit()
    assert leader.open("/desk/glance").page.select("svg.map circle")


def test_gaps_are_told_with_their_reach_and_from_an_earlier_day(
    scene: Scene, canteen: Project, leader: Browser
) -> None:
    park = scene.project("SS-2026-009")
    for project, points in ((canteen, 0), (park, 3)):
        scene.residents(project, g5=20, g3=20)
        for deputy in ("1", "2", "3"):
            scene.mark(project, deputy, 95 - points, announced=True, days_ago=9)
            scene.mark(project, deputy, 90 - points - int(deputy), announced=False, days_ago=5)
    leader.open("/desk/glance").sees("Deputies − residents", "Announced − unannounced", "+7.0")


def test_a_wall_opens_by_its_link_until_the_office_closes_it(
    office: Browser, anybody: Browser, site: Site, clock: Clock
) -> None:
    office.open("/desk/walls").fill(name="政务大厅").press("打开").sees("政务大厅", "尚未打开")
    link = office.page.select_one(".once .code")
    assert link is not None
    path = "/wall/" + link.get_text().rsplit("/", 1)[1]
    office.open("/desk/walls").misses(path.rsplit("/", 1)[1])
    anybody.open(path).sees("晨光区", "谋实事", "滞后项目")
    assert "Set-Cookie" not in anybody.response.headers
    assert not anybody.page.select("a[href]")
    clock.moment += timedelta(days=8)
    assert anybody.open(path).status == 200
    office.client.delete_cookie("staff")
    assert office.open("/desk/screen").path == "/sign-in"


def test_a_closed_wall_and_a_guessed_link_open_nothing(office: Browser, anybody: Browser, site: Site) -> None:
    assert office.open("/desk/walls").fill(name=" ").press("打开").sees("请填写").status == 422
    office.fill(name="政务大厅", has_voices="y").press("打开")
    link = office.page.select_one(".once .code")
    assert link is not None
    path = "/wall/" + link.get_text().rsplit("/", 1)[1]
    assert anybody.open("/wall/guessed").status == 404
    assert anybody.open(path).status == 200
    office.open("/desk/walls").sees("含群众留言", "最近刷新").press("关闭").sees("大屏已关闭", "还没有大屏")
    assert anybody.open(path).status == 404
