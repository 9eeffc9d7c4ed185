"""The fair score against the hand example of the method, published figures, and districts that are odd."""

import json
from collections.abc import Callable, Sequence
from datetime import date

import numpy as np
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from survey.collect.periods import open_period
from survey.people import passes
from survey.people.tables import Body, Deputy
from survey.register import codes
from survey.register.tables import Project, Site
from survey.scorecards import connectivity, district, explain, fair, occasions, panel, places
from survey.scorecards.cards import find, of_project
from survey.scorecards.deputies import Mark
from survey.scorecards.fair import Sheets
from survey.scorecards.model import Fair
from tests.conftest import Clock
from tests.shipped import publish_shipped
from tests.walker import Browser

VISITS = [(0, 0, 90), (0, 1, 80), (1, 0, 95), (1, 2, 88), (2, 1, 70), (2, 3, 78), (3, 2, 85), (3, 3, 90), (4, 3, 100)]
"""A1 90, A2 80, B1 95, B3 88, C2 70, C4 78, D3 85, D4 90, E4 100: project, deputy, score."""
FAIR = [85.0833, 91.0833, 74.4167, 87.4167, 98.4583]
CAUTIOUS = [85.3600, 90.5071, 76.2095, 87.3616, 95.7089]


def sheets(rows: Sequence[tuple[int, int, float]], together: Sequence[int] | None = None) -> Sheets:
    project, deputy, score = (np.array(column) for column in zip(*rows, strict=True))
    occasion = np.arange(len(rows)) if together is None else np.array(together)
    announced = np.arange(len(rows)) % 2 == 0
    return Sheets(project, deputy, score.astype(float), announced, occasion)


def marks(rows: Sequence[tuple[int, int, float]], day: date = date(2026, 11, 2)) -> dict[int, list[Mark]]:
    found: dict[int, list[Mark]] = {}
    for project, deputy, score in rows:
        found.setdefault(project, []).append(Mark(score, f"D{deputy + 1}", True, day))
    return found


def cards(rows: Sequence[tuple[int, int, float]]) -> dict[int, Fair]:
    convened = panel.convene(marks(rows))
    found = {project: panel.of_project(convened, project) for project in {row[0] for row in rows}}
    return {project: card for project, card in found.items() if card is not None}


def test_leniency_and_fair_scores_by_hand() -> None:
    found = fair.fit(sheets(VISITS))
    assert found.leniency == pytest.approx([53 / 24, -19 / 8, -11 / 8, 37 / 24])
    assert found.fair == pytest.approx(FAIR, abs=5e-5)
    assert found.se == pytest.approx([3.2754] * 4 + [4.5288], abs=5e-5)
    assert (found.sigma2, found.order.tau2, found.order.m) == pytest.approx((15.1458, 64.7477, 87.0294), abs=5e-5)
    assert found.order.cautious == pytest.approx(CAUTIOUS, abs=5e-5)


def test_a_deputy_who_is_kinder_everywhere_changes_no_order() -> None:
    """Everybody visits everything: what one deputy adds everywhere moves all projects alike."""
    random = np.random.default_rng(5)
    project, deputy = (part.ravel().tolist() for part in np.mgrid[0:6, 0:4])
    score = random.normal(85, 4, 24)
    kinder = score + 5 * (np.array(deputy) == 2)
    plain, moved = (
        fair.fit(sheets(list(zip(project, deputy, given, strict=True))), k=2).fair for given in (score, kinder)
    )
    assert moved - plain == pytest.approx(np.full(6, (moved - plain)[0]))


