"""What districts really send, through the door: phones scan and send, deputies score, the office reads the card."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from survey.collect.periods import open_period
from survey.people import passes
from survey.people.tables import Body, Deputy
from survey.register import codes
from survey.register.tables import Project, Site
from survey.scorecards import cards, district
from survey.scorecards.model import Card
from tests.conftest import Clock
from tests.shipped import publish_shipped
from tests.test_fair import filled
from tests.walker import Browser, in_english

LIST = "/desk/questionnaires"


class Door:
    """A district that is only ever told anything by phones."""

    def __init__(self, app: Flask, session: Session, site: Site, clock: Clock) -> None:
        self.app, self.session, self.clock, self.first = app, session, clock, site.project
        self.codes: dict[str, str] = {}
        self.phones: dict[str, Browser] = {}
        publish_shipped(session, clock())
        open_period(session, "2026", date(2026, 1, 1), date(2026, 12, 31))
        session.commit()

    def project(self, number: str) -> str:
        """The code at a project's site."""
        if number not in self.codes:
            given = {key: getattr(self.first, key) for key in ("category_id", "department_id")}
            now = self.clock()
            project = Project(number=number, name=f"项目{number}", created_at=now, changed_at=now, **given)
            place = Site(project=project, name="点位")
            self.session.add(place)
            self.session.flush()
            self.codes[number] = codes.issue(self.session, place, now).code
            self.session.commit()
        return self.codes[number]

    def deputy(self, number: str) -> Browser:
        if number not in self.phones:
            person = Deputy(number=number, name=f"代表{number}", body=Body.CONGRESS, created_at=self.clock())
            self.session.add(person)
            self.session.flush()
            secret = passes.issue(self.session, person, self.clock())
            self.session.commit()
            self.phones[number] = Browser(self.app.test_client())
            self.phones[number].open(f"/p/{secret}").press()
        return self.phones[number]

    def score(self, project: str, deputy: str, score: int, *, announced: bool = True) -> None:
        kind = "announced" if announced else "unannounced"
        typed = {"visit_kind": kind, "answer_improve_first": "upkeep", "answer_evidence": "现场看过"}
        address, phone = f"/S/{self.project(project)}", self.deputy(deputy)
        assert phone.open(address).fill(filled(score) | typed).press("提交").status == 200

    def answer(self, project: str, *grades: str) -> None:
        """People who answer, each with a phone of their own."""
        for grade in grades:
            phone = Browser(self.app.test_client()).open(f"/S/{self.project(project)}")
            assert phone.fill(answer_overall=grade).press("提交").status == 200

    def card(self, project: str) -> Card:
        self.project(project)
        with Session(self.session.get_bind()) as session:
            period = district.period_at(session, self.clock())
            background = district.background(session, period)
            return cards.of_project(session, cards.find(session, project), self.clock(), background)


@pytest.fixture
def door(app: Flask, session: Session, site: Site, clock: Clock) -> Door:
    return Door(app, session, site, clock)


GAP = "A1+95 A2-85 B2+88 B1-90 C1+92 C2-84 D3+97 D1-91 E2+80 E3-86"
"""Project, deputy, announced or not, score."""


def test_the_hand_examples_of_residents_and_of_the_gap_to_four_decimals(
    door: Door, run: Callable[..., tuple[int, str]]
) -> None:
    for told in GAP.split():
        door.score(told[0], f"D{told[1]}", int(told[3:]), announced=told[2] == "+")
    door.answer("A", *"5555444331")
    status, printed = run("scorecard", "A", "--json")
    assert status == 0
    found = json.loads(printed)
    gap = found["district"]["announced_minus_unannounced"]
    assert (gap["gap"], gap["se"], gap["same_deputies"]) == (
        pytest.approx(3.2, abs=5e-5),
        pytest.approx(0.7521, abs=5e-5),
        True,
    )
    share = found["residents"]["satisfied"]
    assert (share["low"], share["high"]) == (pytest.approx(39.68, abs=5e-3), pytest.approx(89.22, abs=5e-3))
    # x̄ = 3.9, k = 20, m = 4.0, Z = 1/3 while fewer than 20 projects have answers.
    assert found["residents"]["satisfaction"]["mean"] == pytest.approx(4 - 0.1 / 3, abs=5e-5)


