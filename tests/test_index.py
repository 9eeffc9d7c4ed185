"""The composite index: off by default, by written weights, never without its range, and no secret in it."""

import re
from collections.abc import Callable
from datetime import date

import numpy as np
import pytest
from sqlalchemy import select

from survey.people.tables import Role
from survey.register.tables import Milestone, Project
from survey.scorecards import composite, index_weights, indexing, publication
from survey.scorecards.model import Document, content_hash
from survey.scorecards.tables import IndexWeights, PublishedCard
from tests.district import Scene
from tests.walker import Browser, in_english

PAGE = "/desk/scorecards/index"
NO = float("nan")


def test_by_hand() -> None:
    """A 90 80 70, B 70 95 80, C misses a part that has weight, D only one that has none."""
    components = np.array([[90, 80, 70, NO], [70, 95, 80, NO], [99, NO, 99, 99], [60, 60, 60, NO]], float)
    weights = np.array([60, 30, 10, 0.0])
    assert composite.indices(components, weights) == pytest.approx([85, 78.5, NO, 60], nan_ok=True)
    rows = composite.scenarios(weights)
    assert len(rows) == 1 + 2 * 3 + 1
    assert rows[1].tolist() == [45, 30, 10, 0]
    found = composite.sensitivity(components, weights)
    assert found.place.tolist() == [1, 2, 0, 3]
    # All alike: A 80, B 81.667, so both may be first; D is last whatever the weights.
    assert (found.best.tolist(), found.worst.tolist()) == ([1, 1, 0, 3], [2, 2, 0, 3])
    assert found.low[0] == pytest.approx(80)
    assert found.high[0] == pytest.approx((75 * 90 + 30 * 80 + 10 * 70) / 115)
    assert found.among == 3


def test_equals_share_a_place() -> None:
    assert composite.places(np.array([70, 80, 80.0, NO])).tolist() == [3, 1, 1, 0]


def test_order_does_not_depend_on_who_else_is_there() -> None:
    random = np.random.default_rng(2)
    components, weights = random.uniform(40, 100, (30, 4)), np.array([60, 30, 5, 5.0])
    whole, some = composite.indices(components, weights), composite.indices(components[:10], weights)
    assert whole[:10] == pytest.approx(some)


def told(scene: Scene) -> list[Project]:
    """Three projects that have all parts, and one that nobody visited."""
    projects = [scene.project(f"P{number}", f"项目{number}") for number in range(4)]
    for place, project in enumerate(projects):
        scene.residents(project, g5=20 + 10 * place, g3=30)
        scene.session.add(Milestone(project_id=project.id, name="开工", due_on=date(2026, 5, 1), done_on=_done(place)))
    for place, project in enumerate(projects[:3]):
        for number in range(4):
            scene.mark(project, f"D{number}", 90 - 7 * place + number, announced=number % 2 == 0, days_ago=number + 1)
    scene.session.commit()
    return projects


def _done(place: int) -> date:
    return date(2026, 4, 1) if place % 2 else date(2026, 6, 1)


def switch_on(office: Browser, residents: str = "60", deputies: str = "30") -> Browser:
    typed = {"residents": residents, "deputies": deputies, "milestones": "5", "findings": "5"}
    return office.open(PAGE).fill(typed, reason="2026年第3号会议纪要").press(action=PAGE)


def publish(scene: Scene) -> dict[str, Document]:
    made = publication.publish(scene.session, scene.period, "office", scene.now, "")
    scene.session.commit()
    stored = scene.session.scalars(select(PublishedCard).where(PublishedCard.publication_id == made.id))
    cards = {card.content["number"]: dict(card.content) for card in stored}
    scene.session.commit()
    return cards