def test_reml_agrees_with_the_balanced_analysis_of_variance() -> None:
    """In a balanced table REML is the analysis of variance: σ² = MSE, variance of leniency = (MSR − MSE)/projects."""
    random = np.random.default_rng(7)
    table = random.normal(80, 5, (24, 1)) + random.normal(0, 3, (1, 12)) + random.normal(0, 2, (24, 12))
    left = table - table.mean(axis=1, keepdims=True) - table.mean(axis=0) + table.mean()
    mse = (left**2).sum() / (23 * 11)
    msr = 24 * ((table.mean(axis=0) - table.mean()) ** 2).sum() / 11
    project, deputy = np.indices(table.shape)
    rows = list(zip(project.ravel().tolist(), deputy.ravel().tolist(), table.ravel().tolist(), strict=True))
    given = sheets(rows)
    found = fair.fit(Sheets(given.project, given.deputy, given.score, np.ones(len(given), bool), given.occasion))
    assert found.is_estimated
    assert found.k == pytest.approx(mse / ((msr - mse) / 24), rel=2e-3)
    assert found.sigma2 == pytest.approx(mse, rel=1e-3)


def test_being_expected_is_taken_off_where_it_can_be_measured() -> None:
    random = np.random.default_rng(3)
    rows = [(p, d, 0.0) for p in range(20) for d in random.choice(15, 6, replace=False).tolist()]
    announced = np.arange(len(rows)) % 2 == 0
    score = 80 + np.array([row[0] for row in rows]) * 0.5 + 4 * announced + random.normal(0, 0.5, len(rows))
    given = sheets(rows)
    found = fair.fit(Sheets(given.project, given.deputy, score, announced, given.occasion))
    assert found.delta == pytest.approx(4, abs=0.3)


