"""Editions side by side: what changed by more than chance, from published figures alone."""

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pytest

from survey.collect.tables import Period
from survey.people.tables import Role
from survey.register.tables import Project
from survey.scorecards import change, periods, publication, wilson
from survey.scorecards.change import Figure
from survey.scorecards.tables import Publication
from tests.district import Scene
from tests.walker import Browser, in_english

PAGE = "/desk/scorecards/periods"


def share(count: int, n: int) -> Figure:
    return Figure(*wilson.interval(count, n))


def test_the_published_example() -> None:
    """Newcombe 1998, table II: 56/70 and 48/80 differ by 0.2, method 10 gives 0.0524 to 0.3339."""
    found = change.between(share(48, 80), share(56, 70))
    assert (found.gap, found.low, found.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)
    assert found.is_real
    assert found.weight == pytest.approx(0.2 / (0.2 - 0.0524), abs=1e-3)
    back = change.between(share(56, 70), share(48, 80))
    assert (back.low, back.high, back.is_real) == (pytest.approx(-found.high), pytest.approx(-found.low), True)


def test_where_nothing_changed_few_figures_look_changed() -> None:
    random = np.random.default_rng(4)
    truth = random.uniform(0.5, 0.95, 4000)
    before, after = (random.binomial(60, truth) for _ in range(2))
    pairs = zip(before.tolist(), after.tolist(), strict=True)
    called = [change.between(share(was, 60), share(now, 60)).is_real for was, now in pairs]
    assert 0.02 < np.mean(called) < 0.06


@pytest.fixture
def two_periods(scene: Scene, canteen: Project) -> tuple[Publication, Publication]:
    """2025 and 2026, each with an edition: the canteen falls, the park stays, nobody says more of the pool."""
    past = Period(name="2025", opens_on=date(2025, 1, 1), closes_on=date(2025, 12, 31))
    scene.session.add(past)
    park, pool = scene.project("P-PARK", "口袋公园"), scene.project("P-POOL", "游泳馆")
    for project, satisfied in ((canteen, 90), (park, 80), (pool, 40)):
        scene.residents(project, day=date(2025, 6, 1), g5=satisfied, g2=100 - satisfied)
    first = publication.publish(scene.session, past, "office", scene.now - timedelta(days=200), "")
    for project, satisfied in ((canteen, 55), (park, 78)):
        scene.residents(project, g5=satisfied, g2=100 - satisfied)
    scene.session.commit()
    second = publication.publish(scene.session, scene.period, "office", scene.now, "")
    scene.session.commit()
    return first, second


def test_what_fell_stands_first_and_what_may_be_luck_is_said(
    office: Browser, scene: Scene, two_periods: tuple[Publication, Publication]
) -> None:
    page = in_english(office).open(PAGE).sees("2025 · Edition 1 → 2026 · Edition 1", "What really changed?")
    page.sees("1 of 2 figures changed", "90 % → 55 %", "may be luck", "The 1 projects that changed most")
    first = page.page.select_one("section.panel tbody th")
    assert first is not None
    assert "社区食堂" in first.get_text()


def test_a_card_says_what_changed_since_the_period_before(
    anybody: Browser, two_periods: tuple[Publication, Publication]
) -> None:
    in_english(anybody).open("/c/SS-2026-001").sees("What has changed since 2025?", "90 % → 55 % (−35 points")
    anybody.sees("That is more than chance.")
    anybody.open("/c/P-PARK").sees("80 % → 78 %", "That may be luck.")
    anybody.open("/c/P-POOL").misses("What has changed since")


def test_projects_of_one_edition_only_are_named_and_not_compared() -> None:
    def card(number: str) -> dict[str, object]:
        return {
            "number": number,
            "name": f"项目{number}",
            "promise": {"department": "局", "category": "类"},
            "residents": {"n": 0, "satisfied": None},
            "deputies": {"fair": None},
        }

    found = periods.compare([card("A"), card("B")], [card("B"), card("C")])
    assert (found.new, found.gone, [row.number for row in found.rows]) == (["项目C"], ["项目A"], ["B"])
    assert (found.compared, found.vital, found.district) == (0, [], None)


def test_one_edition_is_too_few(office: Browser, scene: Scene) -> None:
    in_english(office).open(PAGE).sees("Two editions are needed to compare.")


def test_editions_are_chosen_and_unknown_ones_refused(
    sign_in: Callable[..., Browser], two_periods: tuple[Publication, Publication]
) -> None:
    first, second = two_periods
    leader = in_english(sign_in(Role.LEADER))
    leader.open(f"{PAGE}?before={second.id}&after={first.id}").sees("2026 · Edition 1 → 2025 · Edition 1")
    for typed in ("999", "x", "-1"):
        assert leader.open(f"{PAGE}?after={typed}").status == 404
    assert sign_in(Role.DEPARTMENT).open(PAGE).status == 403
