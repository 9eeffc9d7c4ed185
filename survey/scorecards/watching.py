"""The regular look for suspect answers: the projects answered since the last look, each whole."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from survey.people import audit
from survey.scorecards import district, flags, looking

LOOKED = "answers_looked_over"


def last_look(session: Session) -> datetime | None:
    """When somebody looked last, by hand or daily."""
    entry = next(iter(audit.newest(session, act=LOOKED, limit=1)), None)
    return entry.at if entry else None


def look(session: Session, now: datetime, zone: ZoneInfo, by: str) -> int:
    """Look over every project that was answered since the last look, and keep what was found; gives the new flags."""
    background = district.background(session, district.period_at(session, now, zone), zone)
    made = 0
    for project_id in looking.projects_with_answers(session, last_look(session)):
        found = looking.of_project(session, project_id, background.effects.by_channel, background.satisfaction.sigma2)
        made += flags.keep(session, found, now)
    audit.record(session, by, LOOKED, str(now.date()), now, flags=made)
    return made