def test_deputies_of_one_day_are_less_sure_than_deputies_of_many() -> None:
    random = np.random.default_rng(11)
    rows = [(p, (p * 3 + d) % 20, 0.0) for p in range(60) for d in range(4)]
    days = [p * 2 + d // 2 for p in range(60) for d in range(4)]
    score = 80 + random.normal(0, 4, 120)[days] + random.normal(0, 1, 240)
    given = sheets([(p, d, s) for (p, d, _), s in zip(rows, score, strict=True)], days)
    found = fair.fit(given)
    spread = occasions.spread(given, found)
    assert spread.is_measured
    assert spread.between > 4 * spread.within
    assert (occasions.standard_errors(given, found, spread) > 1.3 * found.se).all()


def test_islands_are_found_and_the_bridge_between_them() -> None:
    project, deputy = np.array([0, 0, 1, 1, 2, 2, 3]), np.array([0, 1, 0, 1, 2, 3, 2])
    assert connectivity.groups(project, deputy).tolist() == [0, 0, 1, 1]
    linked = np.append(project, [0, 3]), np.append(deputy, [4, 4])
    assert connectivity.groups(*linked).tolist() == [0, 0, 0, 0]
    assert connectivity.bridges(*linked) == [2, 4]  # without deputy 2, project 3 hangs on 4 alone
    assert {card.groups for card in cards([(0, 0, 80), (0, 1, 85), (1, 2, 90), (1, 3, 95)]).values()} == {2}


def test_places_are_ranges() -> None:
    best, worst, among = places.ranges(np.array([90.0, 89.0, 80.0]), np.array([2.0, 2.0, 2.0]), np.zeros(3, np.intp))
    assert (best.tolist(), worst.tolist(), among.tolist()) == ([1, 1, 3], [2, 2, 3], [3, 3, 3])


@pytest.mark.parametrize(
    ("rows", "basis", "said"),
    [
        ([(0, 0, 88)], "one_deputy", "One deputy scored everything"),
        ([(0, 0, 88), (1, 0, 90), (2, 0, 70)], "one_deputy", "One deputy scored everything"),
        ([(p, d, 95) for p in range(5) for d in range(4)], "same", "gave the same score"),
        ([(0, 0, 0), (0, 1, 0), (1, 1, 0), (1, 0, 100)], "default", "k = 2.0 is an assumption"),
        ([(0, 0, 80), (0, 0, 82), (0, 0, 84), (0, 1, 70), (1, 1, 75)], "default", "stricter"),
    ],
)
def test_odd_districts_have_an_answer(rows: list[tuple[int, int, float]], basis: str, said: str) -> None:
    for card in cards(rows).values():
        assert card.basis == basis
        assert 0 <= card.mean <= 100
        assert (card.low is None) == (basis in ("one_deputy", "same"))
    assert said in " ".join(str(sentence) for card in cards(rows).values() for sentence in explain.fair(card))


def test_nobody_visited_nothing() -> None:
    assert panel.convene({}) is None
    assert panel.convene({7: []}) is None


def test_the_card_says_why_with_its_own_figures() -> None:
    said = [str(sentence) for sentence in explain.fair(cards(VISITS)[4])]
    assert "about 1.5 points kinder than colleagues at the same places, so 1.5 points were taken off" in said[0]
    assert said[1] == "Plain mean 100.0 → fair score 98.5."


MARKS = ("target", "schedule", "quality", "benefit", "openness", "upkeep", "fixed")
FULL = (20, 15, 20, 20, 10, 10, 5)


def filled(score: int) -> dict[str, str]:
    """Marks that add up to a score."""
    given, lost = list(FULL), 100 - score
    for place, full in enumerate(FULL):
        taken = min(lost, full)
        given[place], lost = full - taken, lost - taken
    return {f"answer_{name}": str(marks) for name, marks in zip(MARKS, given, strict=True)}


def test_the_hand_example_comes_through_the_door(
    app: Flask, session: Session, site: Site, clock: Clock, office: Browser, run: Callable[..., tuple[int, str]]
) -> None:
    publish_shipped(session, clock())
    period = open_period(session, "2026", date(2026, 1, 1), date(2026, 12, 31))
    first = site.project
    numbers = "ABCDE"
    addresses = []
    for number in numbers:
        project = Project(
            number=number,
            name=f"项目{number}",
            category_id=first.category_id,
            department_id=first.department_id,
            created_at=clock(),
            changed_at=clock(),
        )
        place = Site(project=project, name="点位")
        session.add(place)
        session.flush()
        addresses.append(codes.issue(session, place, clock()).code)
    people = [Deputy(number=f"D{n}", name=f"代表{n}", body=Body.CONGRESS, created_at=clock()) for n in range(1, 5)]
    session.add_all(people)
    session.flush()
    secrets = [passes.issue(session, person, clock()) for person in people]
    session.commit()
    phones = [Browser(app.test_client()) for _ in people]
    for phone, secret in zip(phones, secrets, strict=True):
        phone.open(f"/p/{secret}").press()
    for project_row, deputy, score in VISITS:
        typed = {"visit_kind": "announced", "answer_improve_first": "upkeep", "answer_evidence": "现场看过"}
        phone = phones[deputy].open(f"/S/{addresses[project_row]}").fill(filled(score) | typed)
        assert phone.press("提交").status == 200
    background = district.background(session, period)
    for number, expected, cautious in zip(numbers, FAIR, CAUTIOUS, strict=True):
        counted = of_project(session, find(session, number), clock(), background).deputies.fair
        assert counted is not None
        assert counted.apart is not None
        assert (counted.mean, counted.apart.cautious) == pytest.approx((expected, cautious), abs=5e-5)
    session.rollback()
    status, printed = run("scorecard", "E", "--json")
    assert status == 0
    found = json.loads(printed)["deputies"]["fair"]
    assert (found["mean"], found["apart"]["cautious"]) == pytest.approx((FAIR[-1], CAUTIOUS[-1]), abs=5e-5)
    assert found["apart"]["se"] == pytest.approx(4.5288, abs=5e-5)
    assert [round(one["leniency"], 4) for one in found["deputies"]] == [1.5417]
    office.headers["Accept-Language"] = "en"
    office.open("/desk/projects/E/card").sees("Plain mean 100.0 → fair score 98.5.", "D4", "Deputies, fair score 98.5")
