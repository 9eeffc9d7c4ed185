"""What says the same goes on as one finding, by the office's decision; split again, nothing is lost."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey.collect.tables import Submission
from survey.register.tables import Site
from survey.rounds import alike
from survey.rounds.tables import Finding, FindingState, FindingSubmission
from survey.watch.tables import MediaKind, MediaReport, Tone
from tests.conftest import Clock
from tests.rounds import Cast, cast
from tests.walker import Browser

PAGE = "/desk/findings/raise/SS-2026-001"
SAID = ("食堂的饭菜送到都凉了", "饭菜送到都凉了", "路灯不亮")


@pytest.fixture
def people(app: Flask, session: Session, site: Site, clock: Clock, sign_in: Callable[..., Browser]) -> Cast:
    """Three residents are dissatisfied, two of them about the same."""
    people = cast(app, session, site, clock, sign_in)
    for said in SAID:
        phone = Browser(app.test_client()).open(f"/S/{people.code}")
        phone.fill(answer_overall="1", answer_comment=said, answer_why=["quality"]).press("提交").sees("已收到")
    return people


def submission(people: Cast, comment: str) -> Submission:
    with Session(people.session.get_bind()) as session:
        return next(row for row in session.scalars(select(Submission)) if row.answers["comment"] == comment)


def take_up(people: Cast, comment: str) -> str:
    """Raise a finding from one low grade and give its code."""
    people.office.open(PAGE).fill(
        origin="resident", subject="质量", text=comment, submission=[str(submission(people, comment).id)]
    )
    people.office.press("提出").sees("待派单")
    return people.office.path.rsplit("/", 1)[1]


def merge(people: Cast, code: str, into: str) -> Browser:
    return people.office.open(f"/desk/findings/{code}").fill(into=into).press("合并")


def test_grades_that_say_nearly_the_same_are_proposed_together(people: Cast) -> None:
    people.office.open(PAGE).sees("2 份低评说法相近").follow("一起选上")
    boxes = people.office.page.select("[name=submission][checked]")
    assert {str(box["value"]) for box in boxes} == {str(submission(people, said).id) for said in SAID[:2]}
    people.office.fill(subject="饭菜凉").press("提出").sees("待派单")
    with Session(people.session.get_bind()) as session:
        assert session.scalar(select(func.count()).select_from(FindingSubmission)) == 2


def test_a_merged_finding_is_followed_by_its_resident_and_split_off_whole(people: Cast, anybody: Browser) -> None:
    one, other = take_up(people, SAID[0]), take_up(people, SAID[1])
    people.office.open(f"/desk/findings/{other}").sees("说法相近")
    merge(people, other, one).sees("一并办理的问题")
    receipt = submission(people, SAID[1]).receipt
    assert anybody.open(f"/r/{receipt}/{one}").status == 200
    assert anybody.open(f"/r/{submission(people, SAID[2]).receipt}/{one}").status == 404
    people.office.open(f"/desk/findings/{other}").sees("已合并").fill(text="是另一家食堂").press("拆开").sees("待派单")
    people.office.open(f"/desk/findings/{one}").misses("一并办理的问题")
    assert anybody.open(f"/r/{receipt}/{one}").status == 404
    assert anybody.open(f"/r/{receipt}/{other}").status == 200
    assert {finding.state for finding in people.findings()} == {FindingState.RAISED}


def test_a_deputys_finding_goes_into_no_other_and_a_merged_one_is_not_reopened(people: Cast) -> None:
    people.score(upkeep=3)
    deputys = people.findings()[-1].code
    one, other = take_up(people, SAID[0]), take_up(people, SAID[1])
    assert not people.office.open(f"/desk/findings/{deputys}").page.select("form[action$='/merge']")
    merge(people, other, one)
    page = people.office.open(f"/desk/findings/{other}").page
    assert not page.select("form[action$='/reopen']")
    token = page.select_one("[name=csrf_token]")
    assert token is not None
    sent = {"csrf_token": token["value"], "text": "再看", "into": one}
    for name in ("reopen", "merge"):
        assert people.office.client.post(f"/desk/findings/{other}/{name}", data=sent).status_code == 409


def test_a_critical_report_asks_for_a_finding_once(people: Cast) -> None:
    with Session(people.session.get_bind()) as session:
        project_id = session.scalars(select(Submission.project_id)).first()
        report = MediaReport(
            outlet="晨光电视台", kind=MediaKind.BROADCAST, published_on=date(2026, 11, 20), title="食堂饭菜太凉",
            tone=Tone.CRITICAL, suggestion="改用保温箱", project_id=project_id, logged_by="a", logged_at=people.clock(),
        )  # fmt: skip
        session.add(report)
        session.commit()
        address = f"/desk/watch/{report.id}"
    people.office.open(address).follow("提出问题").press("提出").sees("待派单", "改用保温箱")
    with Session(people.session.get_bind()) as session:
        assert session.scalars(select(Finding.origin)).one() == "media"
    people.office.open(address).sees("待派单").misses("提出问题")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (SAID[0], SAID[1], True),
        (SAID[0], SAID[2], False),
        ("", "", False),
        ("坏", "坏", True),
        ("The lift is broken!", "the lift is broken", True),
    ],
)
def test_texts_are_alike_by_their_pairs_of_characters(one: str, other: str, same: bool) -> None:
    assert alike.texts(one, other) is same
