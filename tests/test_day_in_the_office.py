"""A day in the office, in a real Chromium and through real pages: from a proposal to what the public reads."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from survey.cli import telling
from survey.people.tables import Role
from survey.register.tables import Site
from tests.conftest import Clock
from tests.paper import texts
from tests.spreadsheets import HEADINGS, row, xlsx
from tests.test_desk_browser import served
from tests.walker import Browser

__all__ = ["served"]

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]
PROJECT = "SS-2026-101"


@pytest.fixture
def seat(chromium: Chromium, served: str, sign_in: Callable[..., Browser], app: Flask) -> Iterator[Callable[..., Page]]:
    """Somebody's place at a screen: `seat(Role.OFFICE)`; without a role it is anybody's."""
    contexts = []

    def sit(role: Role | None = None, **columns: str) -> Page:
        context = chromium.new_context(base_url=served, locale="zh-CN", viewport={"width": 1280, "height": 800})
        context.set_default_timeout(8000)
        contexts.append(context)
        if role is not None:
            cookie = sign_in(role, **columns).client.get_cookie("staff")
            assert cookie is not None
            context.add_cookies([{"name": "staff", "value": cookie.value, "url": served}])
        return context.new_page()

    yield sit
    for context in contexts:
        context.close()


def fill(page: Page, **fields: str) -> None:
    """Type into the fields of these names; a choice is chosen."""
    for name, typed in fields.items():
        field = page.locator(f"main [name='{name}']").first
        if field.evaluate("each => each.tagName") == "SELECT":
            field.select_option(typed)
        else:
            field.fill(typed)


def press(page: Page, words: str) -> None:
    page.locator("main").get_by_role("button", name=words, exact=True).first.click()


def sees(page: Page, *words: str) -> None:
    for each in words:
        expect(page.locator("body")).to_contain_text(each)


def test_a_day_in_the_office(seat: Callable[..., Page], site: Site, session: Session, clock: Clock) -> None:
    office, civil, public = (
        seat(Role.OFFICE, name="陈静"),
        seat(Role.DEPARTMENT, name="林远", department="区民政局"),
        seat(),
    )

    civil.goto("/department/proposals")
    fill(civil, name="夜间助老送餐", target="每晚送餐120份", category="养老服务", site="康乐里社区", owner="何敏")
    fill(civil, starts_on="2026-11-01", due_on="2026-12-20")
    press(civil, "提交给办公室")
    sees(civil, "夜间助老送餐", "等待办公室审核")

    office.goto("/desk/proposals")
    office.get_by_role("link", name="夜间助老送餐").click()
    office.locator("[name=decision][value=accepted]").check()
    fill(office, number=PROJECT, batch="第一批")
    press(office, "作出决定")
    office.goto(f"/desk/projects/{PROJECT}")
    sees(office, "每晚送餐120份", "康乐里社区")

    office.goto("/desk/import")
    register = xlsx(HEADINGS, row(编号="SS-2026-102", 项目名称="口袋公园", 责任单位="区城市管理局", 点位="长青街"))
    sheet = {"name": "清单.xlsx", "mimeType": "application/octet-stream", "buffer": register}
    office.locator("input[type=file]").set_input_files(files=[sheet])
    press(office, "看看会怎么改")
    sees(office, "口袋公园")
    press(office, "全部导入")
    office.goto("/desk/lists/plan?q=口袋公园")
    sees(office, "SS-2026-102")

    civil.goto(f"/department/projects/{PROJECT}")
    fill(civil, milestone="签订配送合同", milestone_due="2026-11-25")
    press(civil, "添加节点")
    sees(civil, "签订配送合同")

    clock.moment += timedelta(minutes=20)
    session.rollback()
    telling.tell(session, clock(), clock().date() + timedelta(days=3))  # what `survey daily` does three days later
    session.commit()
    civil.goto("/account/notices")
    sees(civil, "过期的节点：1")
    civil.get_by_role("link", name="过期的节点").click()
    assert civil.url.endswith("/department")

    office.goto("/desk/hearings")
    fill(
        office,
        name="康乐里恳谈会",
        place="社区会议室",
        held_on="2026-11-23",
        attendance_count="26",
        agenda="听取送餐意见",
    )
    press(office, "记录")
    fill(office, text="送到时菜已经凉了", project=PROJECT)
    press(office, "记录")
    press(office, "转为问题")
    sees(office, "送到时菜已经凉了", "待派单")
    office.locator("form[data-act=dispatch] [name=department]").select_option(label="区民政局")
    office.locator("form[data-act=dispatch] button").click()
    sees(office, "区民政局")
    civil.goto("/department/findings")
    sees(civil, "送到时菜已经凉了")

    office.goto("/desk/watch")
    log = office.locator("form", has=office.locator("[name=outlet]"))
    for name, typed in (("title", "夜间送餐叫好也叫冷"), ("outlet", "晨光晚报"), ("published_on", "2026-11-24")):
        log.locator(f"[name={name}]").fill(typed)
    log.locator("[name=link]").fill("https://news.example.cn/42")
    log.locator("[name=tone]").select_option("critical")
    log.locator("[name=project]").fill(PROJECT)
    log.locator("[name=suggestion]").fill("配保温箱")
    log.get_by_role("button").click()
    fill(office, action="已采购保温箱60个")
    press(office, "保存")
    sees(office, "已采购保温箱60个")

    office.goto("/desk/lists/duty")
    address = office.get_by_role("link", name="打印").get_attribute("href")
    printed = office.request.get(str(address))
    words = "".join(texts(printed.body()))
    for wanted in ("办实事清单", "夜间助老送餐", "何敏", "第1页"):
        assert wanted in words

    public.goto("/projects")
    public.get_by_role("link", name="夜间助老送餐").click()
    sees(public, "每晚送餐120份", "签订配送合同", "康乐里社区")
    assert public.context.cookies() == []
    assert "林远" not in public.content()
    assert "送到时菜已经凉了" not in public.content()
