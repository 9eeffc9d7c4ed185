"""Questionnaires at the desk: looked at, brought as a draft, tried, published, compared, chosen and ended."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import problems
from survey.collect.periods import open_period
from survey.people.tables import AuditEntry, Role
from survey.questionnaires import catalogue, versions
from survey.questionnaires.tables import Audience, Version, VersionState
from survey.register.tables import Site
from tests.conftest import Clock
from tests.shipped import publish_shipped
from tests.test_xlsform import CHOICES, table
from tests.walker import Browser

LIST = "/desk/questionnaires"
OWN = table("type | name | label | required", "select_one yn | overall | 您满意吗？ | yes", "text | comment | 说两句 |")


@pytest.fixture
def desk(office: Browser, session: Session, clock: Clock) -> Browser:
    """The office's browser, with the shipped questionnaires published."""
    publish_shipped(session, clock())
    session.commit()
    return office


def bring(browser: Browser, text: str = OWN, name: str = "own.md") -> Browser:
    return browser.open(LIST).fill(file=(BytesIO(text.encode()), name)).press()


def newest(session: Session, name: str) -> Version:
    """The newest version of a questionnaire, seen in a moment that holds no lock."""
    session.rollback()
    version = versions.of_questionnaire(session, name)[0]
    session.expunge(version)
    session.rollback()
    return version


def asked(session: Session, category: str = "", project_id: int | None = None) -> str:
    session.rollback()
    version = catalogue.for_project(session, Audience.RESIDENT, category, project_id=project_id)
    session.expunge(version)
    session.rollback()
    return version.stamp


def post(browser: Browser, path: str, **fields: str) -> int:
    """Send a form that the page does not offer."""
    page = browser.open("/desk/questionnaires").page
    token = str(page.select_one("[name=csrf_token]")["value"])  # type: ignore[index]
    return browser.client.post(path, data={"csrf_token": token, **fields}).status_code


def test_the_list_shows_every_questionnaire(desk: Browser) -> None:
    desk.open(LIST).sees("教育和托育", "resident/education 1", "代表委员评分表", "zh en ja ko ru", "使用中")
    desk.follow("养老服务").sees("离家远近", "非常满意", "(100)", "手机上的样子")


def test_a_downloaded_workbook_comes_back_as_the_same_questionnaire(desk: Browser, session: Session) -> None:
    shipped = newest(session, "resident/education")
    desk.open(f"{LIST}/{shipped.id}/file.xlsx")
    assert "resident-education.xlsx" in desk.response.headers["Content-Disposition"]
    content = desk.response.get_data()
    desk.open(LIST).fill(file=(BytesIO(content), "resident-education (2).xlsx")).press()
    draft = newest(session, "office/resident-education")
    assert (draft.state, draft.content_hash) == (VersionState.DRAFT, shipped.content_hash)


def test_a_draft_is_published_and_asked(desk: Browser, session: Session, site: Site) -> None:
    bring(desk).sees("草稿", "office/own 1", "您满意吗？")
    assert asked(session) == "resident/core 1"
    desk.press("发布").sees("office/own 1 现已启用", "使用中")
    assert asked(session) == "office/own 1"
    assert "questionnaire_published" in session.scalars(select(AuditEntry.act)).all()


def test_a_questionnaire_that_cannot_be_sent_is_not_published(desk: Browser, session: Session) -> None:
    bring(desk, table("type | name | label | constraint", "select_one yn | overall | 满意吗 | . != 'no'"))
    desk.press("发布").sees("office/own 1 没有发布", "overall", "no", "永远交不上")
    assert desk.status == 422
    refused = newest(session, "office/own")
    assert refused.state is VersionState.DRAFT
    with pytest.raises(problems.UnknownQuestionnaire):
        catalogue.of_id(session, refused.id)


def test_a_wrong_workbook_is_told_cell_by_cell(desk: Browser, session: Session) -> None:
    bring(desk, table("type | name | label | relevant", "video | a | 甲 |", "text | b | 乙 | ${c} = 1"))
    assert desk.status == 422
    desk.sees("问卷没有收下", "survey", "video", "relevant")
    assert session.scalar(select(Version).where(Version.state == VersionState.DRAFT)) is None


def test_a_second_draft_takes_the_place_of_the_first_and_can_be_thrown_away(desk: Browser, session: Session) -> None:
    bring(desk)
    bring(desk, OWN.replace("您满意吗？", "满意不满意？")).sees("office/own 1", "满意不满意？").misses("您满意吗？")
    desk.press("丢弃").sees("草稿 office/own 1 已丢弃")
    assert versions.of_questionnaire(session, "office/own") == []


def test_the_page_says_what_changed_and_what_can_be_compared(desk: Browser, session: Session) -> None:
    bring(desk).press("发布")
    other = OWN.replace("您满意吗？", "满意不满意？").replace("| no   | 否    | 0  ", "| na   | 不了解 |    ")
    bring(desk, other).press("发布").follow("与 office/own 1 比较")
    desk.sees(
        "满意不满意？", "题目换了说法。原来是：您满意吗？", "不能再选的选项：no", "新增选项：na", "不可比"
    ).misses("说两句")
    first = newest(session, "resident/core")
    desk.open(f"{LIST}/{first.id}/changes").sees("这是第一个版本")


