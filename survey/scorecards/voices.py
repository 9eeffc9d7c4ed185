"""The newest words of residents for a wall: masked, short, and only of projects that enough people answered about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey.collect.masking import mask
from survey.collect.tables import Submission, Tally, counting
from survey.questionnaires.tables import Audience, Version
from survey.register.tables import Project

QUESTION = "comment"
LATER = timedelta(hours=1)
"""So long a sentence rests before a wall shows it, so that nobody who stands there is recognised by it."""
LONGEST = 60
LOOKED_AT = 40
"""The newest answers of each questionnaire among which words are looked for."""


@dataclass(frozen=True)
class Voice:
    """What somebody wrote, and about which project."""

    text: str
    project: str
    at: datetime


def newest(session: Session, now: datetime, *, minimum: int, limit: int) -> list[Voice]:
    """The newest words, one of each project; every questionnaire is looked up by its own index."""
    versions = session.scalars(select(Version.id).where(Version.audience != Audience.DEPUTY))
    found = sorted(
        (row for version_id in versions for row in _of_version(session, version_id, now - LATER)),
        key=lambda row: row[2],
        reverse=True,
    )
    voices: dict[int, Voice] = {}
    for project_id, text, at in found:
        if project_id not in voices and len(voices) < limit and _answers(session, project_id) >= minimum:
            voices[project_id] = Voice(mask(text), "", at)
    names = {row.id: row.name for row in session.scalars(select(Project).where(Project.id.in_(voices)))}
    return [Voice(voice.text, names[project_id], voice.at) for project_id, voice in voices.items()]


def _of_version(session: Session, version_id: int, before: datetime) -> Sequence[tuple[int, str, datetime]]:
    """(project, words, moment) among the newest answers to one questionnaire."""
    rows = session.execute(
        select(Submission.project_id, Submission.answers, Submission.received_at)
        .where(Submission.version_id == version_id, Submission.received_at < before, counting())
        .order_by(Submission.received_at.desc())
        .limit(LOOKED_AT)
    )
    said = ((project_id, str(answers.get(QUESTION) or "").strip(), at) for project_id, answers, at in rows)
    return [(project_id, text, at) for project_id, text, at in said if 0 < len(text) <= LONGEST]


def _answers(session: Session, project_id: int) -> int:
    """How many people graded a project, from the tallies."""
    rated = select(func.sum(Tally.count)).where(Tally.project_id == project_id, Tally.question == "overall")
    return session.scalar(rated) or 0
