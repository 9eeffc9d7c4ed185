"""A deputy's pass: shown once, opened on one phone, revocable."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from survey import problems
from survey.people import passes
from survey.people.passes import PassState
from survey.people.tables import Body, Deputy
from tests.conftest import Clock


@pytest.fixture
def deputy(session: Session, clock: Clock) -> Deputy:
    deputy = Deputy(number="D-07", name="周明", body=Body.CONGRESS, created_at=clock())
    session.add(deputy)
    session.commit()
    return deputy


def test_a_pass_leads_to_its_deputy(session: Session, deputy: Deputy, clock: Clock) -> None:
    secret = passes.issue(session, deputy, clock())
    assert passes.of_secret(session, secret, clock()).deputy.name == "周明"


def test_a_new_pass_ends_the_older(session: Session, deputy: Deputy, clock: Clock) -> None:
    older, newer = passes.issue(session, deputy, clock()), passes.issue(session, deputy, clock())
    with pytest.raises(problems.RevokedPass):
        passes.of_secret(session, older, clock())
    assert passes.state(passes.of_secret(session, newer, clock()), clock()) is PassState.UNOPENED


def test_a_pass_expires_after_a_year(session: Session, deputy: Deputy, clock: Clock) -> None:
    secret = passes.issue(session, deputy, clock())
    with pytest.raises(problems.ExpiredPass):
        passes.of_secret(session, secret, clock() + timedelta(days=365))


def test_nonsense_is_no_pass(session: Session, clock: Clock) -> None:
    with pytest.raises(problems.UnknownPass):
        passes.of_secret(session, "nonsense", clock())


def test_a_pass_binds_to_one_phone(session: Session, deputy: Deputy, clock: Clock) -> None:
    found = passes.of_secret(session, passes.issue(session, deputy, clock()), clock())
    passes.bind(session, found, clock())
    with pytest.raises(problems.PassOnOtherDevice):
        passes.bind(session, found, clock())
