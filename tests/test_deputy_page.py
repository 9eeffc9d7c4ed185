"""A deputy opens a pass, scores a site and finds the marks on the own page; nobody else does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.collect.periods import open_period
from survey.people import audit, passes
from survey.people.tables import Body, Deputy, Role
from survey.register.tables import Project, Site
from survey.visits import weights
from tests.conftest import Clock
from tests.shipped import publish_shipped
from tests.walker import Browser

MARKS = {"target": 18, "schedule": 12, "quality": 17, "benefit": 16, "openness": 9, "upkeep": 8, "fixed": 4}


@pytest.fixture
def code(session: Session, site: Site, clock: Clock) -> str:
    publish_shipped(session, clock())
    open_period(session, "2026", date(2026, 1, 1), date(2026, 12, 31))
    session.commit()
    return site.codes[0].code


def deputy(app: Flask, session: Session, clock: Clock, number: str) -> Browser:
    """A deputy who has just opened the pass in a browser."""
    person = Deputy(number=number, name=f"代表{number}", body=Body.CONGRESS, created_at=clock())
    session.add(person)
    session.flush()
    secret = passes.issue(session, person, clock())
    session.commit()
    return Browser(app.test_client()).open(f"/p/{secret}").press()


def fill(phone: Browser, code: str, **changes: str) -> Browser:
    fields = {f"answer_{name}": str(marks) for name, marks in MARKS.items()} | changes
    return phone.open(f"/S/{code}").fill(fields, visit_kind="unannounced", answer_improve_first="upkeep").press("提交")


def test_marks_stand_on_the_own_page_and_on_nobody_elses(app: Flask, session: Session, clock: Clock, code: str) -> None:
    one, other = deputy(app, session, clock, "1"), deputy(app, session, clock, "2")
    assert one.path == "/deputy"
    fill(one, code).sees("84.0")
    one.open("/deputy").sees("社区食堂提升", "84.0")
    other.open("/deputy").sees("代表2").misses("84.0", "社区食堂提升")


def test_a_deputy_declares_whom_he_is_tied_to_and_the_office_sees_it(
    app: Flask, session: Session, clock: Clock, code: str, sign_in: Callable[..., Browser]
) -> None:
    one, other = deputy(app, session, clock, "1"), deputy(app, session, clock, "2")
    page = one.open("/deputy").follow("您的利益关联")
    assert page.fill(name="（）").press("申报").sees("请写明名称").status == 422
    page.open("/deputy/ties").fill(name="甲建设（集团）公司").press("申报").sees("甲建设（集团）公司", "抽签不会派您去")
    assert page.fill(name="甲建设(集团) 公司").press("申报").sees("下面已经有了").status == 422
    other.open("/deputy/ties").misses("甲建设")
    form = other.page.select_one("form")
    assert form is not None
    sent = {"csrf_token": form.select_one("[name=csrf_token]")["value"]}  # type: ignore[index]
    assert other.client.post("/deputy/ties/1/end", data=sent).status_code == 404
    office = sign_in(Role.OFFICE)
    office.open("/desk/deputies/1").sees("本人申报", "甲建设（集团）公司")
    wish = {"projects": 1, "deputies": 1}
    with Session(session.get_bind()) as reading:
        found = {each["number"]: each["ties"] for each in weights.candidates(reading, wish, clock())["deputies"]}
    assert found == {"1": ["甲建设集团公司"], "2": []}
    project = session.scalars(select(Project)).one()
    project.contractor = "乙公司、甲建设 集团公司"
    session.commit()
    typed = {"kind": "announced", "opens_on": "2026-11-30", "closes_on": "2026-11-30", "projects": project.number}
    office.open("/desk/visits/plan").fill(typed, deputies="1 2").press().sees(
        f"抽签不会派这位代表委员去看：{project.name}"
    )
    assert len(office.page.select(".tag.late")) == 1
    one.open("/deputy/ties").press("已无关联").misses("甲建设")
    assert {"tie_declared", "tie_ended"} <= set(audit.acts(session))


@pytest.mark.parametrize("changes", [{"answer_target": "11"}, {f"answer_{n}": m for n, m in zip(
    MARKS, ("20", "15", "20", "20", "10", "10", "5"), strict=True)}])  # fmt: skip
def test_a_low_item_or_full_marks_everywhere_ask_for_one_sentence(
    app: Flask, session: Session, clock: Clock, code: str, changes: dict[str, str]
) -> None:
    phone = deputy(app, session, clock, "1")
    assert fill(phone, code, **changes).status == 422
    phone.fill(answer_evidence="现场看过。").press("提交").sees("已收到")


@pytest.mark.parametrize("claimed", ["9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+00:00", "yesterday"])
@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York"])
def test_a_phone_whose_clock_is_wrong_by_ages_still_scores(
    app: Flask, session: Session, clock: Clock, code: str, claimed: str, zone: str
) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], timezone=ZoneInfo(zone))
    phone = deputy(app, session, clock, "1")
    fill(phone, code, answered_at=claimed).sees("已收到")


def test_without_a_pass_the_page_says_what_to_do(anybody: Browser) -> None:
    assert anybody.open("/deputy").sees("先打开通行证").status == 401
