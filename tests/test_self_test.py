"""Every option of every live questionnaire can be sent, and what cannot is found before it is asked."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import request
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey.collect import self_test
from survey.collect.tables import Submission, Tally
from survey.questionnaires import catalogue, versions
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.tables import Version
from survey.questionnaires.trials import trials
from survey.questionnaires.xlsform import read_file
from survey.register.tables import Project
from survey.settings import Settings
from survey.web import trial_door
from survey.web.transaction import engine
from tests.conftest import Clock
from tests.test_xlsform import table, tiny

GRADES = tiny(
    "type | name | label | required", "select_one yn | overall | 满意吗 | yes", "select_multiple fruit | b | 乙 |"
)


def failures(session: Session, questionnaire: Questionnaire, clock: Clock) -> list[tuple[str, str, str]]:
    version = versions.publish(session, replace(questionnaire, name="office/x"), "0" * 64, clock())
    found = self_test.failures(session, version, clock(), clock().date())
    return [(failure.question, failure.option, failure.sentence) for failure in found]


EACH_KIND = ("resident/core", "enterprise/interview", "hearing/core", "deputy/core")
"""One of each kind of questionnaire that ships; the others differ in words only (tests/test_forms.py)."""


def publish_each_kind(session: Session, clock: Clock) -> None:
    files = dict(versions.shipped())
    for name in EACH_KIND:
        versions.publish(session, read_file(files[name], name), versions.source_hash(files[name]), clock())


@pytest.mark.sqlite
def test_what_ships_can_be_sent_and_leaves_nothing_behind(session: Session, clock: Clock) -> None:
    publish_each_kind(session, clock)
    for version in session.scalars(select(Version)):
        tried = list(trials(catalogue.questionnaire_of(version)))
        assert len(tried) > 40
        assert self_test.failures(session, version, clock(), clock().date()) == []
    assert [session.scalar(select(func.count()).select_from(t)) for t in (Submission, Tally, Project)] == [0, 0, 0]


def test_a_tiny_questionnaire_passes_on_both_databases(session: Session, clock: Clock) -> None:
    assert failures(session, GRADES, clock) == []


def test_a_grade_that_its_rule_forbids_is_found(session: Session, clock: Clock) -> None:
    form = tiny("type | name | label | constraint", "select_one yn | overall | 满意吗 | . != 'no'")
    assert failures(session, form, clock) == [("overall", "no", self_test.UNREACHABLE)]


def test_a_question_that_is_never_asked_is_found(session: Session, clock: Clock) -> None:
    form = tiny(
        "type | name | label | relevant",
        "select_one yn | a | 甲 |",
        "select_one yn | b | 乙 | ${a} = 'yes' and ${a} = 'no'",
    )
    assert {(question, option) for question, option, _ in failures(session, form, clock)} == {("b", "yes"), ("b", "no")}


@pytest.mark.sqlite
def test_the_command_tries_what_is_asked_and_leaves_nothing(
    session: Session, clock: Clock, run: Callable[..., tuple[int, str]]
) -> None:
    versions.publish(session, replace(GRADES, name="office/x"), "0" * 64, clock())
    session.commit()
    assert run("self-test") == (0, "office/x 1: 4 answers tried, all good\n")
    wrong = tiny("type | name | label | constraint", "select_one yn | overall | 满意吗 | . != 'no'")
    versions.publish(session, replace(wrong, name="office/x"), "0" * 64, clock())
    session.commit()
    status, told = run("self-test", "--json")
    (report,) = json.loads(told)
    assert (status, report["questionnaire"], report["tried"]) == (1, "office/x 2", 2)
    assert [(failure["question"], failure["option"]) for failure in report["failures"]] == [("overall", "no")]


@pytest.mark.sqlite
def test_the_command_finds_nothing_wrong_with_what_ships(
    session: Session, clock: Clock, run: Callable[..., tuple[int, str]]
) -> None:
    publish_each_kind(session, clock)
    session.commit()
    status, told = run("self-test")
    assert status == 0
    assert "deputy/core 1: 123 answers tried, all good" in told


@pytest.mark.sqlite
def test_a_door_that_refuses_bad_grades_is_found(settings: Settings, session: Session, clock: Clock) -> None:
    """What one province's app did: everything looks well, and one star cannot be sent."""
    version = versions.publish(session, replace(GRADES, name="office/x"), "0" * 64, clock())
    with trial_door.open_door(settings, clock()) as door:

        @door.app.before_request
        def refuse() -> tuple[str, int] | None:
            return ("", 503) if b"answer_overall=no" in request.get_data() else None

        found = door.failures(version)
    assert [(f.question, f.option, f.sentence, f.reason) for f in found] == [
        ("overall", "no", self_test.REFUSED, "503")
    ]


LOST = """CREATE TRIGGER t AFTER INSERT ON submission WHEN new.answers LIKE '%no%'
BEGIN DELETE FROM submission WHERE id = new.id; END"""
UNCOUNTED = """CREATE TRIGGER t AFTER INSERT ON tally WHEN new.option = 'no'
BEGIN UPDATE tally SET count = 0 WHERE option = 'no'; END"""
STUCK = "CREATE TRIGGER t BEFORE UPDATE ON tally WHEN new.count = 0 BEGIN SELECT RAISE(IGNORE); END"


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("fault", "sentence"),
    [(LOST, self_test.NOT_STORED), (UNCOUNTED, self_test.NOT_COUNTED), (STUCK, self_test.STILL_COUNTED)],
)
def test_a_database_that_loses_or_keeps_is_found(
    settings: Settings, session: Session, clock: Clock, fault: str, sentence: str
) -> None:
    version = versions.publish(session, replace(GRADES, name="office/x"), "0" * 64, clock())
    with trial_door.open_door(settings, clock()) as door:
        with door.app.app_context(), engine().begin() as connection:
            connection.exec_driver_sql(fault)
        assert sentence in {failure.sentence for failure in door.failures(version)}


@pytest.mark.sqlite
def test_a_file_with_a_grade_that_cannot_be_sent_is_not_published(
    session: Session, run: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    wrong = table("type | name | label | constraint", "select_one yn | overall | 满意吗 | . != 'no'")
    (tmp_path / "wrong.md").write_text(wrong, encoding="utf-8")
    assert run("publish-form", str(tmp_path / "wrong.md"))[0] == 1
    assert session.scalars(select(Version)).all() == []


def test_every_option_is_tried_once() -> None:
    form = tiny(
        "type | name | label | relevant | parameters | score | constraint",
        "range | marks | 分 | | start=0 end=2 step=1 | na | ",
        "text | why | 为什么 | ${marks} < 2 and ${marks} != '' | | | string-length(.) > 0",
        "date | day | 日 | ${why} != '' | | | . > '2026-06-01' or . = '2030-02-03'",
    )
    tried = [(trial.question, trial.option) for trial in trials(form)]
    assert tried == [
        ("marks", "0"),
        ("marks", "1"),
        ("marks", "2"),
        ("marks", "na"),
        ("why", "好"),
        ("day", "2030-02-03"),
    ]
    assert all(trial.fields for trial in trials(form))
