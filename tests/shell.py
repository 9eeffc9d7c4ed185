"""The command line as a shell sees it: each command in a process of its own.

Importing the product takes a second, most of what a short command takes. So one process imports everything and does
nothing else, and every command is forked from it: it finds what a fresh process finds, only sooner. The tests in
test_cli_register.py start real ones.
"""

import atexit
import gc
import importlib
import json
import os
import pkgutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
LATE = ("pyxform.xls2json_backends", "typst")
"""What the product imports only where it is used."""


def survey(
    *words: str, settings: Mapping[str, str], folder: Path = ROOT, now: datetime | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run a command of `survey` in a folder, at a moment, with these environment variables on top of ours."""
    mother = _mother()
    assert mother.stdin
    assert mother.stdout
    with tempfile.TemporaryDirectory() as place:
        streams = [os.devnull, f"{place}/out", f"{place}/error"]
        asked = {"words": words, "settings": os.environ | settings, "folder": str(folder), "streams": streams}
        asked |= {"moment": now.isoformat() if now else ""}
        mother.stdin.write(json.dumps(asked) + "\n")
        mother.stdin.flush()
        status = int(mother.stdout.readline())
        out, error = (Path(stream).read_text(encoding="utf-8") for stream in streams[1:])
    return subprocess.CompletedProcess(["survey", *words], status, out, error)


@cache
def _mother() -> "subprocess.Popen[str]":
    """The process from which commands are forked; it ends with this one, which held the other end of the pipe."""
    command = [sys.executable, "-m", "tests.shell"]
    mother = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(mother.communicate)
    return mother


def _serve() -> None:
    """Fork a process for each line of stdin and say how it ended; only the forked ones ever return."""
    product = importlib.import_module("survey")
    ours = [module.name for module in pkgutil.walk_packages(product.__path__, "survey.")]
    for name in [name for name in ours if "__main__" not in name and "migrations." not in name] + [*LATE]:
        importlib.import_module(name)
    gc.freeze()
    requests = os.fdopen(0, "rb", buffering=0, closefd=False)
    while line := requests.readline():
        if not (child := os.fork()):
            _become(**json.loads(line))
            return
        os.write(1, b"%d\n" % os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    os._exit(0)


def _become(words: list[str], settings: dict[str, str], folder: str, streams: list[str], moment: str) -> None:
    """Turn this process into one that was started as `survey WORDS`, at a moment that the test says or now."""
    for number, path in enumerate(streams):
        os.dup2(os.open(path, os.O_RDWR | os.O_CREAT), number)
    os.environ.clear()
    os.environ.update(settings)
    os.chdir(folder)
    sys.argv, sys.modules["__main__"].__package__ = ["survey", *words], ""
    if moment:
        context: Any = importlib.import_module("survey.cli.context")
        context.Deployment.now = datetime.fromisoformat(moment)


def main() -> None:
    _serve()
    command: Any = importlib.import_module("survey.cli")
    command.main()


if __name__ == "__main__":
    main()
