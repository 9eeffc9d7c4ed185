"""The office puts right whether those visited knew of it: with a reason, of what is released, and the card follows."""

from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.collect import tallies
from survey.collect.tables import Submission, VisitKind
from survey.people.tables import AuditEntry
from survey.register.tables import Project
from survey.scorecards import cards, district, publication
from survey.scorecards.model import Deputies
from survey.visits import kinds
from tests.district import Scene
from tests.rounds import Cast
from tests.test_editions import publish
from tests.test_visits import plan
from tests.walker import Browser

ADDRESS = "/desk/scorecards/sheets/SS-2026-001"


def put_right(people: Cast, *sheets: str, kind: str = "announced", reason: str = "社区事先发了通知") -> Browser:
    page = people.office.open("/desk/visits/plan")
    token = page.page.select_one("[name=csrf_token]")
    assert token is not None
    sent = {"csrf_token": token["value"], "sheet": list(sheets), "kind": kind, "reason": reason}
    page.response = page.client.post(ADDRESS, data=sent)
    return page


def sheets(people: Cast) -> list[str]:
    """The ids of the sheets that the office may choose, the newest first."""
    return [str(box["value"]) for box in people.office.open(ADDRESS).page.select("[name=sheet]")]


def card(people: Cast) -> dict[str, int]:
    """How many sheets of each kind the card counts."""
    with Session(people.session.get_bind()) as session:
        kinds = session.scalars(select(Submission.visit_kind).where(Submission.superseded_at.is_(None)))
        found = [kind.value for kind in kinds if kind]
    return {kind: found.count(kind) for kind in set(found)}


def test_a_sheet_counts_as_the_other_kind_with_who_and_why(people: Cast) -> None:
    people.score()
    people.score(people.other_deputy)
    first, second = sheets(people)
    put_right(people, second)
    people.office.open(ADDRESS).sees("社区事先发了通知", "office", "未列入查访安排")
    assert card(people) == {"announced": 1, "unannounced": 1}
    with Session(people.session.get_bind()) as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.act == "visit_kind_corrected")).one()
        assert (entry.subject, entry.detail["sheets"]) == ("SS-2026-001", [second])
    put_right(people, first, second, kind="unannounced", reason="查过了，没有通知")
    assert card(people) == {"unannounced": 2}
    people.office.open(ADDRESS).misses("社区事先发了通知")


def test_a_later_sheet_does_not_bring_the_forms_kind_back(people: Cast) -> None:
    people.score()
    put_right(people, *sheets(people))
    people.score(upkeep=3)
    assert card(people) == {"announced": 1}
    people.office.open(ADDRESS).sees("社区事先发了通知", "office")
    people.score(people.other_deputy)
    assert card(people) == {"announced": 1, "unannounced": 1}


def test_what_the_phone_sends_again_is_still_the_same(people: Cast) -> None:
    people.score()
    before = people.session.scalars(select(Submission.content_hash)).all()
    people.session.rollback()
    put_right(people, *sheets(people))
    people.session.rollback()
    assert people.session.scalars(select(Submission.content_hash)).all() == before


def test_a_visit_that_is_not_released_cannot_be_chosen(people: Cast) -> None:
    code = plan(people)
    people.score()
    people.score(people.other_deputy)
    assert sheets(people) == []
    with Session(people.session.get_bind()) as session:
        sealed = str(session.scalars(select(Submission.id)).first())
    assert put_right(people, sealed).response.status_code == 404
    people.office.open(f"/desk/visits/{code}").press("公布结果")
    assert sealed in sheets(people)
    assert put_right(people, sealed).response.status_code == 303


@pytest.mark.parametrize(
    ("fields", "said"), [({"reason": " "}, "请填写"), ({"kind": "secret"}, ""), ({}, "请至少选一份")]
)
def test_without_a_reason_a_kind_or_a_sheet_nothing_changes(people: Cast, fields: dict[str, str], said: str) -> None:
    people.score()
    page = put_right(people, *(sheets(people) if fields else []), **fields)
    assert page.response.status_code == 422
    assert said in page.response.get_data(as_text=True)
    assert "社区事先发了通知" in page.response.get_data(as_text=True) or "reason" in fields
    assert card(people) == {"unannounced": 1}


def test_it_is_the_offices_and_of_sheets_that_are_there(people: Cast) -> None:
    people.score()
    assert put_right(people, str(uuid4())).response.status_code == 404
    assert put_right(people, "x").response.status_code == 404
    assert people.department.client.get(ADDRESS).status_code == 403
    assert people.deputy.client.get(ADDRESS).status_code == 303


def turn(scene: Scene, project: Project, score: int, kind: VisitKind = VisitKind.UNANNOUNCED) -> None:
    sheet = scene.session.scalars(select(Submission.id).where(Submission.score == score)).one()
    kinds.correct(scene.session, project, [sheet], kinds.Change(kind, "社区事先发了通知", "office"), scene.now)


def seen(scene: Scene, project: Project) -> Deputies:
    background = district.background(scene.session, scene.period)
    return cards.of_project(scene.session, project, scene.now, background).deputies


@pytest.mark.sqlite
def test_cards_follow_editions_stay_and_the_next_one_says_what_is_otherwise(
    scene: Scene, canteen: Project, anybody: Browser
) -> None:
    for place in range(6):
        scene.mark(canteen, f"D{place}", 80 + place, announced=place != 5)
    first = publish(scene)
    old, counted = publication.newest(scene.session), tallies.stored(scene.session)
    assert old is not None
    turn(scene, canteen, 80)
    assert publish(scene)["deputies"] == first["deputies"]  # else whoever subtracts would know that sheet's marks
    turn(scene, canteen, 81)
    turn(scene, canteen, 82)
    found = seen(scene, canteen)
    assert (found.announced.mean, found.unannounced.mean, found.every.mean) == (83.5, 82, 82.5)
    changed = {figure: (was, now) for figure, was, now in publish(scene)["changes"]}
    assert (changed["announced_sheets"], changed["unannounced_sheets"]) == ((5, 2), (1, 4))
    assert publication.unchanged(scene.session, old)
    assert tallies.stored(scene.session) == counted
    anybody.headers["Accept-Language"] = "en"
    anybody.open(f"/c/{canteen.number}").sees("Sheets of announced visits: 5 → 2")


@pytest.mark.sqlite
def test_two_sheets_that_change_places_move_the_card_too(scene: Scene, canteen: Project) -> None:
    """As many sheets, as many announced, the same sum: still another card."""
    for place in range(4):
        scene.mark(canteen, f"D{place}", 80 + place, announced=place < 2)
    assert seen(scene, canteen).announced.mean == 80.5
    turn(scene, canteen, 80)
    turn(scene, canteen, 83, VisitKind.ANNOUNCED)
    assert seen(scene, canteen).announced.mean == 82
