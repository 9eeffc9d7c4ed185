"""Editions say what they were drawn up from and what changed; whoever subtracts them learns nobody's answer."""

from itertools import pairwise
from random import Random

import pytest
from sqlalchemy import select

from survey.people.tables import Role
from survey.register import cancelling
from survey.register.promises import Amendment
from survey.register.tables import Project
from survey.scorecards import editions, publication
from survey.scorecards.model import Document
from survey.scorecards.suppression import BATCH, LEAST_MARKS
from survey.scorecards.tables import PublishedCard
from survey.settings import DISTRICT_TIME
from survey.web import card_print
from tests.district import Scene
from tests.walker import Browser

NUMBER = "SS-2026-001"


def publish(scene: Scene) -> Document:
    made = publication.publish(scene.session, scene.period, Role.OFFICE, scene.now, "")
    scene.session.commit()
    content = scene.session.scalar(select(PublishedCard.content).where(PublishedCard.publication_id == made.id))
    assert content is not None
    return dict(content)


def test_a_published_card_says_that_its_project_was_cancelled_since(scene: Scene, anybody: Browser) -> None:
    canteen = scene.site.project
    scene.mark(canteen, "D1", 90)
    publish(scene)
    anybody.open(f"/c/{canteen.number}").misses("该项目已于")
    by = Amendment("office", "并入明年的改造，联系 13912345678", scene.now)
    cancelling.cancel(scene.session, canteen, by)
    scene.session.commit()
    anybody.open(f"/c/{canteen.number}").sees("该项目已于", "并入明年的改造").misses("13912345678")
    content = publish(scene)
    assert content["promise"]["cancelled_on"] == scene.now.astimezone(DISTRICT_TIME).date().isoformat()
    assert "并入明年的改造" in card_print.page(content, lambda said, **values: said % values, "zh").notice
    cancelling.resume(scene.session, canteen, by)
    scene.session.commit()
    anybody.open(f"/c/{canteen.number}").misses("该项目已于")


def test_an_edition_says_which_submissions_it_was_drawn_up_from(scene: Scene, anybody: Browser) -> None:
    canteen = scene.site.project
    scene.mark(canteen, "D1", 90)
    first, again = publish(scene), publish(scene)
    assert first["drawn_from"]["submissions"] == 1
    assert first["drawn_from"] == again["drawn_from"]
    scene.mark(canteen, "D2", 80)
    second = publish(scene)
    assert second["drawn_from"]["submissions"] == 2
    assert second["drawn_from"]["ids_hash"] != first["drawn_from"]["ids_hash"]
    anybody.open(f"/c/{NUMBER}").sees(second["drawn_from"]["ids_hash"])


def test_a_correction_says_what_changed(scene: Scene, anybody: Browser) -> None:
    canteen = scene.site.project
    scene.residents(canteen, g5=30, g4=10)
    assert publish(scene)["changes"] == []
    scene.residents(canteen, g1=40)
    canteen.target = "新建食堂12家"
    changed = {figure: (before, after) for figure, before, after in publish(scene)["changes"]}
    assert changed["answers"] == (40, 80)
    assert changed["target"][1] == "新建食堂12家"
    assert "announced" not in changed
    anybody.headers["Accept-Language"] = "en"
    anybody.open(f"/c/{NUMBER}").sees("Changed since the edition before:", "Answers: 40 → 80", "→ 新建食堂12家")


def test_old_cards_without_these_parts_compare_too() -> None:
    old: Document = {"residents": {"n": 40, "satisfaction": None, "satisfied": None}, "deputies": {}, "promise": {}}
    assert list(editions.changes(old, old | {"around": None, "doubt": None})) == []


@pytest.mark.sqlite
@pytest.mark.parametrize("seed", range(6))
def test_whoever_subtracts_editions_finds_batches_and_never_single_people(scene: Scene, seed: int) -> None:
    """The attacker keeps every edition and takes each from the next, for the whole and for every split shown."""
    random, canteen = Random(seed), scene.site.project
    seen: list[Document] = []
    for _ in range(8):
        for _ in range(random.randrange(0, 9)):
            _somebody(scene, canteen, random)
        for _ in range(random.randrange(0, 3)):
            scene.mark(canteen, f"D{random.randrange(6)}", random.randrange(60, 101), announced=random.random() < 0.5)
        seen.append(publish(scene))
    assert seen[-1]["residents"]["n"] is not None
    for before, after in pairwise(seen):
        _learns_nothing(before, after)


def _somebody(scene: Scene, project: Project, random: Random) -> None:
    channel = random.choice(["site", "event"])
    scene.residents(project, channel=channel, **{f"g{random.randrange(1, 6)}": 1})
    if random.random() < 0.6:
        scene.residents(project, "aware", channel, **{random.choice(["yes", "heard", "no"]): 1})


def _learns_nothing(before: Document, after: Document) -> None:
    was, now = before["residents"], after["residents"]
    step = (now["n"] or 0) - (was["n"] or 0)
    assert step == 0 or step >= BATCH
    if step == 0:
        assert was == now
    channels = {channel["channel"]: channel["n"] for channel in was["channels"]}
    for channel in now["channels"] if channels else ():
        assert (moved := channel["n"] - channels.get(channel["channel"], 0)) == 0 or moved >= BATCH
    asked = {question["question"]: question["n"] for question in was["questions"]}
    for question in now["questions"]:
        assert (moved := question["n"] - asked.get(question["question"], 0)) == 0 or moved >= BATCH
    for kind in ("announced", "unannounced"):
        sheets = after["deputies"][kind]["n"] - before["deputies"][kind]["n"]
        assert sheets == 0 or sheets >= LEAST_MARKS or before["deputies"]["every"]["n"] == 0
