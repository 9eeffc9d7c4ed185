"""survey check-forms, publish-form, retire-form: the commands as a shell sees them."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from survey.questionnaires import versions
from tests import shell

GOOD = "| survey |\n| | type | name | label::中文 (zh) | label::en |\n| | text | a | 说 | |\n"
WRONG = "| survey |\n| | type | name | label |\n| | video | a | 说 |\n| | text | 2 | 说 |\n"
Run = Callable[..., CompletedProcess[str]]


@pytest.fixture
def survey(tmp_path: Path) -> Run:
    """Run a command of `survey` in a folder of its own."""
    (tmp_path / "good.md").write_text(GOOD, encoding="utf-8")
    (tmp_path / "wrong.md").write_text(WRONG, encoding="utf-8")
    given = {"SURVEY_DATA": str(tmp_path / "var"), "DATABASE_URL": ""}
    return partial(shell.survey, settings=given, folder=tmp_path)


def test_what_ships_is_good(survey: Run) -> None:
    done = survey("check-forms")
    assert done.returncode == 0, done.stdout
    assert done.stdout.count(": good, ") == len(list(versions.shipped()))
    assert "lacks" not in done.stdout


def test_every_fault_is_a_line_with_its_cell(survey: Run) -> None:
    done = survey("check-forms", "good.md", "wrong.md")
    assert done.returncode == 1
    assert "good: good, 1 questions, zh en (en lacks 2 texts)" in done.stdout
    assert "  survey, row 2, type: “video” is not asked: nobody is recorded" in done.stdout
    assert "  survey, row 3, name: “2” cannot be a name" in done.stdout


def test_json_lists_the_same(survey: Run) -> None:
    good, wrong = json.loads(survey("check-forms", "--json", "good.md", "wrong.md").stdout)
    assert (good["questions"], good["faults"], good["languages"]) == (1, [], ["zh", "en"])
    assert [(fault["sheet"], fault["row"], fault["column"]) for fault in wrong["faults"]] == [
        ("survey", 2, "type"),
        ("survey", 3, "name"),
    ]


def test_a_questionnaire_is_published_and_retired(survey: Run) -> None:
    assert survey("publish-form", "good.md").stdout == "Published office/good 1: office/good.\n"
    assert survey("publish-form", "good.md").stdout == "Published office/good 1: office/good.\n"
    assert survey("retire-form", "office/good").stdout == "Retired office/good 1.\n"
    assert survey("retire-form", "office/good").returncode == 1
    assert survey("publish-form", "good.md").stdout == "Published office/good 2: office/good.\n"


def test_a_wrong_questionnaire_is_not_published(survey: Run) -> None:
    done = survey("publish-form", "wrong.md")
    assert done.returncode == 1
    assert "row 2, type" in done.stderr
    assert "Traceback" not in done.stderr
    assert survey("publish-form", "missing.md").returncode == 2
