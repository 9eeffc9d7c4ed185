"""After a visit each deputy who came gives one mark, in secret, and the result follows from a rule."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.register.tables import Site
from survey.visits.ballots import result
from survey.visits.tables import Ballot, BallotCount, BallotVoter, Mark, Visit
from tests.conftest import Clock
from tests.rounds import Cast, cast
from tests.walker import Browser

RULES = [
    ((2, 0, 2, 0), 4, Mark.SATISFIED),
    ((1, 1, 2, 0), 4, Mark.BASICALLY),
    ((1, 0, 1, 2), 4, Mark.NOT_SATISFIED),
    ((1, 0, 0, 0), 3, Mark.NOT_SATISFIED),
    ((2, 0, 0, 0), 3, Mark.SATISFIED),
    ((0, 0, 0, 0), 0, Mark.NOT_SATISFIED),
]


@pytest.mark.parametrize(("given", "members", "expected"), RULES)
def test_the_rule_counts_all_members(given: tuple[int, ...], members: int, expected: Mark) -> None:
    ballot = Ballot(members=members, share=50, is_over=False, is_of_votes=False)
    assert result(dict(zip(Mark, given, strict=True)), ballot) is expected


OTHER_RULES = [
    (Ballot(members=4, share=50, is_over=True, is_of_votes=False), (2, 0, 2, 0), Mark.NOT_SATISFIED),
    (Ballot(members=4, share=50, is_over=True, is_of_votes=False), (2, 1, 1, 0), Mark.BASICALLY),
    (Ballot(members=9, share=50, is_over=False, is_of_votes=True), (1, 0, 0, 1), Mark.SATISFIED),
    (Ballot(members=9, share=50, is_over=False, is_of_votes=True), (0, 0, 0, 0), Mark.NOT_SATISFIED),
    (Ballot(members=3, share=67, is_over=False, is_of_votes=False), (2, 0, 1, 0), Mark.NOT_SATISFIED),
    (Ballot(members=3, share=66, is_over=False, is_of_votes=False), (2, 0, 1, 0), Mark.SATISFIED),
]


@pytest.mark.parametrize(("ballot", "given", "expected"), OTHER_RULES)
def test_the_office_may_set_another_rule(ballot: Ballot, given: tuple[int, ...], expected: Mark) -> None:
    assert result(dict(zip(Mark, given, strict=True)), ballot) is expected


@pytest.fixture
def people(app: Flask, session: Session, site: Site, clock: Clock, sign_in: Callable[..., Browser]) -> Cast:
    """A closed visit of two deputies, of whom one came."""
    people = cast(app, session, site, clock, sign_in)
    today = clock().date().isoformat()
    people.office.open("/desk/visits/plan").fill(kind="announced", opens_on=today, closes_on=today)
    people.office.fill(projects="SS-2026-001", deputies="RD01 RD02").press("安排")
    people.score()
    return people


def code_of(people: Cast) -> str:
    with Session(people.session.get_bind()) as session:
        return session.scalars(select(Visit.code)).one()


def test_one_mark_each_of_those_who_came_and_of_one_alone_no_result(people: Cast) -> None:
    desk, phone = f"/desk/visits/{code_of(people)}", f"/deputy/visits/{code_of(people)}"
    people.office.open(desk).misses("发起表决").press("结束查访并启封").press("发起表决")
    people.other_deputy.open(phone).misses("投票", "您的表决已收到")
    people.other_deputy.open("/deputy").misses("请您表决")
    people.deputy.open("/deputy").sees("请您表决")
    people.deputy.open(phone).fill(mark="satisfied").press("投票").sees("您的表决已收到").misses("投票")
    people.deputy.open("/deputy").misses("请您表决")
    people.office.open(desk).misses("表决结果").press("结束表决").misses("表决结果").sees("投票的人太少")
    assert people.office.client.get(f"{desk}/result.pdf").status_code == 404
    with Session(people.session.get_bind()) as session:
        assert not any(session.scalars(select(BallotCount.count)))


def test_a_second_vote_and_one_of_somebody_who_stayed_away_are_refused(people: Cast) -> None:
    desk, phone = f"/desk/visits/{code_of(people)}", f"/deputy/visits/{code_of(people)}"
    people.office.open(desk).press("结束查访并启封").press("发起表决")
    people.deputy.open(phone)
    token = people.deputy.page.select_one("[name=csrf_token]")
    assert token is not None
    sent = {"csrf_token": token["value"], "mark": "satisfied"}
    assert people.deputy.client.post(f"{phone}/vote", data=sent | {"mark": "excellent"}).status_code == 422
    assert people.deputy.client.post(f"{phone}/vote", data=sent).status_code == 303
    assert people.deputy.client.post(f"{phone}/vote", data=sent).status_code == 409
    other = people.other_deputy.client.get("/token").json
    assert other is not None
    stayed = people.other_deputy.client.post(f"{phone}/vote", data={"csrf_token": other["token"], "mark": "satisfied"})
    assert stayed.status_code == 409


def test_nothing_links_a_mark_with_a_name() -> None:
    assert {column.name for column in BallotVoter.__table__.columns} == {"visit_id", "deputy_id", "minted_id"}
    assert {column.name for column in BallotCount.__table__.columns} == {"visit_id", "mark", "count"}
