"""The code printed at a site: seven random characters of Crockford's base 32 and one check character.

The alphabet has no I, L, O or U; what people type for them is forgiven. The check character is Σ α^(7−i)·v_i over the
first seven characters in the field of 32 elements, α a root of x⁵ + x² + 1: every weight is another non-zero element,
so every single wrong character and every swap of two characters is noticed.
"""

import re
import secrets
from collections.abc import Collection
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from survey import problems
from survey.database import Asked
from survey.register.tables import Category, Project, RevocationReason, Site, SiteCode, SitePosition

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
VALUE = {character: value for value, character in enumerate(ALPHABET)}
LOOKALIKES = str.maketrans("OILU", "011V") | {
    ord(wide): chr(ord(wide) - 0xFEE0) for wide in map(chr, range(0xFF01, 0xFF5F))
}
FIELD = 0b100101
"""x⁵ + x² + 1, which makes five-bit numbers a field."""


class Place(NamedTuple):
    """Where a code leads, for whoever needs no more than the keys."""

    project_id: int
    site_id: int


PLACES = (
    select(SiteCode.code, SiteCode.revocation_reason, Site.project_id, Site.id)
    .join(SiteCode.site)
    .where(SiteCode.code.in_(bindparam("codes", expanding=True)))
)


def check_character(body: str) -> str:
    """The character that completes a body of seven."""
    sum_ = 0
    for character in body:
        sum_ = (sum_ ^ VALUE[character]) << 1
        if sum_ & 32:
            sum_ ^= FIELD
    return ALPHABET[sum_]


def mint() -> str:
    """Make a new code; 32^7 bodies, so that codes cannot be guessed by trying."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return body + check_character(body)


@lru_cache(maxsize=4096)
def normalise(typed: str) -> str:
    """Read a code as a person typed it: any case or width, spaces and dashes, O for 0, I and L for 1, U for V.

    Raises MistypedCode when it is none, with what was typed (at most 20 characters of it).
    """
    code = re.sub(r"[\s\-_.·—–]", "", typed.translate(LOOKALIKES).upper().translate(LOOKALIKES))
    if len(code) != LENGTH or not set(code) <= set(ALPHABET) or check_character(code[:-1]) != code[-1]:
        raise problems.MistypedCode(code=typed.strip()[:20] or "–")
    return code


def issue(session: Session, site: Site, now: datetime) -> SiteCode:
    """Give a site a new code; the site need not be stored yet."""
    code = SiteCode(code=mint(), site=site, issued_at=now)
    session.add(code)
    return code


def reissue(session: Session, site: Site, reason: RevocationReason, now: datetime) -> SiteCode:
    """Revoke the site's living code and issue another."""
    for code in session.scalars(select(SiteCode).where(SiteCode.site_id == site.id, SiteCode.revoked_at.is_(None))):
        code.revoked_at, code.revocation_reason = now, reason
    return issue(session, site, now)


def of_code(session: Session, typed: str) -> SiteCode:
    """Find a typed or scanned code with its site, project, category and department.

    A code that was reissued still leads to its site, so that an old poster works; one revoked for abuse does not.
    Raises MistypedCode, UnknownCode or RevokedCode.
    """
    code = normalise(typed)
    found = session.scalar(
        select(SiteCode)
        .join(SiteCode.site)
        .join(Site.project)
        .where(SiteCode.code == code)
        .options(
            contains_eager(SiteCode.site).contains_eager(Site.project).joinedload(Project.category),
            contains_eager(SiteCode.site).contains_eager(Site.project).joinedload(Project.department),
        )
    )
    if found is None:
        raise problems.UnknownCode(code=code)
    if found.revocation_reason is RevocationReason.ABUSE:
        raise problems.RevokedCode()
    return found


def sites_of(database: Asked, codes: Collection[str]) -> dict[str, Place | problems.Problem]:
    """Where each of these normalised codes leads, by the rules of `of_code`, or the refusal instead."""
    rows = database.execute(PLACES, {"codes": list(codes)})
    found = {code: leads_to(reason, project_id, site_id) for code, reason, project_id, site_id in rows}
    return {code: found.get(code) or problems.UnknownCode(code=code) for code in codes}


def leads_to(reason: RevocationReason | None, project_id: int, site_id: int) -> Place | problems.Problem:
    """Where a code leads that was found, by why it was revoked if it was."""
    return problems.RevokedCode() if reason is RevocationReason.ABUSE else Place(project_id, site_id)


class Leading(NamedTuple):
    """A code that leads to a site, with what a phone must know to show which."""

    code: str
    number: str
    project: str
    site: str
    category: str
    """All names of the category, one a line."""
    at: SitePosition | None


def leading(session: Session) -> list[Leading]:
    """Every code of the district that leads to a site."""
    rows = session.execute(
        select(SiteCode.code, Project.number, Project.name, Site.name, Category.name + "\n" + Category.formerly)
        .add_columns(SitePosition)
        .join(SiteCode.site)
        .outerjoin(Site.at)
        .join(Site.project)
        .join(Project.category)
        .where(or_(SiteCode.revocation_reason.is_(None), SiteCode.revocation_reason != RevocationReason.ABUSE))
        .where(Site.removed_at.is_(None))
        .order_by(SiteCode.code)
    )
    return [Leading(*row) for row in rows]


def living_of(session: Session, site_ids: Collection[int]) -> dict[int, str]:
    """The code on the newest poster of each of these sites that has one."""
    rows = session.execute(
        select(SiteCode.site_id, SiteCode.code)
        .where(SiteCode.site_id.in_(site_ids), SiteCode.revoked_at.is_(None))
        .order_by(SiteCode.issued_at)
    )
    return {site_id: code for site_id, code in rows}


def living(session: Session, site: Site) -> SiteCode | None:
    """The code that a site's newest poster shows."""
    return session.scalar(
        select(SiteCode)
        .where(SiteCode.site_id == site.id, SiteCode.revoked_at.is_(None))
        .order_by(SiteCode.issued_at.desc())
        .options(joinedload(SiteCode.site))
    )
