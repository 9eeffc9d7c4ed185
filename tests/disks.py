"""A small disk that a test fills up, for real: what a phone with no space left is to its browser."""

import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass
class Disk:
    """A disk of 60 MB with the profile of the first phone on it."""

    folder: Path

    def fill(self) -> None:
        with (self.folder / "ballast").open("wb", buffering=0) as ballast, suppress(OSError):
            while ballast.write(bytes(4096)):
                pass

    def empty(self) -> None:
        (self.folder / "ballast").unlink()


@pytest.fixture
def disk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Disk]:
    if request.config.getoption("--engine") == "firefox":
        pytest.skip("a profile of Firefox wants more room")
    folder = tmp_path / "phone1"
    folder.mkdir()
    told = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=60m", "tmpfs", folder], capture_output=True, text=True)
    if told.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {told.stderr.strip()}")
    yield Disk(folder)
    subprocess.run(["umount", "--lazy", folder], check=True)
