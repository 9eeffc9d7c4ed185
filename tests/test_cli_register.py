"""The commands that look at the register: sites, status; and the demo that fills it. Some in real processes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import shell
from tests.shell import ROOT


def settings(data: Path) -> dict[str, str]:
    return {"SURVEY_DATA": str(data), "SURVEY_URL": "https://fivelists.example", "DATABASE_URL": ""}


def started(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Start `survey` as a shell does."""
    command = [sys.executable, "-m", "survey", *arguments]
    return subprocess.run(command, cwd=ROOT, env=os.environ | settings(data), capture_output=True, text=True)


def survey(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command of `survey` on a data folder."""
    return shell.survey(*arguments, settings=settings(data))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a small demo district."""
    folder = tmp_path_factory.mktemp("data")
    done = started(folder, "demo", "--projects", "3", "--submissions", "25")
    assert done.returncode == 0, done.stderr
    return folder


def test_sites_are_listed_with_their_addresses(data: Path) -> None:
    rows = json.loads(started(data, "sites", "--json").stdout)
    assert {row["project"] for row in rows} == {"SS-2026-001", "SS-2026-002", "SS-2026-003"}
    assert all(set(row) == {"project", "site", "code", "url"} for row in rows)
    assert all(row["url"] == f"https://fivelists.example/S/{row['code']}" for row in rows)
    assert rows[0]["code"] in survey(data, "sites").stdout


def test_status_counts_what_is_stored(data: Path) -> None:
    found = json.loads(survey(data, "status", "--json").stdout)
    assert (found["projects"], found["deputies"], found["database"]) == (3, 24, "sqlite")
    assert found["submissions"] >= 25
    assert found["schema"]
    assert found["disk_free"] > 0
    assert "projects     3" in survey(data, "status").stdout


def test_an_empty_house_has_nothing_to_list(tmp_path: Path) -> None:
    assert json.loads(survey(tmp_path, "sites", "--json").stdout) == []
    assert json.loads(survey(tmp_path, "status", "--json").stdout)["projects"] == 0


def test_the_demo_never_mixes_with_what_is_there(data: Path) -> None:
    again = survey(data, "demo")
    assert again.returncode == 1
    assert "not empty" in again.stderr


@pytest.mark.parametrize("wrong", [("--projects", "0"), ("--submissions", "many"), ("--nothing",)])
def test_wrong_usage_is_exit_status_two(tmp_path: Path, wrong: tuple[str, ...]) -> None:
    assert survey(tmp_path, "demo", *wrong).returncode == 2


def test_a_real_process_says_no_the_same_way(tmp_path: Path) -> None:
    for run in (started, survey):
        done = run(tmp_path, "pass", "NOBODY-1")
        assert (done.returncode, done.stdout, "Traceback" in done.stderr) == (1, "", False)
        assert "NOBODY-1" in done.stderr
    assert started(tmp_path, "--nothing").returncode == 2
