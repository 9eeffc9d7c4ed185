"""What people wrote is kept no longer than the office's periods say; what they chose goes on counting.

A submission's row stays, and so does the hash of its whole content: that something was deleted shows, and a second
arrival of the same answers is known again.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from survey.collect.tables import AppComplaint, Period, Submission
from survey.questionnaires import catalogue
from survey.questionnaires.tables import Audience, Version

AT_ONCE = 500


def forget(session: Session, now: datetime, today: date, *, text_days: int, complaint_days: int) -> dict[str, int]:
    """Delete old words of residents and old complaints about the app; how many of each."""
    ended = select(Period.id).where(Period.closes_on < today - timedelta(days=text_days))
    periods = session.scalars(ended).all()
    settled = AppComplaint.settled_at < now - timedelta(days=complaint_days)
    gone = session.scalars(delete(AppComplaint).where(settled).returning(AppComplaint.id)).all()
    return {"texts": _forget_texts(session, periods) if periods else 0, "complaints": len(gone)}


def _forget_texts(session: Session, periods: Sequence[int]) -> int:
    """Take the lines in own words out of residents' answers of these periods; how many submissions had any."""
    count = 0
    for version_id in session.scalars(select(Version.id).where(Version.audience != Audience.DEPUTY)).all():
        questionnaire = catalogue.of_id(session, version_id)[1]
        if names := [question.name for question in questionnaire.questions if question.type == "text"]:
            count += _of_version(session, version_id, periods, names)
    return count


def _of_version(session: Session, version_id: int, periods: Sequence[int], names: Sequence[str]) -> int:
    has_words = or_(*(Submission.answers[name].as_string().is_not(None) for name in names))
    wanted = select(Submission).where(Submission.version_id == version_id, Submission.period_id.in_(periods), has_words)
    count = 0
    while found := session.scalars(wanted.limit(AT_ONCE)).all():
        for submission in found:
            submission.answers = {name: told for name, told in submission.answers.items() if name not in names}
        session.flush()
        session.expunge_all()
        count += len(found)
    return count
