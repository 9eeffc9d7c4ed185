"""Somebody who keeps every published card of two periods and subtracts: periods, index and themes tell nothing new."""

from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest
from sqlalchemy import select

from survey.collect.tables import Period
from survey.register.tables import Project
from survey.scorecards import index_weights, indexing, periods, publication, themes
from survey.scorecards.model import Document
from survey.scorecards.suppression import BATCH, FEW
from survey.scorecards.tables import PublishedCard, ThemeRelease
from tests.district import Scene
from tests.test_editions import _learns_nothing, _somebody

pytestmark = pytest.mark.sqlite
Edition = dict[str, Document]
LIST = themes.read("价格：太贵\n卫生：脏\n态度：态度")


class District:
    """Four projects over two periods: people come and go, comments are released, weights change, editions appear."""

    def __init__(self, scene: Scene, seed: int) -> None:
        self.scene, self.random = scene, Random(seed)
        self.past = Period(name="2025", opens_on=date(2025, 1, 1), closes_on=date(2025, 12, 31))
        scene.session.add(self.past)
        self.projects = [scene.site.project, *(scene.project(f"P{number}") for number in range(3))]
        self.comments: dict[int, list[themes.Comment]] = {}
        self.editions: list[tuple[Period, Edition]] = []
        weights = {"residents": 60, "deputies": 30, "milestones": 0, "findings": 10}
        index_weights.set_weights(scene.session, weights, "会议", "office", scene.now)
        scene.session.commit()

    def live(self, period: Period) -> None:
        """Let something happen, then publish."""
        day = date(2025, 6, 1) if period is self.past else date(2026, 11, 20)
        for project in self.projects:
            few = self.random.randrange(6)
            for _ in range(few if project is not self.projects[0] else 12 + 2 * few):
                self._answer(project, day)
            for _ in range(self.random.randrange(3) + 3 * (project is self.projects[0])):
                self._comment(project)
            if period is not self.past and self.random.random() < 0.5:
                deputy, announced = f"D{self.random.randrange(6)}", self.random.random() < 0.5
                self.scene.mark(project, deputy, self.random.randrange(60, 101), announced=announced)
            self._release(project, period)
        now = self.scene.now + timedelta(minutes=len(self.editions))
        made = publication.publish(self.scene.session, period, "office", now, "")
        self.scene.session.commit()
        cards = self.scene.session.scalars(select(PublishedCard).where(PublishedCard.publication_id == made.id))
        self.editions.append((period, {card.content["number"]: dict(card.content) for card in cards}))

    def _answer(self, project: Project, day: date) -> None:
        if day.year == 2026:
            _somebody(self.scene, project, self.random)
        else:
            self.scene.residents(project, day=day, **{f"g{self.random.randrange(1, 6)}": 1})

    def _comment(self, project: Project) -> None:
        text = " ".join(self.random.sample(["太贵", "脏", "态度", "好"], self.random.randrange(1, 3)))
        self.comments.setdefault(project.id, []).append((text, self.random.choice([1, 3, 5, None])))

    def _release(self, project: Project, period: Period) -> None:
        """What a person would release, even where the desk would have refused: publishing must refuse by itself."""
        found = themes.public(themes.tally(self.comments.get(project.id, []), LIST), LIST, 10)
        if found is not None:
            who = {"released_by": "office", "released_at": self.scene.now}
            kept = ThemeRelease(project_id=project.id, period_id=period.id, content=found, **who)
            self.scene.session.add(kept)
            self.scene.session.flush()


@pytest.fixture(params=(1, 2))
def district(scene: Scene, request: pytest.FixtureRequest) -> District:
    made = District(scene, request.param)
    for _ in range(3):
        made.live(made.past)
    for _ in range(4):
        made.live(scene.period)
    return made


def test_whoever_keeps_every_card_of_two_periods_learns_of_nobody(district: District) -> None:
    _steps_are_batches(district)
    _changes_follow(district)
    _index_follows(district)
    _groups_hold_shown_projects(district)


def _steps_are_batches(district: District) -> None:
    """Within a period every step is nothing, or five people or more; themes too, whatever was released."""
    some = 0
    for (period, before), (of, after) in pairwise(district.editions):
        for number in after if period is of else ():
            _learns_nothing(before[number], after[number])
            was, now = before[number]["themes"], after[number]["themes"]
            step = (now or {"n": 0})["n"] - (was or {"n": 0})["n"]
            assert step == 0 or abs(step) >= BATCH
            assert step or was == now
            some += bool(now)
        for card in after.values():
            assert all(theme["n"] >= FEW for theme in (card["themes"] or {"themes": []})["themes"])
    assert some


def _changes_follow(district: District) -> None:
    last = [cards for period, cards in district.editions if period is district.past][-1]
    told = 0
    for period, cards in district.editions:
        for number, card in cards.items():
            expected = periods.since(last[number], card) if period is not district.past else None
            assert card.get("since") == expected
            told += expected is not None
    assert told


def _index_follows(district: District) -> None:
    weights = index_weights.in_force(district.scene.session)
    assert weights is not None
    for _, cards in district.editions:
        again = indexing.of_all([indexing.of_document(card) for card in cards.values()], weights)
        found = [(card["index"]["value"], card["index"]["best"], card["index"]["worst"]) for card in cards.values()]
        assert found == [(index.value, index.best, index.worst) for index in again]


def _groups_hold_shown_projects(district: District) -> None:
    """So taking the shown projects from a department leaves nobody."""
    old, new = (list(cards.values()) for _, cards in (district.editions[2], district.editions[-1]))
    found = periods.compare(old, new)
    for group in (*found.departments, *found.categories):
        shares = [
            (before["residents"]["satisfied"], after["residents"]["satisfied"])
            for before, after in zip(old, new, strict=True)
            if min(before["residents"]["n"] or 0, after["residents"]["n"] or 0) >= 30
        ]
        assert len(shares) == group.projects
        for side, value in ((0, group.residents.before), (1, group.residents.after)):
            counts = sum(pair[side]["count"] for pair in shares), sum(pair[side]["n"] for pair in shares)
            assert value == pytest.approx(100 * counts[0] / counts[1])
