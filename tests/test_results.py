"""The results of a questionnaire: what was answered, by version, filtered, and what people wrote."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.collect import recounting
from survey.collect.periods import open_period
from survey.people.tables import Role
from survey.questionnaires import versions
from survey.questionnaires.tables import Version
from survey.register.tables import Site, SiteCode
from tests.conftest import Clock
from tests.shipped import publish_shipped
from tests.test_answers_out import COLUMNS, FIRST, SECOND
from tests.test_xlsform import tiny
from tests.walker import Browser


@pytest.fixture
def results(app: Flask, session: Session, site: Site, clock: Clock) -> str:
    """The address of a page over two versions: three answers to the first on one day, one to the second on the next."""
    code = site.codes[0].code
    clock.moment -= timedelta(days=1)
    open_period(session, "2026", date(2026, 1, 1), date(2026, 12, 31))
    versions.publish(session, tiny(COLUMNS, *FIRST), "0" * 64, clock())
    session.commit()
    for grade in ("yes", "yes", "no"):
        answer(app, code, answer_overall=grade, answer_liked=["a"], answer_comment="打我电话 13800138000")
    second = versions.publish(session, tiny(COLUMNS, *SECOND), "0" * 64, clock())
    clock.moment += timedelta(days=1)
    session.commit()
    answer(app, code, answer_overall="no", answer_age="8")
    return f"/desk/questionnaires/{second.id}/results"


def answer(app: Flask, code: str, **fields: str | list[str]) -> None:
    Browser(app.test_client()).open(f"/S/{code}").fill({**fields}).press("提交").sees("已收到")


def test_every_option_is_counted_over_all_versions(office: Browser, results: str) -> None:
    office.open(results).sees("4 份答卷", "resident/tiny 2: 1", "resident/tiny 1: 3", "满意吗", "n = 4")
    tables = [table.get_text(" ", strip=True) for table in office.page.select("figure table")]
    assert "满意吗, n = 4 作答 人数 % 是 2 50 否 2 50" in tables
    assert office.page.select("figure svg")


def test_what_was_answered_to_another_questionnaire_is_not_in_the_bars(
    app: Flask, office: Browser, results: str, session: Session, clock: Clock
) -> None:
    """The same project, the same names of questions and options, another questionnaire since yesterday."""
    other = versions.publish(session, replace(tiny(COLUMNS, *FIRST), name="office/other"), "0" * 64, clock())
    code = session.scalars(select(SiteCode.code)).one()
    other_id = other.id
    session.commit()
    answer(app, code, answer_overall="yes")
    assert bars(office.open(results).sees("4 份答卷")) == bars(office.open(results))
    assert "满意吗, n = 4 作答 人数 % 是 2 50 否 2 50" in bars(office.open(results))
    assert "满意吗, n = 1 作答 人数 % 是 1 100 否 0 0" in bars(
        office.open(f"/desk/questionnaires/{other_id}/results").sees("1 份答卷")
    )
    assert recounting.differences(session, ZoneInfo("Asia/Shanghai")) == {}


def bars(page: Browser) -> list[str]:
    return [table.get_text(" ", strip=True) for table in page.page.select("figure table")]


def test_one_version_is_shown_alone(office: Browser, results: str) -> None:
    office.open(results).fill(version="1").press("查看").sees(
        "3 份答卷", "只显示 resident/tiny 1", "resident/tiny 2: 1"
    )
    assert "满意吗, n = 3 作答 人数 % 是 2 67 否 1 33" in bars(office)
    office.open(f"{results}?version=9").sees("4 份答卷").misses("只显示")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("project=SS-2026-001", "4 份答卷"),
        ("project=SS-2026-999", "0 份答卷"),
        ("category=养老服务&department=区民政局&channel=site", "4 份答卷"),
        ("channel=paper", "0 份答卷"),
        ("last_on=2026-11-23", "3 份答卷"),
        ("first_on=2026-11-24", "1 份答卷"),
        ("first_on=nonsense&channel=nonsense", "4 份答卷"),
    ],
)
def test_a_filter_leaves_the_rest_out(office: Browser, results: str, query: str, told: str) -> None:
    office.open(f"{results}?{query}").sees(told)


def test_comments_are_masked_but_for_the_privacy_officer(
    office: Browser, sign_in: Callable[..., Browser], results: str
) -> None:
    office.open(results).sees("打我电话 ●●●", "说两句").misses("13800138000")
    sign_in(Role.PRIVACY_OFFICER).open(results).sees("13800138000")


def test_others_see_no_results_and_marks_have_none(
    office: Browser, viewer: Browser, anybody: Browser, results: str, session: Session, clock: Clock
) -> None:
    assert viewer.open(results).status == 403
    assert anybody.open(results).path == "/sign-in"
    publish_shipped(session, clock())
    sheet: Version = versions.of_questionnaire(session, "deputy/core")[0]
    session.commit()
    assert office.open(f"/desk/questionnaires/{sheet.id}/results").status == 404
