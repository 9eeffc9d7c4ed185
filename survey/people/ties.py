"""Whom a deputy must not judge: what the office's list says, and what the deputy declares himself (利益关联).

Names are compared as people mean them: full-width or not, large or small letters, with or without spaces and brackets.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import problems
from survey.people import audit
from survey.people.tables import DeclaredTie, Deputy

SEPARATORS = re.compile(r"[、，,;；/\n]")
LEFT_OUT = re.compile(r"[\s()\[\]{}〔〕【】〈〉《》「」“”\"'·.]+")
"""What two spellings of one name may differ in, once they are folded by NFKC."""


def folded(name: str) -> str:
    """A name as it is compared: 甲（建设）公司 and 甲(建设) 公司 are one."""
    return LEFT_OUT.sub("", unicodedata.normalize("NFKC", name)).casefold()


def named(written: str) -> list[str]:
    """The names in a cell that holds several, folded."""
    return [name for each in SEPARATORS.split(written) if (name := folded(each))]


def of_list(deputy: Deputy) -> list[str]:
    """Whom the office's list ties a deputy to, folded: the employer and who else is named there."""
    return [name for name in (folded(deputy.employer), *named(deputy.ties)) if name]


def parties(leads: str, builds: str) -> list[str]:
    """Who is judged by a visit to a project, folded: the department that leads it and those who build it."""
    return [folded(leads), *named(builds)]


def declare(session: Session, deputy: Deputy, name: str, now: datetime) -> None:
    """Note that a deputy is tied to somebody; raises NotNow when that was declared before and still stands."""
    if folded(name) in {folded(each.name) for each in of_deputy(session, deputy)}:
        raise problems.NotNow()
    session.add(DeclaredTie(deputy_id=deputy.id, name=name.strip(), declared_at=now))
    audit.record(session, deputy.number, "tie_declared", deputy.number, now, name=name.strip())
    session.flush()


def end(session: Session, deputy: Deputy, tie_id: int, now: datetime) -> None:
    """Note that a deputy's own tie is over; it stays in the log. Raises NotFound for every other."""
    found = next((each for each in of_deputy(session, deputy) if each.id == tie_id), None)
    if found is None:
        raise problems.NotFound()
    found.ended_at = now
    audit.record(session, deputy.number, "tie_ended", deputy.number, now, name=found.name)
    session.flush()


def of_deputy(session: Session, deputy: Deputy) -> Sequence[DeclaredTie]:
    """What a deputy has declared and not ended, the oldest first."""
    mine = (DeclaredTie.deputy_id == deputy.id, DeclaredTie.ended_at.is_(None))
    return session.scalars(select(DeclaredTie).where(*mine).order_by(DeclaredTie.id)).all()


def declared(session: Session) -> Mapping[int, list[str]]:
    """What all deputies have declared and not ended, folded, by the key of the deputy."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    rows = session.execute(
        select(DeclaredTie.deputy_id, DeclaredTie.name).where(DeclaredTie.ended_at.is_(None)).order_by(DeclaredTie.id)
    )
    for deputy_id, name in rows:
        found[deputy_id].append(folded(name))
    return found
