"""Deputies' badges (通行证): ten to an A4 page.

A pass's secret is known only in the moment it is issued, so that a badge is printed then or never; a lost one is
replaced by a new pass.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import problems
from survey.people import passes
from survey.people.tables import Body, Deputy, Pass
from survey.printing import look, qr, typesetting
from survey.printing.posters import day
from survey.register.tables import District

BODIES = {Body.CONGRESS: "人大代表", Body.CPPCC: "政协委员"}


@dataclass(frozen=True)
class Badge:
    """What one badge says; `url` holds the secret, in which upper and lower case differ."""

    name: str
    body: str
    trade: str
    number: str
    expires: str
    url: str

    @property
    def texts(self) -> tuple[str, ...]:
        """What the list of deputies gave, of which the font may lack a character."""
        return self.name, self.trade, self.number


def without_pass(session: Session, now: datetime) -> Sequence[Deputy]:
    """The deputies who cannot score now, because they never had a pass or it ended."""
    living = select(Pass.deputy_id).where(Pass.revoked_at.is_(None), Pass.expires_at > now)
    return session.scalars(select(Deputy).where(Deputy.id.not_in(living)).order_by(Deputy.number)).all()


def chosen(session: Session, numbers: Sequence[str], now: datetime) -> Sequence[Deputy]:
    """The deputies with these numbers, without numbers those who have no living pass.

    Raises UnknownDeputies, and NoBadges when nobody needs one.
    """
    if not numbers:
        found = without_pass(session, now)
        if not found:
            raise problems.NoBadges()
        return found
    found = session.scalars(select(Deputy).where(Deputy.number.in_(numbers)).order_by(Deputy.number)).all()
    if unknown := sorted(set(numbers) - {deputy.number for deputy in found}):
        raise problems.UnknownDeputies(numbers="、".join(unknown[:5]))
    return found


def issue(session: Session, deputy: Deputy, public_url: str, *, zone: ZoneInfo, now: datetime) -> Badge:
    """Give a deputy a new pass, which ends the older ones, and word its badge."""
    secret = passes.issue(session, deputy, now)
    expires = passes.of_secret(session, secret, now).expires_at
    return Badge(
        name=typesetting.one_line(deputy.name),
        body=BODIES[deputy.body],
        trade=typesetting.one_line(deputy.trade),
        number=typesetting.one_line(deputy.number),
        expires=day(expires.astimezone(zone).date()),
        url=f"{public_url.rstrip('/')}/p/{secret}",
    )


def pdf(badges: Sequence[Badge], district: District) -> bytes:
    """Set the badges as one PDF, ten to a page."""
    name = typesetting.one_line(district.name)
    printed = [asdict(badge) | {"qr": qr.svg(badge.url)} for badge in badges]
    data: dict[str, object] = {"title": f"{name}代表委员通行证", "district": name, "badges": printed}
    return typesetting.pdf("badges.typ", data, look.of(district))
