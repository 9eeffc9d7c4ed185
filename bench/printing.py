"""Every layout for a district of 342 sites, made by the command line: seconds, memory and size of the file."""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from pypdf import PdfReader
from sqlalchemy import func, select, update

from survey import demo
from survey.database import make_engine, writer
from survey.migrations import migrate
from survey.printing.orders import LAYOUTS
from survey.register.tables import Site
from survey.settings import Settings

SITES = 342
ORDERS = [("--layout", layout) for layout in LAYOUTS] + [("--layout", each, "--marks") for each in ("a4", "cards")]


def lines() -> Iterator[str]:
    """A table, one line a layout."""
    with tempfile.TemporaryDirectory(prefix="fivelists-") as folder:
        _district(Settings(data=Path(folder)))
        yield f"{'s':>6} {'CPU s':>6} {'MiB':>5} {'MB':>6} {'pages':>6}  layout, {SITES} sites"
        for order in ORDERS:
            yield _line(Path(folder), order)


def _district(settings: Settings) -> None:
    """A demo district in which every project has one site."""
    engine = make_engine(settings.database)
    migrate(engine)
    now, first = datetime.now(UTC), select(func.min(Site.id)).group_by(Site.project_id)
    with writer(engine) as session:
        demo.load(session, now, projects=SITES, submissions=0)
        session.execute(update(Site).where(Site.id.not_in(first)).values(removed_at=now))
        session.commit()
    engine.dispose()


def _line(folder: Path, order: tuple[str, ...]) -> str:
    file = folder / "printed.pdf"
    command = [sys.executable, "-m", "survey", "posters", "-o", str(file), *order]
    began = time.perf_counter()
    environment = os.environ | {"SURVEY_DATA": str(folder), "SURVEY_URL": "https://wuzhang.gov.cn", "DATABASE_URL": ""}
    quiet = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]
    child = os.posix_spawn(sys.executable, command, environment, file_actions=quiet)
    _, status, used = os.wait4(child, 0)
    assert status == 0, f"survey posters ended with {status}"
    wall, processor, pages = time.perf_counter() - began, used.ru_utime + used.ru_stime, len(PdfReader(file).pages)
    megabytes = file.stat().st_size / 1e6
    return (
        f"{wall:6.1f} {processor:6.1f} {used.ru_maxrss / 1024:5.0f} {megabytes:6.1f} {pages:6}  {' '.join(order[1:])}"
    )
