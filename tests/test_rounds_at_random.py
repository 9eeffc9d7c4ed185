"""Whatever anybody does in any order: no finding is lost, none leaves the table, none is fixed without its verdict."""

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import problems
from survey.people import audit
from survey.people.tables import Body, Deputy
from survey.register.tables import Site
from survey.rounds import findings, moves
from survey.rounds.moves import Deed
from survey.rounds.tables import Act, By, Finding, FindingState, Move, Origin, ReplyClass
from survey.rounds.transitions import STEPS
from tests.conftest import Clock

FINDINGS = 40
ORIGINS = (Origin.DEPUTY, Origin.RESIDENT, Origin.MEDIA)


@pytest.fixture
def acts(database_kind: str) -> int:
    """How many acts are tried."""
    return 10_000 if database_kind == "sqlite" else 1_000


def raised(session: Session, site: Site, now: datetime) -> list[Finding]:
    deputy = Deputy(number="1", name="代表", body=Body.CPPCC, created_at=now)
    session.add(deputy)
    session.flush()
    made = []
    for number in range(FINDINGS):
        origin = ORIGINS[number % len(ORIGINS)]
        finding = Finding(project_id=site.project_id, origin=origin, text="灯不亮")
        finding.deputy_id = deputy.id if origin is Origin.DEPUTY else None
        made.append(findings.raise_(session, finding, Deed(Act.RAISE, By.OFFICE), now))
    return [finding for finding in made if finding is not None]


def anything(random: Random, site: Site, deputy_id: int, today: date) -> Deed:
    return Deed(
        act=random.choice([act for act in Act if act is not Act.RAISE]),
        by=random.choice(list(By)),
        actor=random.choice(["a", "b", ""]),
        text=random.choice(["", "已办", "尽快办"]),
        department_id=random.choice([None, site.project.department_id]),
        is_complex=random.random() < 0.5,
        reply_class=random.choice([None, *ReplyClass]),
        promised_on=random.choice([None, today + timedelta(days=9)]),
        deputy_id=random.choice([None, deputy_id]),
    )


def test_random_acts_of_random_people(session: Session, site: Site, clock: Clock, acts: int) -> None:
    random, today = Random("rounds"), clock().date()
    made = raised(session, site, clock())
    deputy_id = session.scalars(select(Deputy.id)).one()
    outcomes: Counter[str] = Counter()
    for number in range(acts):
        now = clock() + timedelta(hours=number)
        finding = random.choice(made)
        try:
            moves.perform(session, finding, anything(random, site, deputy_id, today), now, now.date())
            outcomes["done"] += 1
        except problems.Problem as problem:
            outcomes[problem.code] += 1
    session.flush()
    assert {"done", "not_now", "incomplete"} <= set(outcomes)
    assert outcomes["done"] > acts / 100
    allowed = {(step.from_state, step.act, step.to_state, by) for step in STEPS for by in step.by}
    for finding in made:
        check(session, finding, allowed)
    assert audit.verify(session) is None


def check(session: Session, finding: Finding, allowed: set[tuple[object, ...]]) -> None:
    session.refresh(finding)
    history = list(session.scalars(select(Move).where(Move.finding_id == finding.id).order_by(Move.position)))
    assert [move.position for move in history] == list(range(1, finding.move_count + 1))
    assert finding.state is history[-1].to_state
    for before, move in pairwise(history):
        assert move.from_state is before.to_state
        assert (move.from_state, move.act, move.to_state, move.by) in allowed
    for place, move in enumerate(history):
        if move.to_state is FindingState.FIXED:
            last_reply = next(m for m in reversed(history[:place]) if m.act is Act.REPLY)
            assert (move.act, last_reply.reply_class) == (Act.SATISFIED, ReplyClass.A)
            assert move.by is moves.judge_of(finding)
