"""Questionnaires that come back on paper: numbered when they are printed, keyed in once, compared where keyed twice."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey import problems
from survey.collect import periods
from survey.collect.events import COUNTED
from survey.collect.tables import PaperSheet, Submission
from survey.questionnaires.tables import Audience, Version

SCANNED = re.compile(r"/desk/paper/(?P<number>\d{1,9})\?version=(?P<version>\d{1,9})$")
TYPED = re.compile(r"\d{1,9}")


@dataclass
class Batch:
    """How far the sheets of one site and one version have come, and what those that are stored said."""

    printed: int = 0
    stored: int = 0
    keyed_once: int = 0
    next: int | None = None
    """The first number that is not stored."""
    overall: Counter[str] = field(default_factory=Counter)


def address(sheet: PaperSheet, public_url: str) -> str:
    """What the code on a sheet says: where the staff key it in, with the version that it asks."""
    return f"{public_url}/desk/paper/{sheet.number}?version={sheet.version_id}"


def number(
    session: Session, version: Version, code: str, language: str, *, count: int, now: datetime, today: date
) -> list[PaperSheet]:
    """Give numbers to new sheets of a site; raises ClosedPeriod, and NotFound for a questionnaire of deputies."""
    if version.audience is not Audience.RESIDENT:
        raise problems.NotFound()
    period = periods.current(session, today)
    about = {"version_id": version.id, "code": code, "language": language, "period_id": period.id, "printed_at": now}
    made = [PaperSheet(**about, submission_id=uuid4()) for _ in range(count)]
    session.add_all(made)
    session.flush()
    return made


def of_typed(session: Session, typed: str) -> PaperSheet:
    """Find a sheet by its number or by what a scanner read; raises UnknownSheet."""
    plain = unicodedata.normalize("NFKC", typed).strip().removeprefix("No").strip()
    scanned = SCANNED.search(plain)
    if scanned is None and not TYPED.fullmatch(plain):
        raise problems.UnknownSheet()
    sheet = of_number(session, int(scanned["number"] if scanned else plain))
    if scanned and int(scanned["version"]) != sheet.version_id:
        raise problems.UnknownSheet()
    return sheet


def of_number(session: Session, wanted: int) -> PaperSheet:
    """Find a sheet; raises UnknownSheet."""
    sheet = session.get(PaperSheet, wanted)
    if sheet is None:
        raise problems.UnknownSheet()
    return sheet


def check(session: Session, sheet: PaperSheet, today: date) -> None:
    """Refuse what must not be keyed: raises KeyedSheet, ClosedPeriod, or OtherPeriodsSheet."""
    if sheet.keyed_at is not None:
        raise problems.KeyedSheet(number=sheet.number, who=sheet.keyed_by, day=f"{sheet.keyed_at:%Y-%m-%d}")
    if periods.current(session, today).id != sheet.period_id:
        raise problems.OtherPeriodsSheet(period=periods.of_id(session, sheet.period_id).name)


def differing(sheet: PaperSheet, answers: Mapping[str, Any]) -> set[str]:
    """The questions that the first keying answers otherwise; none when there was no first."""
    first = sheet.first_answers
    return set() if first is None else {name for name in {*first, *answers} if first.get(name) != answers.get(name)}


def keep_first(sheet: PaperSheet, answers: Mapping[str, Any], who: str) -> None:
    """Keep what was keyed, to be compared with the second keying."""
    sheet.first_answers, sheet.keyed_by = dict(answers), who


def settle(sheet: PaperSheet, who: str, now: datetime) -> None:
    """Note that the answers of a sheet are stored."""
    sheet.first_answers, sheet.keyed_by, sheet.keyed_at = None, who, now


def batch(session: Session, sheet: PaperSheet) -> Batch:
    """The sheets that were printed for the same site and ask the same."""
    same = (PaperSheet.code == sheet.code, PaperSheet.version_id == sheet.version_id)
    counts = (func.count(), func.count(PaperSheet.keyed_at), func.count(PaperSheet.first_answers))
    printed, stored, once = session.execute(select(*counts).where(*same)).one()
    following = select(func.min(PaperSheet.number)).where(*same, PaperSheet.keyed_at.is_(None))
    after = session.scalar(following.where(PaperSheet.number > sheet.number)) or session.scalar(following)
    return Batch(printed, stored, once, after, _overall(session, same))


def _overall(session: Session, same: Sequence[Any]) -> Counter[str]:
    answers = session.scalars(
        select(Submission.answers)
        .join(PaperSheet, PaperSheet.submission_id == Submission.id)
        .where(*same, PaperSheet.keyed_at.is_not(None))
    )
    return Counter(str(given[COUNTED]) for given in answers if COUNTED in given)
