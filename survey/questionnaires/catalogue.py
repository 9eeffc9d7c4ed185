"""Which questionnaire a project is asked with; published versions are immutable and so kept in memory."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import problems
from survey.questionnaires.model import Questionnaire, from_document
from survey.questionnaires.tables import Audience, Version, VersionState

_known: dict[tuple[str, int], tuple[Version, Questionnaire]] = {}


def for_project(session: Session, audience: Audience, category: str) -> Version:
    """The newest published version for a category, else the core; raises UnknownQuestionnaire when there is none."""
    found = session.scalar(
        select(Version)
        .where(Version.audience == audience, Version.state == VersionState.PUBLISHED)
        .where(Version.category.in_((category, "")))
        .order_by(Version.category.desc(), Version.number.desc())
        .limit(1)
    )
    if found is None:
        raise problems.UnknownQuestionnaire()
    return found


def of_id(session: Session, version_id: int) -> tuple[Version, Questionnaire]:
    """A published or retired version and its questionnaire; raises UnknownQuestionnaire."""
    key = (str(session.get_bind().engine.url), version_id)
    if key not in _known:
        version = session.get(Version, version_id)
        if version is None or version.state is VersionState.DRAFT:
            raise problems.UnknownQuestionnaire()
        session.expunge(version)
        _known[key] = (version, from_document(version.content))
    return _known[key]