@pytest.mark.sqlite
def test_nobody_then_one_then_all_alike(door: Door, office: Browser, anybody: Browser) -> None:
    assert "component_missing" in door.card("A").warnings
    in_english(office).open("/desk/projects/A/card").sees("Nobody has answered yet.", "No deputy has visited yet.")
    door.answer("A", "5")
    assert door.card("A").residents.n == 1
    office.open("/desk/scorecards").fill(note="").press(action="/desk/scorecards/publish")
    in_english(anybody).open("/c/A").sees("Fewer than 5").misses("5.0")
    for number in range(3):
        for deputy in range(2):
            door.score(f"S{number}", f"D{deputy}", 90)
    fair = door.card("S0").deputies.fair
    assert fair is not None
    assert (fair.basis, fair.mean, fair.low) == ("same", 90, None)


@pytest.mark.sqlite
def test_zeros_and_a_deputy_who_scores_thrice(door: Door, clock: Clock) -> None:
    door.score("A", "D1", 0)
    for score in (80, 84, 88):
        clock.moment += timedelta(days=1)
        door.score("B", "D1", score)
    every = door.card("B").deputies.every
    assert (every.n, every.deputies, every.occasions, every.mean) == (3, 1, 3, 84)
    assert door.card("A").deputies.every.mean == 0


@pytest.mark.sqlite
def test_two_districts_that_no_deputy_links(door: Door, office: Browser) -> None:
    for project, deputy in (("A", "D1"), ("A", "D2"), ("B", "E1"), ("B", "E2")):
        door.score(project, deputy, 80 + len(door.phones))
    assert "groups_not_comparable" in door.card("A").warnings
    in_english(office).open("/desk/projects/A/card").sees("cannot be compared with some others")


WORDS = {"5": "很好", "4": "好", "3": "一般", "2": "差", "1": "很差"}


def _own(points: dict[str, int], *wishes: str) -> tuple[BytesIO, str]:
    grades = "".join(f"| | g | {name} | {WORDS[name]} | {worth} |\n" for name, worth in points.items())
    choices = "".join(f"| | w | {name} | {name} | |\n" for name in wishes)
    text = (
        "| survey |\n| | type | name | label |\n| | select_one g | overall | 总体 |\n| | select_one w | wish | 想要 |\n"
        f"| choices |\n| | list_name | name | label | points |\n{grades}{choices}"
    )
    return BytesIO(text.encode()), "own.md"


@pytest.mark.sqlite
def test_an_option_that_a_later_version_dropped_is_counted_and_told(door: Door, office: Browser) -> None:
    best_first = {"5": 100, "4": 80, "3": 60, "2": 40, "1": 20}
    code = door.project("A")
    office.open(LIST).fill(file=_own(best_first, "bench", "tree")).press().press("发布")
    office.open(f"{LIST}/catalogue").fill(number="A", choice="resident:office/own").press("选定")
    early = Browser(door.app.test_client()).open(f"/S/{code}").fill(answer_overall="5", answer_wish="tree")
    office.open(LIST).fill(file=_own(best_first, "bench")).press().press("发布")
    assert early.press("提交").status == 200
    late = Browser(door.app.test_client()).open(f"/S/{code}").misses("tree")
    assert late.fill(answer_overall="4", answer_wish="bench").press("提交").status == 200
    (wish,) = [question for question in door.card("A").residents.questions if question.question == "wish"]
    assert {option.option: option.count for option in wish.options} == {"bench": 1, "tree": 1}


@pytest.mark.sqlite
def test_a_scale_that_runs_the_other_way_does_not_come_in(door: Door, office: Browser) -> None:
    page = (
        in_english(office).open(LIST).fill(file=_own({"1": 100, "2": 80, "3": 60, "4": 40, "5": 20}, "bench")).press()
    )
    assert page.status == 422
    page.sees("5 is the best")
