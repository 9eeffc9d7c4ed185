"""What everybody reads of a project, without an account and without a cookie."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from PIL import Image
from sqlalchemy.orm import Session

from survey.collect.tables import AppComplaint
from survey.people.tables import Role
from survey.register import duty, promises
from survey.register.promises import Amendment
from survey.register.tables import Site
from survey.rounds import findings, moves
from survey.rounds.moves import Deed
from survey.rounds.tables import Act, By, Finding, Origin, ReplyClass
from survey.web.language import LANGUAGES
from tests.conftest import Clock
from tests.walker import Browser

PAGE = "/projects/SS-2026-001"


@pytest.fixture
def fixed(session: Session, site: Site, clock: Clock) -> Finding:
    """A finding of a resident that went all the way to "fixed"; committed."""
    made = Finding(
        project_id=site.project_id,
        site_id=site.id,
        origin=Origin.RESIDENT,
        subject="门口台阶太高",
        text="我家老人上不去，电话 13912345678",
    )
    findings.raise_(session, made, Deed(Act.RAISE, By.OFFICE, "office", made.text), clock())
    department = site.project.department_id
    for deed in (
        Deed(Act.DISPATCH, By.OFFICE, "office", department_id=department),
        Deed(Act.ACCEPT, By.DEPARTMENT, "civil"),
        Deed(Act.REPLY, By.DEPARTMENT, "civil", "已加装坡道，联系 13912345678", reply_class=ReplyClass.A),
    ):
        moves.perform(session, made, deed, clock(), clock().date())
    session.commit()
    return made


def judge(session: Session, finding: Finding, clock: Clock) -> None:
    moves.perform(session, finding, Deed(Act.SATISFIED, By.RESIDENT, ""), clock(), clock().date())
    session.commit()


def test_a_project_says_what_was_promised_and_every_change_of_it(
    anybody: Browser, session: Session, site: Site, clock: Clock
) -> None:
    duty.plan(session, site.project, "厨房验收", date(2026, 12, 1))
    promises.amend(session, site.project, {"target": "新增助餐点3家"}, Amendment("office", "一处无房", clock()))
    session.commit()
    anybody.open("/projects").sees("社区食堂提升", "新增助餐点3家").follow("社区食堂提升")
    anybody.sees("新增助餐点3家", "新增老年人助餐点5家", "一处无房", "厨房验收", "秋实街道长者食堂", "评分卡尚未公布")
    anybody.misses("office")


def test_the_list_is_searched_and_an_unknown_project_is_refused(anybody: Browser, site: Site) -> None:
    anybody.open("/projects?q=食堂").sees("社区食堂提升").open("/projects?q=地铁").misses("社区食堂提升").sees(
        "没有符合"
    )
    assert anybody.open("/projects?state=nonsense").sees("社区食堂提升").status == 200
    assert anybody.open("/projects/SS-0000").status == 404


def test_what_was_said_is_public_once_it_is_judged_and_without_anybodys_own_words(
    anybody: Browser, session: Session, fixed: Finding, clock: Clock
) -> None:
    anybody.open(PAGE).misses("门口台阶太高")
    judge(session, fixed, clock)
    anybody.open(PAGE).sees("门口台阶太高", "已加装坡道", "已解决").misses("13912345678", "上不去")


@pytest.mark.sqlite
def test_a_page_is_kept_without_a_cookie_and_not_sent_twice(anybody: Browser, site: Site) -> None:
    first = anybody.open(f"{PAGE}?lang=ru&size=large").response
    assert "Set-Cookie" not in first.headers
    assert first.cache_control.public
    assert first.cache_control.max_age
    assert "lang=ru" in str(anybody.page.select_one("a[href^='/projects?']"))
    headers = {**anybody.headers, "If-None-Match": first.headers["ETag"]}
    again = anybody.client.get(f"{PAGE}?lang=ru&size=large", headers=headers)
    assert (again.status_code, again.data) == (304, b"")
    assert anybody.client.get(f"{PAGE}?lang=ko", headers=headers).status_code == 200


@pytest.mark.sqlite
def test_a_shared_link_says_what_it_leads_to_in_every_language(anybody: Browser, site: Site) -> None:
    pictures: set[bytes] = set()
    for language in LANGUAGES:
        anybody.open(f"{PAGE}?lang={language}")
        told = {tag["property"]: str(tag["content"]) for tag in anybody.page.select("meta[property^='og:']")}
        assert told["og:title"] == "社区食堂提升"
        assert told["og:url"].endswith(PAGE)
        assert "新增老年人助餐点5家" in told["og:description"]
        assert anybody.page.html is not None
        assert anybody.page.html["lang"] == language
        pictures.add(_picture(anybody, told["og:image"]))
    assert len(pictures) == len(LANGUAGES)


def _picture(anybody: Browser, address: str) -> bytes:
    """What a messenger finds at the address of a link's picture, kept without a cookie like the page itself."""
    parts = urlsplit(address)
    answer = anybody.client.get(f"{parts.path}?{parts.query}")
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["ETag"]
    with Image.open(BytesIO(answer.data)) as picture:
        assert picture.size == (1200, 630)
    return answer.data


@pytest.mark.sqlite
def test_there_is_no_picture_of_a_project_that_is_not_there(anybody: Browser, site: Site) -> None:
    assert anybody.client.get("/projects/SS-2099-001/share.png").status_code == 404


def test_anybody_complains_about_the_app_and_the_office_settles_it(
    anybody: Browser, office: Browser, session: Session, site: Site
) -> None:
    anybody.open("/complain").fill(text="字太小，看不清，找王主任 13912345678").press().sees("已收到")
    office.open("/desk/app-complaints").sees("字太小").misses("13912345678", "王主任")
    office.fill(done="字号已加大").press("办结").sees("字号已加大")
    kept = session.query(AppComplaint).one()
    assert kept.settled_by == "office"


@pytest.mark.sqlite
def test_an_empty_complaint_and_a_flood_are_refused(
    anybody: Browser, session: Session, site: Site, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert anybody.open("/complain").fill(text="  ").press().sees("请写一句话").status == 422
    monkeypatch.setattr("survey.collect.app_complaints.MOST_A_DAY", 1)
    anybody.open("/complain").fill(text="太慢").press()
    assert anybody.open("/complain").fill(text="太慢").press().status == 429
    clock.moment += timedelta(days=1, minutes=1)
    assert anybody.open("/complain").fill(text="太慢").press().status == 200


@pytest.mark.sqlite
def test_who_may_only_look_reads_complaints_of_the_app_but_settles_none(
    sign_in: Callable[..., Browser], anybody: Browser, site: Site
) -> None:
    anybody.open("/complain").fill(text="太慢").press()
    officer = sign_in(Role.PRIVACY_OFFICER)
    assert not officer.open("/desk/app-complaints").sees("太慢").page.select("main form")
    assert sign_in(Role.VIEWER).open("/desk/app-complaints").status == 403
