"""The built wheel, installed alone into a fresh environment, serves a page from its own templates, forms and static."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shell import ROOT


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with nothing in it but the wheel and what the wheel asks for, at the locked versions."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder / "venv")], check=True)
    locked = re.sub(r" \\\n +--hash=\S+", "", (ROOT / "requirements.txt").read_text())
    (folder / "locked.txt").write_text(locked)
    [wheel] = folder.glob("*.whl")
    # Our pip, into the other environment, and no module compiled that is never imported: that took most of the time.
    pip = [sys.executable, "-m", "pip", "--python", folder / "venv/bin/python"]
    install = ["install", "--quiet", "--no-compile", "-c", folder / "locked.txt", wheel]
    subprocess.run([*pip, *install], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def served(environment: Path) -> Iterator[tuple[str, str]]:
    """`survey serve --demo` of the installed wheel, far from the checkout: its address and what it printed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "SURVEY", "DATABASE"))}
    log = environment / "log"
    with log.open("wb") as sink:
        server = subprocess.Popen(
            [environment / "venv/bin/survey", "serve", "--demo"],
            env={**clean, "SURVEY_DATA": str(environment / "data"), "SURVEY_PORT": str(port)},
            cwd=environment,
            stdout=sink,
            stderr=sink,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address)
        yield address, log.read_text()
    finally:
        server.terminate()
        server.wait(30)


def _wait(address: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{address}/readyz", timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the installed wheel did not serve")


def test_a_scan_is_answered_by_the_installed_wheel(served: tuple[str, str]) -> None:
    address, said = served
    code = said.split("/S/")[1].split()[0]
    request = urllib.request.Request(f"{address}/S/{code}", headers={"Accept-Language": "zh-CN"})
    page = urllib.request.urlopen(request).read().decode()
    assert 'name="answer_overall"' in page
    assert "满意" in page
    style = urllib.request.urlopen(f"{address}/").read().decode()
    sheet = re.search(r'href="(/static/[^"]+\.css[^"]*)"', style)
    assert sheet
    assert urllib.request.urlopen(address + sheet[1]).status == 200


def test_the_wheel_brings_its_own_package(environment: Path) -> None:
    where = subprocess.run(
        [environment / "venv/bin/python", "-I", "-c", "import survey; print(survey.__file__)"],
        cwd=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert where.stdout.startswith(str(environment / "venv"))
