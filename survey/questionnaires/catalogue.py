"""Which questionnaire a project gets, and what a version asks."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from survey import problems
from survey.database import database_of
from survey.questionnaires.model import Questionnaire, from_document, split_names
from survey.questionnaires.tables import Audience, Override, Version, VersionState
from survey.questionnaires.versions import OFFICE, published

AND = re.compile("[和与及、，,]")
"""What stands between several beneficiaries of one project."""

_read: dict[tuple[str, str], Questionnaire] = {}
"""Questionnaires by name and hash of their content: the same pair is the same questionnaire in every database."""
_known: WeakKeyDictionary[object, dict[int, tuple[Version, Questionnaire]]] = WeakKeyDictionary()
"""Versions of each database by id, for the door, which asks for them with every answer."""


def for_project(
    session: Session,
    audience: Audience,
    category_name: str,
    *,
    group: str = "",
    project_id: int | None = None,
    of_event: str = "",
) -> Version:
    """The published version for a project, by its category and beneficiary group unless the office chose another.

    What it chose for an event goes before what it chose for a project. A category that was renamed is told by all its
    names, the present one first, one a line. Raises UnknownQuestionnaire when nothing is published for this audience.
    """
    own = session.get(Override, (project_id, audience)) if project_id is not None else None
    for name in (of_event, own.questionnaire if own else ""):
        if name and (version := published(session, name)) is not None and version.audience is audience:
            return version
    for version in fitting(all_published(session, audience), category_name, group):
        return version
    raise problems.UnknownQuestionnaire()


def all_published(session: Session, audience: Audience) -> list[Version]:
    """Every version that is asked now, the newest first."""
    return [version for version in _ever_asked(session, audience) if version.state is VersionState.PUBLISHED]


def fitting(versions: Iterable[Version], category_name: str, group: str | None) -> list[Version]:
    """The versions for a category and a beneficiary group, the one that goes first in front; None is any group.

    What names the category goes before what is for every category, then what names the group, then the office's
    own before what ships; for any group, what names none goes first.
    """
    known_as = category_name.split("\n")
    fits = [v for v in versions if _names(v.category, known_as) and is_for(v.beneficiary_group, group)]
    return sorted(
        fits,
        key=lambda v: (
            not v.category,
            not _names(v.category, known_as[:1]),
            bool(v.beneficiary_group) != (group is not None),
            not v.questionnaire.startswith(OFFICE),
        ),
    )


def _names(categories: str, known_as: Sequence[str]) -> bool:
    return not categories or any(name in known_as for name in split_names(categories))


def is_for(words: str, group: str | None) -> bool:
    """Whether words name a beneficiary group: all of it, so that 企业 names 入驻企业, and not 办事企业和群众."""
    if not words or group is None:
        return True
    return all(any(word in part for word in split_names(words)) for part in AND.split(group))


def asked_of(session: Session, audience: Audience, category_name: str) -> list[Version]:
    """Every version that a category's projects are or may have been asked with, the one that goes first in front."""
    known = _ever_asked(session, audience)
    chosen = set(session.scalars(select(Override.questionnaire).where(Override.audience == audience)))
    ours = fitting(known, category_name, None)
    return ours + [version for version in known if version.questionnaire in chosen and version not in ours]


def _ever_asked(session: Session, audience: Audience) -> list[Version]:
    """Every version that is or was published, the newest first."""
    return list(
        session.scalars(
            select(Version)
            .where(Version.audience == audience, Version.state != VersionState.DRAFT)
            .order_by(Version.published_at.desc(), Version.id.desc())
        )
    )


def choose(session: Session, project_id: int, audience: Audience, name: str, now: datetime) -> None:
    """Ask a project with the questionnaire of this name; an empty name leaves it to category and group again.

    Raises UnknownQuestionnaire when no such questionnaire is asked of this audience.
    """
    if name and ((version := published(session, name)) is None or version.audience is not audience):
        raise problems.UnknownQuestionnaire()
    session.execute(delete(Override).where(Override.project_id == project_id, Override.audience == audience))
    if name:
        session.add(Override(project_id=project_id, audience=audience, questionnaire=name, chosen_at=now))
    session.flush()


def overrides(session: Session, audience: Audience) -> dict[int, str]:
    """The questionnaires that the office chose, by project."""
    found = session.execute(select(Override.project_id, Override.questionnaire).where(Override.audience == audience))
    return {project_id: name for project_id, name in found}


def of_id(session: Session, version_id: int) -> tuple[Version, Questionnaire]:
    """A version that is or was published, with its questionnaire; raises UnknownQuestionnaire.

    What it gives is kept in memory, as a published version never changes; whether it is retired may be out of date.
    """
    if (known := remembered(session.get_bind().engine, version_id)) is None:
        version = session.get(Version, version_id)
        if version is None or version.state is VersionState.DRAFT:
            raise problems.UnknownQuestionnaire()
        known = (version, questionnaire_of(version))
        _known.setdefault(database_of(session), {})[version_id] = known
        session.expunge(version)
    return known


def remembered(engine: Engine, version_id: int) -> tuple[Version, Questionnaire] | None:
    """What `of_id` keeps of a version, for whoever has no session yet."""
    return _known.get(engine.pool, {}).get(version_id)


def forget(session: Session, version_id: int) -> None:
    """Keep a version no more: it was tried before its publishing was certain, and its id may come to mean another."""
    _known.get(database_of(session), {}).pop(version_id, None)


def questionnaire_of(version: Version) -> Questionnaire:
    """What a version asks; read from its JSON once per process."""
    key = (version.questionnaire, version.content_hash)
    if (questionnaire := _read.get(key)) is None:
        questionnaire = _read[key] = from_document(version.content)
    return questionnaire