def test_the_office_ends_its_own_but_not_what_ships(desk: Browser, session: Session) -> None:
    bring(desk).press("发布").press("停用").sees("office/own 1 已停用")
    assert post(desk, f"{LIST}/{newest(session, 'resident/core').id}/retire") == 404


def test_a_published_version_is_neither_published_again_nor_thrown_away(desk: Browser, session: Session) -> None:
    bring(desk).press("发布")
    version = newest(session, "office/own")
    for act in ("publish", "discard"):
        assert post(desk, f"{LIST}/{version.id}/{act}") == 404


def test_what_a_language_lacks_is_a_list_to_do(desk: Browser) -> None:
    bring(desk, table("type | name | label::中文 (zh) | label::English (en)", "text | a | 说两句 |"))
    desk.sees("还有 2 处文字没有译文", "说两句", "English")


def test_the_matrix_shows_gaps_and_single_choices(desk: Browser, session: Session, site: Site) -> None:
    desk.open(f"{LIST}/catalogue").sees("养老服务", "每个类别都有自己的问卷", "代表委员评分表")
    site.project.category.name = "没有问卷的类别"
    project_id = site.project_id
    session.commit()
    desk.open(f"{LIST}/catalogue").sees("有 1 个项目", "用通用问卷", "您的评价")
    desk.fill(number="SS-2026-001", choice="resident:resident/education").press("选定")
    desk.sees("社区食堂提升”改用问卷 resident/education")
    assert asked(session, project_id=project_id) == "resident/education 1"
    desk.press("改回按类别").sees("重新按所属类别提问")
    assert asked(session, project_id=project_id) == "resident/core 1"


@pytest.mark.parametrize(
    "choice", ["", "resident:", "resident:office/none", "deputy:resident/core", "nobody:resident/core"]
)
def test_a_choice_that_cannot_be_is_refused(desk: Browser, session: Session, site: Site, choice: str) -> None:
    status = post(desk, f"{LIST}/catalogue", number="SS-2026-001", choice=choice)
    assert status == (303 if choice == "resident:" else 422)
    assert catalogue.overrides(session, Audience.RESIDENT) == {}


def test_a_project_is_asked_by_its_group(desk: Browser, session: Session, site: Site, clock: Clock) -> None:
    more = CHOICES + "| settings |\n| | group | category |\n| | 老年、老人 | 养老服务 |\n"
    bring(desk, table("type | name | label | required", "select_one yn | overall | 老人家满意吗？ | yes", more=more))
    desk.press("发布")
    site.project.beneficiary_group = "独居老年人"
    open_period(session, "2026", date(2026, 1, 1), date(2026, 12, 31))
    session.commit()
    desk.open(f"/S/{site.codes[0].code}").sees("老人家满意吗？")
    desk.open(f"{LIST}/catalogue").sees("老年", "其他群体")


def test_a_preview_takes_nothing_and_says_what_would_be_stored(
    desk: Browser, anybody: Browser, session: Session
) -> None:
    desk.open(f"{LIST}/{newest(session, 'resident/core').id}")
    address = str(desk.page.select_one("iframe")["src"])  # type: ignore[index]
    anybody.open(address).sees("这里提交的内容不计数", "您知道这个项目吗？")
    assert "frame-ancestors 'self'" in anybody.response.headers["Content-Security-Policy"]
    anybody.press("提交").sees("请选一项")
    anybody.fill(answer_overall="1").press("提交").sees("这样填可以收下", "非常不满意", "会立一条意见")
    anybody.open(address).press("日本語").sees("大変満足")
    anybody.open("/sign-in").sees("登录")
    assert anybody.open("/try/nonsense").status == 404


def test_a_deputies_sheet_can_be_tried_without_a_pass(desk: Browser, anybody: Browser, session: Session) -> None:
    desk.open(f"{LIST}/{newest(session, 'deputy/core').id}")
    anybody.open(str(desk.page.select_one("iframe")["src"])).sees("目标完成")  # type: ignore[index]
    marks = {"target": "16", "schedule": "12", "quality": "16", "benefit": "16", "openness": "8", "upkeep": "8"}
    fields = {f"answer_{name}": given for name, given in (marks | {"fixed": "4", "improve_first": "upkeep"}).items()}
    anybody.fill(fields).press("提交").sees("这样填可以收下", "折合 80.0 分")


def test_a_viewer_may_look_and_not_act(desk: Browser, viewer: Browser, session: Session, site: Site) -> None:
    bring(desk)
    draft = newest(session, "office/own")
    viewer.open(LIST).sees("教育和托育").misses("上传问卷")
    viewer.open(f"{LIST}/{draft.id}").sees("office/own 1").misses("丢弃")
    viewer.open(f"{LIST}/catalogue").misses("选定")
    for path in (LIST, f"{LIST}/{draft.id}/publish", f"{LIST}/{draft.id}/discard", f"{LIST}/catalogue"):
        assert viewer.client.post(path).status_code in (400, 403)


def test_other_staff_and_strangers_see_nothing(
    desk: Browser, sign_in: Callable[..., Browser], anybody: Browser, app: Flask
) -> None:
    department = sign_in(Role.DEPARTMENT, department="区民政局")
    for path in (LIST, f"{LIST}/1", f"{LIST}/1/file.xlsx", f"{LIST}/1/changes", f"{LIST}/catalogue"):
        assert department.open(path).status == 403
        assert anybody.open(path).path == "/sign-in"
