"""A deputy puts an own sheet right while the visit goes on; both sheets stay, one counts, and nobody else can."""

import uuid
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.collect.tables import Correction, Submission
from tests.rounds import MARKS, Cast
from tests.test_visits import plan
from tests.walker import Browser

REASON = "进度一项看错了行"


def sheets(people: Cast) -> list[Submission]:
    with Session(people.session.get_bind(), expire_on_commit=False) as session:
        return list(session.scalars(select(Submission).order_by(Submission.received_at, Submission.score.desc())))


def correct(people: Cast, **fields: str) -> Browser:
    return people.deputy.open("/deputy").follow("更正这份评分").fill(dict(fields)).press("提交")


def test_a_correction_counts_instead_of_the_first_which_stays(people: Cast) -> None:
    visit = plan(people)
    people.score()
    correct(people, answer_schedule="7", answer_evidence="两项没有按期", reason=REASON).sees("已收到")
    first, second = sheets(people)
    assert (first.score, second.score) == (84.0, 79.0)
    assert first.superseded_at is not None
    assert second.superseded_at is None
    people.deputy.open("/deputy").sees("更正原因", REASON, "84.0", "79.0")
    people.office.open(f"/desk/visits/{visit}").misses(REASON, "79.0")
    people.score(people.other_deputy)
    people.office.open(f"/desk/visits/{visit}").sees("84.0 → 79.0", REASON)


def test_a_sheet_of_another_day_of_the_visit_is_counted_once(people: Cast) -> None:
    plan(people)
    people.score()
    people.clock.moment += timedelta(days=1)
    correct(people, reason=REASON).sees("已收到")
    assert [sheet.superseded_at is None for sheet in sheets(people)] == [False, True]


def posted(people: Cast, sheet: Submission, phone: Browser) -> dict[str, str]:
    """What a phone sends to correct a sheet."""
    token = phone.open(f"/S/{people.code}").page.select_one("[name=csrf_token]")
    form = {f"answer_{name}": str(value) for name, value in (MARKS | {"schedule": 13}).items()}
    form |= {"csrf_token": str(token["value"]), "corrects": str(sheet.id), "reason": REASON}
    return form | {"questionnaire": str(sheet.version_id), "answer_improve_first": "upkeep"}


def test_what_was_typed_and_the_reason_are_asked_for(people: Cast) -> None:
    plan(people)
    people.score()
    page = people.deputy.open("/deputy").follow("更正这份评分")
    assert page.page.select_one("[name=answer_target]")["value"] == str(MARKS["target"])
    page.fill(answer_schedule="13").press("提交").sees("请写明哪里有误")
    assert page.status == 422
    assert len(sheets(people)) == 1
    page.fill(reason=REASON).press("提交").sees("已收到")
    assert len(sheets(people)) == 2


def test_once_the_seal_is_broken_nothing_is_corrected(people: Cast) -> None:
    plan(people)
    people.score()
    page = people.deputy.open("/deputy").follow("更正这份评分")
    people.score(people.other_deputy)
    page.fill(reason=REASON).press("提交")
    assert page.status == 409
    assert len(sheets(people)) == 2
    people.deputy.open("/deputy").misses("更正这份评分")


def test_nobody_corrects_anothers_sheet(people: Cast, anybody: Browser) -> None:
    plan(people)
    people.score()
    [sheet] = sheets(people)
    outsiders = {people.other_deputy: 404, anybody: 401, people.office: 401}
    for person, status in outsiders.items():
        assert person.open(f"/deputy/corrections/{sheet.id}").status == status
    form = posted(people, sheet, people.other_deputy)
    sent = people.other_deputy.client.post(f"/s/{people.code}/{uuid.uuid4()}", data=form)
    assert sent.status_code == 404


def test_a_correction_that_arrives_twice_is_one(people: Cast) -> None:
    plan(people)
    people.score()
    [sheet] = sheets(people)
    address, form = f"/s/{people.code}/{uuid.uuid4()}", posted(people, sheet, people.deputy)
    json = {"Accept": "application/json"}
    first = people.deputy.client.post(address, data=form, headers=json)
    people.score(people.other_deputy)
    again = people.deputy.client.post(address, data=form, headers=json)
    assert (first.status_code, again.status_code) == (201, 200)
    with Session(people.session.get_bind()) as session:
        assert session.scalars(select(Correction.reason)).all() == [REASON]
