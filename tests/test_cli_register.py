"""The commands that look at the register: sites, status; and the demo that fills it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def survey(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command of `survey` on a data folder."""
    environment = {**os.environ, "SURVEY_DATA": str(data), "SURVEY_URL": "https://fivelists.example"}
    environment.pop("DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "-m", "survey", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True
    )


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a small demo district."""
    folder = tmp_path_factory.mktemp("data")
    done = survey(folder, "demo", "--projects", "3", "--submissions", "25")
    assert done.returncode == 0, done.stderr
    return folder


def test_sites_are_listed_with_their_addresses(data: Path) -> None:
    rows = json.loads(survey(data, "sites", "--json").stdout)
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
