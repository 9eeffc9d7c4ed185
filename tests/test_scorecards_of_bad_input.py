"""Scorecards take what districts really send: thrice the same deputy, turned scales, zeros, options that are gone."""

from datetime import date

import pytest
from sqlalchemy import select

from survey.collect.tables import Submission, VisitKind
from survey.problems import WrongForm
from survey.questionnaires.xlsform import read
from survey.register.tables import Project
from survey.scorecards import cards, district
from survey.scorecards.model import Card
from tests.district import Scene

pytestmark = pytest.mark.sqlite


def card(scene: Scene, project: Project) -> Card:
    background = district.background(scene.session, scene.period)
    return cards.of_project(scene.session, project, scene.now, background)


def test_a_deputy_who_scored_thrice_is_one_deputy_on_three_days(scene: Scene, canteen: Project) -> None:
    for days, score in ((1, 80), (2, 84), (3, 88)):
        scene.mark(canteen, "D1", score, days_ago=days)
    every = card(scene, canteen).deputies.every
    assert (every.n, every.deputies, every.occasions, every.mean) == (3, 1, 3, 84)


def test_scores_of_zero_count(scene: Scene, canteen: Project) -> None:
    scene.mark(canteen, "D1", 0)
    scene.mark(canteen, "D2", 50)
    found = card(scene, canteen).deputies
    assert (found.every.mean, found.full_count, found.band) == (25, 0, "poor")


def test_an_announced_flag_that_is_corrected_moves_the_sheet(scene: Scene, canteen: Project) -> None:
    scene.mark(canteen, "D1", 90)
    scene.mark(canteen, "D2", 70)
    assert card(scene, canteen).deputies.announced.n == 2
    sheet = scene.session.scalars(select(Submission).where(Submission.score == 70)).one()
    sheet.visit_kind = VisitKind.UNANNOUNCED
    scene.session.commit()
    seen = card(scene, canteen).deputies
    assert (seen.announced.mean, seen.unannounced.mean) == (90, 70)


def test_an_option_that_a_later_version_dropped_is_still_told(scene: Scene, canteen: Project) -> None:
    scene.residents(canteen, g5=12)
    scene.residents(canteen, "improve", **{"a_dropped_one": 4, "taste": 2})
    told = {option.option: option.count for option in card(scene, canteen).residents.improve}
    assert told == {"a_dropped_one": 4, "taste": 2}


def test_two_districts_that_no_deputy_links_are_warned_about(scene: Scene, canteen: Project) -> None:
    other = scene.project("P2")
    for deputy, project in (("D1", canteen), ("D2", canteen), ("E1", other), ("E2", other)):
        scene.mark(project, deputy, 80 + len(project.number), days_ago=len(deputy))
    assert "groups_not_comparable" in card(scene, canteen).warnings


def test_nothing_one_and_all_equal(scene: Scene, canteen: Project) -> None:
    assert "component_missing" in card(scene, canteen).warnings
    scene.residents(canteen, g4=1)
    assert card(scene, canteen).residents.n == 1
    for number in range(25):
        scene.residents(scene.project(f"P{number:02}"), day=date(2026, 11, 1), g4=6)
    found = card(scene, canteen).residents.satisfaction
    assert found is not None
    assert (found.k, found.m, found.mean) == (None, 4.0, 4.0)


def test_a_scale_that_runs_the_other_way_is_refused_with_its_cell() -> None:
    worth = {"1": 100, "2": 80, "3": 60, "4": 40, "5": 20}
    rows = "\n".join(f"| | g | {name} | {name} | {points} |" for name, points in worth.items())
    sheet = "| survey |\n| | type | name | label |\n| | select_one g | overall | 总体 |\n| choices |\n"
    with pytest.raises(WrongForm) as refusal:
        read(f"{sheet}| | list_name | name | label | points |\n{rows}\n".encode(), ".md", "resident/turned")
    (fault,) = refusal.value.faults
    assert "5 is the best" in str(fault)