def test_it_is_off_until_the_office_writes_weights_down(office: Browser, scene: Scene, anybody: Browser) -> None:
    told(scene)
    in_english(office).open("/desk/projects/P0/card").misses("Index of all parts")
    assert publish(scene)["P0"]["index"] is None
    switch_on(office).sees("2026年第3号会议纪要", "How far the order hangs on the weights")
    office.open("/desk/projects/P0/card").sees("Index of all parts", "With other weights it would lie between")
    weighed = re.search(r"Each part times its weight, added up: (.*?) = ([\d.]+)\.", office.page.get_text())
    assert weighed
    parts = [part.split(" × ") for part in weighed[1].removesuffix(" %").split(" % + ")]
    assert sum(float(value) * int(weight) for value, weight in parts) / 100 == pytest.approx(
        float(weighed[2]), abs=0.06
    )
    office.sees("Both means are plain", "The interval is Wilson's")
    office.open("/desk/projects/P3/card").sees("No index: Deputies, fair score")
    publish(scene)
    in_english(anybody).open("/c/P0").sees("Index of all parts together", "Weights decided on 2026-11-24")
    office.open("/desk/audit").sees("set the weights of the index")


def test_wrong_weights_are_refused_and_what_was_typed_stays(office: Browser, scene: Scene) -> None:
    page = switch_on(in_english(office), residents="70")
    page.sees("add up to 100")
    typed_still = [page.page.select_one(name)["value"] for name in ("#residents", "#reason")]
    assert (page.status, typed_still) == (422, ["70", "2026年第3号会议纪要"])
    assert switch_on(office, residents="-5").status == 422
    typed = {"residents": "60", "deputies": "30", "milestones": "5", "findings": "5", "reason": " "}
    assert office.open(PAGE).fill(typed).press(action=PAGE).status == 422
    assert scene.session.scalars(select(IndexWeights)).all() == []
    scene.session.commit()


def test_weights_are_set_by_the_office_alone(sign_in: Callable[..., Browser], scene: Scene, office: Browser) -> None:
    switch_on(office)
    for role in (Role.LEADER, Role.VIEWER):
        viewer = in_english(sign_in(role)).open(PAGE).sees("How far the order hangs").misses("Switch the index off")
        assert viewer.client.post(f"{PAGE}/off").status_code in (400, 403)
    assert sign_in(Role.DEPARTMENT).open(PAGE).status == 403


def test_a_published_index_stays_whatever_is_decided_later(office: Browser, scene: Scene, anybody: Browser) -> None:
    told(scene)
    switch_on(in_english(office))
    first = publish(scene)
    switch_on(office, residents="30", deputies="60")
    office.open(PAGE).press("Switch the index off").sees("Off")
    edition = publication.newest(scene.session)
    assert edition is not None
    assert edition.fitted is not None
    assert edition.fitted["index"] == {"residents": 60, "deputies": 30, "milestones": 5, "findings": 5}
    assert publication.unchanged(scene.session, edition)
    scene.session.commit()
    body = anybody.client.get("/c/P0/card.json").get_json()
    assert body["content"]["index"] == first["P0"]["index"]
    assert content_hash(body["content"]) == body["content_hash"]
    assert b"index,place" in anybody.client.get("/c/P0/card.csv").data
    assert publish(scene)["P0"]["index"] is None


def test_whoever_holds_all_published_cards_could_have_made_the_index(office: Browser, scene: Scene) -> None:
    """So it tells nobody anything new: neither the small numbers nor the marks that were hidden."""
    for place, project in enumerate(told(scene)):
        scene.residents(project, "aware", yes=place)
    few, none = scene.project("F", "人少"), scene.project("N", "无人")
    scene.residents(few, g5=3)
    scene.mark(few, "D1", 55)
    switch_on(office)
    cards = publish(scene)
    weights = index_weights.in_force(scene.session)
    assert weights is not None
    again = indexing.of_all([indexing.of_document(card) for card in cards.values()], weights)
    assert [card["index"]["value"] for card in cards.values()] == [index.value for index in again]
    values = {part["component"]: part["value"] for part in cards["F"]["index"]["parts"]}
    assert (values["residents"], values["deputies"]) == (None, None)
    assert cards[none.number]["index"]["missing"] == ["residents", "deputies", "milestones", "findings"]
