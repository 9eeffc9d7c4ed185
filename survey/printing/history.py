"""What was printed when, on what, by whom; and what of it still hangs outside and should not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select, update
from sqlalchemy.orm import Session, joinedload

from survey.printing.orders import Order
from survey.printing.tables import PrintedCode, Printing
from survey.register.tables import RevocationReason, Site, SiteCode


@dataclass(frozen=True)
class Hanging:
    """A code that was printed and should no longer hang; `printing` is its last one."""

    code: SiteCode
    printing: Printing


def record(session: Session, codes: Iterable[str], order: Order, actor: str, now: datetime) -> Printing:
    """Note that these codes were printed; `actor` is a login or "command line"."""
    printing = Printing(at=now, actor=actor, layout=order.layout, language=order.language)
    session.add(printing)
    session.flush()
    session.add_all(PrintedCode(printing_id=printing.id, code=code) for code in dict.fromkeys(codes))
    session.flush()
    return printing


def newest(session: Session, limit: int = 50) -> Sequence[tuple[Printing, int]]:
    """The last printings, each with the number of its codes, the newest first."""
    counted = (
        select(Printing, func.count())
        .join(PrintedCode, PrintedCode.printing_id == Printing.id)
        .group_by(*Printing.__table__.columns)
        .order_by(Printing.id.desc())
        .limit(limit)
    )
    return [(printing, count) for printing, count in session.execute(counted)]


def of_site(session: Session, site: Site) -> Sequence[PrintedCode]:
    """Every time that a code of this site was printed, the newest first, with its printing."""
    return session.scalars(
        select(PrintedCode)
        .join(SiteCode, SiteCode.code == PrintedCode.code)
        .where(SiteCode.site_id == site.id)
        .options(joinedload(PrintedCode.printing))
        .order_by(PrintedCode.printing_id.desc())
    ).all()


def hanging(session: Session) -> Sequence[Hanging]:
    """The printed codes that should no longer hang, with site and project, in the order of their last printing.

    Those are codes whose site left the register, codes withdrawn for abuse, and replaced ones until the new code is
    printed. What the office took down is not among them.
    """
    last = (
        select(PrintedCode.code, func.max(PrintedCode.printing_id).label("printing_id"))
        .where(PrintedCode.taken_down_at.is_(None))
        .group_by(PrintedCode.code)
        .subquery()
    )
    found = session.execute(
        select(SiteCode, Printing)
        .join(last, last.c.code == SiteCode.code)
        .join(Printing, Printing.id == last.c.printing_id)
        .join(SiteCode.site)
        .where(_should_not_hang())
        .options(joinedload(SiteCode.site).joinedload(Site.project))
        .order_by(Printing.id, SiteCode.code)
    )
    return [Hanging(code, printing) for code, printing in found]


def replaced_sites() -> Select[int]:
    """The keys of the sites at which a withdrawn code hangs and the code in use does not."""
    out = select(PrintedCode.code).where(PrintedCode.taken_down_at.is_(None))
    return select(SiteCode.site_id).where(
        SiteCode.revoked_at.is_not(None), SiteCode.code.in_(out), SiteCode.site_id.not_in(_renewed())
    )


def take_down(session: Session, code: str, now: datetime) -> bool:
    """Note that the sheets with this code hang nowhere any more; false when none did."""
    taken = session.scalars(
        update(PrintedCode)
        .where(PrintedCode.code == code, PrintedCode.taken_down_at.is_(None))
        .values(taken_down_at=now)
        .returning(PrintedCode.code)
    ).all()
    return bool(taken)


def _renewed() -> Select[int]:
    """The sites whose code in use was printed."""
    return select(SiteCode.site_id).where(SiteCode.revoked_at.is_(None), SiteCode.code.in_(select(PrintedCode.code)))


def _should_not_hang() -> ColumnElement[bool]:
    replaced = SiteCode.revoked_at.is_not(None) & SiteCode.site_id.not_in(_renewed())
    return or_(Site.removed_at.is_not(None), SiteCode.revocation_reason == RevocationReason.ABUSE, replaced)
