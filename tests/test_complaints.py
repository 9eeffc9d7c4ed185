"""What residents complain of becomes one finding, and whoever holds a receipt says whether it is fixed."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.collect.tables import Submission
from survey.rounds.tables import FindingState
from tests.rounds import Cast
from tests.walker import Browser

PAGE = "/desk/findings/raise/SS-2026-001"


@pytest.fixture
def receipts(people: Cast, app: Flask) -> list[str]:
    """The receipts of three residents: two are dissatisfied, one is not."""
    for grade in "125":
        phone = Browser(app.test_client()).open(f"/S/{people.code}")
        fields = {"answer_comment": f"菜凉了{grade}"} | ({"answer_why": ["quality"]} if grade < "3" else {})
        phone.fill(fields, answer_overall=grade).press("提交").sees("已收到")
    with Session(people.session.get_bind()) as session:
        return list(session.scalars(select(Submission.receipt).order_by(Submission.answers["overall"].as_string())))


def take_up(people: Cast, *submissions: str) -> None:
    people.office.open(PAGE)
    people.office.fill(origin="resident", subject="饭菜凉", text="饭菜送到已凉", submission=list(submissions))
    people.office.press("提出").sees("待派单")


def offered(people: Cast) -> list[str]:
    return [str(box["value"]) for box in people.office.open(PAGE).page.select("[name=submission]")]


def test_low_grades_of_one_site_become_one_finding(people: Cast, receipts: list[str]) -> None:
    people.office.open("/desk/findings").follow("居民低评").sees("社区食堂提升")
    people.office.follow("社区食堂提升").sees("菜凉了1", "菜凉了2").misses("菜凉了5")
    take_up(people, *offered(people))
    assert len(people.findings()) == 1
    assert offered(people) == []


def test_whoever_holds_the_receipt_judges(people: Cast, receipts: list[str], anybody: Browser) -> None:
    take_up(people, *offered(people))
    people.desk("dispatch", department=people.department_id("区民政局"))
    people.answer("accept")
    people.answer("reply", reply_class="A", text="改用保温箱", promised_on="")
    anybody.open(f"/r/{receipts[0]}").sees("请您评价").follow("饭菜凉").sees("改用保温箱")
    anybody.fill(verdict="not_satisfied").press("提交结论").sees("请用一句话说明")
    anybody.fill(verdict="satisfied").press("提交结论").sees("已整改")
    assert people.finding().state is FindingState.FIXED


def test_another_receipt_does_not_open_it(people: Cast, receipts: list[str], anybody: Browser) -> None:
    take_up(people, *offered(people))
    code = people.finding().code
    assert anybody.open(f"/r/{receipts[0]}/{code}").status == 200
    assert anybody.open(f"/r/{receipts[2]}/{code}").status == 404
    anybody.open(f"/r/{receipts[2]}").misses("饭菜凉")


def test_the_office_cannot_judge_for_a_resident_but_may_close(people: Cast, receipts: list[str]) -> None:
    take_up(people, *offered(people))
    people.desk("dispatch", department=people.department_id("区民政局"))
    people.answer("accept")
    people.answer("reply", reply_class="A", text="改用保温箱", promised_on="")
    assert not people.office.open(f"/desk/findings/{people.finding().code}").page.select("form[action$=verdict]")
    people.desk("close", text="两周没有回访到")
    assert people.finding().state is FindingState.CLOSED


def test_what_a_hearing_said_is_judged_by_the_office(people: Cast) -> None:
    people.office.open(PAGE).fill(origin="hearing", subject="坡道", text="坡道太陡").press("提出")
    people.desk("dispatch", department=people.department_id("区民政局"))
    people.answer("accept")
    people.answer("reply", reply_class="A", text="已放缓", promised_on="")
    people.desk("verdict", verdict="satisfied", text="已电话回访")
    assert people.finding().state is FindingState.FIXED


def test_a_finding_without_words_is_asked_for_again(people: Cast) -> None:
    people.office.open(PAGE).fill(origin="media", subject="坡道").press("提出")
    assert people.office.status == 422
    assert people.findings() == []


@pytest.mark.parametrize("who", ["department", "deputy"])
def test_only_the_office_reads_low_grades(people: Cast, receipts: list[str], who: str) -> None:
    getattr(people, who).open(PAGE).misses("菜凉了")
