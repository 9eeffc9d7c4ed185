"""Publishing questionnaires: a file that changed becomes a new version, the older one retires."""

import hashlib
import json
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.questionnaires.model import Questionnaire, to_document
from survey.questionnaires.tables import Audience, Version, VersionState
from survey.settings import assets


def publish_shipped(session: Session, now: datetime) -> int:
    """Publish every questionnaire in forms/ whose file is not the newest version yet; gives how many were new."""
    folder, new = assets("forms"), 0
    for path in sorted(folder.glob("*/*.md")):
        source = path.read_bytes()
        name, source_hash = path.relative_to(folder).with_suffix("").as_posix(), hashlib.sha256(source).hexdigest()
        if _newest(session, name, source_hash) is None:
            from survey.questionnaires.xlsform import read_markdown  # pyxform takes a second to import

            publish(session, read_markdown(source.decode("utf-8"), name), source_hash, now)
            new += 1
    return new


def _newest(session: Session, name: str, source_hash: str) -> Version | None:
    return session.scalar(
        select(Version).where(
            Version.questionnaire == name,
            Version.state == VersionState.PUBLISHED,
            Version.source_hash == source_hash,
        )
    )


def publish(session: Session, questionnaire: Questionnaire, source_hash: str, now: datetime) -> Version:
    """Make the next version of a questionnaire and retire the ones before."""
    older = list(session.scalars(select(Version).where(Version.questionnaire == questionnaire.name)))
    for version in older:
        version.state = VersionState.RETIRED
    content = to_document(questionnaire)
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    made = Version(
        questionnaire=questionnaire.name,
        number=1 + max((version.number for version in older), default=0),
        audience=Audience(questionnaire.audience),
        category=questionnaire.category,
        title=questionnaire.say(questionnaire.title, "zh"),
        state=VersionState.PUBLISHED,
        content=content,
        content_hash=hashlib.sha256(text.encode()).hexdigest(),
        source_hash=source_hash,
        published_at=now,
    )
    session.add(made)
    session.flush()
    return made
