"""Whatever anybody does in any order: no finding is lost, none leaves the table, none is fixed without its verdict."""

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey import problems
from survey.people import audit
from survey.people.tables import Body, Deputy
from survey.register import rules
from survey.register.tables import Site
from survey.rounds import calendar, findings, moves
from survey.rounds.moves import Deed
from survey.rounds.tables import Act, By, Finding, FindingState, Move, Origin, ReplyClass
from survey.rounds.transitions import STEPS
from tests.conftest import Clock

FINDINGS, ACTS = 40, 10_000
FROM_THE_TABLE = 0.1
"""How many of the acts the table knows from where the finding stands; the others are blind."""
AFTERWARDS = [act for act in Act if act is not Act.RAISE]
ORIGINS = (Origin.DEPUTY, Origin.RESIDENT, Origin.MEDIA)


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


@pytest.fixture
def _read_once(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules and the calendar, which none of the acts changes, are read once instead of 20,000 times."""
    ruled, days = rules.of_office(session), calendar.of_office(session)
    monkeypatch.setattr(rules, "of_office", lambda _: ruled)
    monkeypatch.setattr(calendar, "of_office", lambda _: days)


def anything(random: Random, finding: Finding, deputy_id: int, department_id: int, today: date) -> Deed:
    act, by = random.choice(AFTERWARDS), random.choice(list(By))
    if random.random() < FROM_THE_TABLE:
        step = random.choice([step for step in STEPS if step.from_state is finding.state and step.act is not Act.CLOSE])
        act, by = step.act, random.choice(sorted(step.by))
    return Deed(
        act=act,
        by=by,
        actor=random.choice(["a", "b", ""]),
        text=random.choice(["", "已办", "尽快办"]),
        department_id=random.choice([None, department_id]),
        is_complex=random.random() < 0.5,
        reply_class=random.choice([None, *ReplyClass]),
        promised_on=random.choice([None, today + timedelta(days=9)]),
        deputy_id=random.choice([None, deputy_id]),
    )


@pytest.mark.usefixtures("_read_once")
def test_random_acts_of_random_people(session: Session, site: Site, clock: Clock) -> None:
    random, today, department_id = Random("rounds"), clock().date(), site.project.department_id
    made = raised(session, site, clock())
    deputy_id = session.scalars(select(Deputy.id)).one()
    outcomes: Counter[str] = Counter()
    for number in range(ACTS):
        now, finding = clock() + timedelta(hours=number), random.choice(made)
        deed = anything(random, finding, deputy_id, department_id, today)
        try:
            moves.perform(session, finding, deed, now, now.date())
            outcomes["done"] += 1
        except problems.Problem as problem:
            outcomes[problem.code] += 1
    session.flush()
    assert {"done", "not_now", "incomplete", "somebody_else_judges", "promise_without_day"} <= set(outcomes)
    assert outcomes["done"] > ACTS / 20
    assert set(session.scalars(select(Move.to_state))) == set(FindingState)
    allowed = {(step.from_state, step.act, step.to_state, by) for step in STEPS for by in step.by}
    for finding in made:
        check(session, finding, allowed)
    assert session.scalar(select(func.count()).select_from(Finding)) == FINDINGS
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
