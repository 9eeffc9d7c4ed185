"""Which questionnaire a project gets, and what a version asks."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import problems
from survey.questionnaires.model import Questionnaire, from_document, split_categories
from survey.questionnaires.tables import Audience, Version, VersionState
from survey.questionnaires.versions import OFFICE

_read: dict[tuple[str, str], Questionnaire] = {}
"""Questionnaires by name and hash of their content: the same pair is the same questionnaire in every database."""


_known: dict[tuple[str, int], tuple[Version, Questionnaire]] = {}
"""Versions by database and id, for the door, which asks for them with every answer."""


def for_project(session: Session, audience: Audience, category_name: str) -> Version:
    """The published version for a project's category, else the one for every category.

    The office's own questionnaire goes before one that ships, a newer one before an older. Raises
    UnknownQuestionnaire when nothing is published for this audience.
    """
    for version in asked_of(session, audience, category_name):
        if version.state is VersionState.PUBLISHED:
            return version
    raise problems.UnknownQuestionnaire()


def asked_of(session: Session, audience: Audience, category_name: str) -> list[Version]:
    """Every version that a category's projects are or may have been asked with, the one that goes first in front."""
    known = session.scalars(
        select(Version)
        .where(Version.audience == audience, Version.state != VersionState.DRAFT)
        .order_by(Version.published_at.desc(), Version.id.desc())
    )
    fitting = [v for v in known if not v.category or category_name in split_categories(v.category)]
    return sorted(fitting, key=lambda v: (not v.category, not v.questionnaire.startswith(OFFICE)))


def of_id(session: Session, version_id: int) -> tuple[Version, Questionnaire]:
    """A version that is or was published, with its questionnaire; raises UnknownQuestionnaire.

    What it gives is kept in memory, as a published version never changes; whether it is retired may be out of date.
    """
    key = (str(session.get_bind().engine.url), version_id)
    if (known := _known.get(key)) is None:
        version = session.get(Version, version_id)
        if version is None or version.state is VersionState.DRAFT:
            raise problems.UnknownQuestionnaire()
        known = _known[key] = (version, questionnaire_of(version))
        session.expunge(version)
    return known


def questionnaire_of(version: Version) -> Questionnaire:
    """What a version asks; read from its JSON once per process."""
    key = (version.questionnaire, version.content_hash)
    if (questionnaire := _read.get(key)) is None:
        questionnaire = _read[key] = from_document(version.content)
    return questionnaire
