"""Residents' answers for SPSS, read back by the library that others read them with."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyreadstat
import pytest
from sqlalchemy.orm import Session

from survey.collect.periods import open_period
from survey.questionnaires import versions
from survey.questionnaires.model import Questionnaire
from survey.register.tables import Site
from tests.conftest import Clock
from tests.test_answers_out import MASKED, TEXT, content, submission
from tests.test_xlsform import tiny
from tests.walker import Browser

COLUMNS = "type | name | label | parameters | score"
ROWS = (
    "select_one grades | overall | 满意吗 | |",
    "select_one yn | aware | 知道吗 | |",
    "select_multiple fruit | liked | 喜欢什么 | |",
    "range | marks | 打分 | start=0 end=20 step=1 | na",
    "decimal | share | 占比 | |",
    "date | day | 哪天 | |",
    "text | comment | 说两句 | |",
    "text | _To | 保留字 | |",
)
CHOICES = (
    *(("grades", str(grade), f"第{grade}等") for grade in range(5, 0, -1)),
    ("grades", "na", "不了解"),
    ("yn", "yes", "知道"),
    ("yn", "a_very_long_option", "听说过"),
    ("fruit", "a", "苹果"),
    ("fruit", "b", "梨"),
)
LONG = "好" * 1999
ANSWERS: tuple[dict[str, Any], ...] = (
    {"overall": "5", "aware": "yes", "liked": ["a"], "marks": 20, "share": 0.5, "day": "2026-11-24", "comment": TEXT},
    {"overall": "na", "aware": "a_very_long_option", "marks": "na", "share": -1e12, "comment": LONG},
    {"_To": "🙂"},
)


@pytest.fixture
def form() -> Questionnaire:
    options = "\n".join(f"| | {' | '.join(choice)} |" for choice in CHOICES)
    return tiny(COLUMNS, *ROWS, more=f"| choices |\n| | list_name | name | label |\n{options}")


@pytest.fixture
def asked(session: Session, site: Site, clock: Clock, form: Questionnaire) -> int:
    """The id of a version with three answers; committed."""
    period = open_period(session, "2026", date(2026, 1, 1), date(2026, 12, 31))
    version = versions.publish(session, form, "0" * 64, clock())
    for answers in ANSWERS:
        clock.moment += timedelta(minutes=1)
        session.add(submission(site, period.id, version, clock, answers))
    session.commit()
    return version.id


def read(taken: bytes, folder: Path) -> tuple[dict[str, list[Any]], Any]:
    (folder / "a.sav").write_bytes(taken)
    columns, about = pyreadstat.read_sav(folder / "a.sav", output_format="dict", user_missing=True)
    return columns, about


def test_spss_reads_values_labels_and_what_is_missing(office: Browser, asked: int, tmp_path: Path) -> None:
    office.open(f"/desk/questionnaires/{asked}").follow("SPSS")
    columns, about = read(content(office), tmp_path)
    assert about.file_encoding == "UTF-8"
    assert columns["project"] == ["SS-2026-001"] * 3
    assert columns["received_at"][0] == datetime(2026, 11, 24, 10, 31)
    assert [None if grade != grade else grade for grade in columns["overall"]] == [5, -9, None]
    assert columns["marks"][:2] == [20, -9]
    assert about.variable_value_labels["overall"][5] == "第5等"
    assert about.variable_value_labels["overall"][-9] == "不了解"
    assert about.missing_ranges["overall"] == about.missing_ranges["marks"] == [{"lo": -9, "hi": -9}]
    assert columns["aware"] == ["yes", "a_very_long_option", ""]
    assert about.variable_value_labels["aware"]["a_very_long_option"] == "听说过"
    assert [columns["liked.a"][0], columns["liked.b"][0]] == [1, 0]
    assert columns["share"][:2] == [0.5, -1e12]
    assert columns["day"][0] == date(2026, 11, 24)
    assert columns["comment"] == [MASKED, LONG, ""]
    assert columns["v_To"] == ["", "", "🙂"]
    assert about.column_names_to_labels["liked.a"] == "喜欢什么 – 苹果"
    assert about.variable_measure["overall"] == "ordinal"
    assert "overall_label" not in columns


def test_what_an_older_version_asked_otherwise_becomes_a_text(
    run: Callable[..., tuple[int, str]], asked: int, session: Session, clock: Clock, tmp_path: Path
) -> None:
    """A text that is a number by now: what was written before is kept, and the empty file can be read too."""
    newer = tiny("type | name | label", "integer | comment | 说几个数 |", "select_one yn | like | 好吗 |")
    versions.publish(session, newer, "0" * 64, clock())
    session.commit()
    assert run("export-answers", "resident/tiny", "-o", str(tmp_path / "b.sav"))[0] == 0
    columns, about = read((tmp_path / "b.sav").read_bytes(), tmp_path)
    assert columns["comment"] == [MASKED, LONG, ""]
    assert about.number_rows == 3


def test_a_questionnaire_without_answers_gives_an_empty_file(
    run: Callable[..., tuple[int, str]], session: Session, clock: Clock, form: Questionnaire, tmp_path: Path
) -> None:
    versions.publish(session, form, "0" * 64, clock())
    session.commit()
    assert run("export-answers", "resident/tiny", "-o", str(tmp_path / "b.sav"))[0] == 0
    assert read((tmp_path / "b.sav").read_bytes(), tmp_path)[1].number_rows == 0


def test_places_of_a_ranking_and_results_are_numbers(
    run: Callable[..., tuple[int, str]], session: Session, site: Site, clock: Clock, tmp_path: Path
) -> None:
    period = open_period(session, "2026", date(2026, 1, 1), date(2026, 12, 31))
    form = tiny(
        "type | name | label | calculation",
        "rank fruit | best | 排一排 |",
        "calculate | half | | 1 div 2",
        "calculate | said | | 'nan'",
    )
    version = versions.publish(session, form, "0" * 64, clock())
    session.add(submission(site, period.id, version, clock, {"best": ["b", "a"], "half": 0.5, "said": "nan"}))
    session.commit()
    assert run("export-answers", "resident/tiny", "-o", str(tmp_path / "r.sav"))[0] == 0
    columns, about = read((tmp_path / "r.sav").read_bytes(), tmp_path)
    assert (columns["best.a"], columns["best.b"], columns["half"], columns["said"]) == ([2], [1], [0.5], ["nan"])
    assert "best.a" not in about.variable_value_labels
