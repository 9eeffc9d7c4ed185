"""What the demo's office printed: every poster once, tents for some, and three codes that were replaced since."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.demo import people
from survey.printing import history
from survey.printing.orders import Order
from survey.register import codes
from survey.register.tables import RevocationReason, SiteCode

PRINTED, AGAIN, REPLACED = timedelta(days=60), timedelta(days=31), timedelta(days=9)
TENTS = 12
REASONS = (RevocationReason.REISSUED, RevocationReason.ABUSE, RevocationReason.REISSUED)
"""Why the last three codes were replaced; of the first of them the new poster is printed."""


def print_codes(session: Session, now: datetime) -> None:
    """Print the codes of the district, and replace some of them later."""
    living = session.scalars(select(SiteCode).order_by(SiteCode.site_id)).all()
    actor = people.OFFICE_LOGIN
    history.record(session, [code.code for code in living], Order(), actor, now - PRINTED)
    history.record(session, [code.code for code in living[:TENTS]], Order(layout="tent"), actor, now - AGAIN)
    new = []
    for code, reason in zip(living[-len(REASONS) :], REASONS, strict=True):
        session.refresh(code, ["site"])
        code.issued_at = now - PRINTED
        new.append(codes.reissue(session, code.site, reason, now - REPLACED))
    session.flush()
    history.record(session, [new[0].code], Order(layout="a3"), actor, now - REPLACED)
