"""Versions of questionnaires: published ones never change, so that yesterday's answers keep their questions."""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from survey import problems
from survey.questionnaires.model import Questionnaire, to_document
from survey.questionnaires.tables import Audience, DraftStep, Version, VersionState
from survey.settings import assets

OFFICE = "office/"
"""The names of the office's own questionnaires begin with this, so that an upgrade never replaces them."""


def content_hash(questionnaire: Questionnaire) -> str:
    """SHA-256 of what a questionnaire asks, as canonical JSON; its name is no content."""
    content = {key: value for key, value in to_document(questionnaire).items() if key != "name"}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def publish(session: Session, questionnaire: Questionnaire, source_hash: str, now: datetime) -> Version:
    """Publish a questionnaire as its next version and retire the one before; unchanged content stays as it is."""
    version = draft(session, questionnaire, source_hash)
    if version.state is VersionState.DRAFT:
        publish_draft(session, version, now)
    return version


def draft(session: Session, questionnaire: Questionnaire, source_hash: str) -> Version:
    """Keep a questionnaire as the draft of its next version, instead of the draft before.

    Gives the published version when it asks just the same.
    """
    current = published(session, questionnaire.name)
    content = content_hash(questionnaire)
    if current is not None and current.content_hash == content:
        current.source_hash = source_hash
        return current
    session.execute(
        delete(Version).where(Version.questionnaire == questionnaire.name, Version.state == VersionState.DRAFT)
    )
    return add_draft(session, questionnaire, source_hash)


def add_draft(session: Session, questionnaire: Questionnaire, source_hash: str = "") -> Version:
    """Keep a questionnaire as the draft of its next version; there must be no other."""
    number = _next_number(session, questionnaire.name)
    version = Version(
        questionnaire=questionnaire.name, number=number, state=VersionState.DRAFT, source_hash=source_hash
    )
    fill(version, questionnaire)
    session.add(version)
    session.flush()
    return version


def fill(version: Version, questionnaire: Questionnaire) -> None:
    """Write into a draft what it asks."""
    version.audience = Audience(questionnaire.audience)
    version.category = questionnaire.category
    version.beneficiary_group = questionnaire.beneficiary_group
    version.title = questionnaire.say(questionnaire.title, questionnaire.default_language)[:200]
    version.content = to_document(questionnaire)
    version.content_hash = content_hash(questionnaire)


def publish_draft(session: Session, version: Version, now: datetime) -> None:
    """Ask a draft from now on, and the version before no more."""
    if (current := published(session, version.questionnaire)) is not None:
        retire(session, current)
    version.state, version.published_at = VersionState.PUBLISHED, now
    session.execute(delete(DraftStep).where(DraftStep.version_id == version.id))
    session.flush()


def discard(session: Session, version: Version) -> None:
    """Throw a draft away; nobody ever answered it."""
    session.delete(version)
    session.flush()


def of_id(session: Session, version_id: int, *states: VersionState) -> Version:
    """A version in one of these states, in any when none is named; raises NotFound."""
    version = session.get(Version, version_id)
    if version is None or (states and version.state not in states):
        raise problems.NotFound()
    return version


def own(session: Session, version_id: int, *states: VersionState) -> Version:
    """A version of one of the office's own questionnaires; what ships is not the office's to end. Raises NotFound."""
    version = of_id(session, version_id, *states)
    if not version.questionnaire.startswith(OFFICE):
        raise problems.NotFound()
    return version


def of_questionnaire(session: Session, name: str) -> list[Version]:
    """Every version of a questionnaire, the newest first."""
    return list(session.scalars(select(Version).where(Version.questionnaire == name).order_by(Version.number.desc())))


def current(session: Session) -> list[Version]:
    """Of every questionnaire its draft, and the version that is asked or else the last one that was."""
    newest: dict[tuple[str, bool], Version] = {}
    for version in session.scalars(select(Version).order_by(Version.questionnaire, Version.number)):
        newest[version.questionnaire, version.state is VersionState.DRAFT] = version
    return list(newest.values())


def published(session: Session, name: str) -> Version | None:
    """The published version of a questionnaire."""
    return session.scalar(select(Version).where(Version.questionnaire == name, Version.state == VersionState.PUBLISHED))


def retire(session: Session, version: Version) -> None:
    """Ask it no more; answers to it are still taken, for a phone may send late what it was given."""
    version.state = VersionState.RETIRED
    session.flush()


def _next_number(session: Session, name: str) -> int:
    newest = session.scalar(select(func.max(Version.number)).where(Version.questionnaire == name))
    return (newest or 0) + 1


def shipped() -> Iterator[tuple[str, Path]]:
    """The name and file of every questionnaire that ships with the product."""
    folder = assets("forms")
    for path in sorted(folder.rglob("*.md")):
        yield path.relative_to(folder).with_suffix("").as_posix(), path


def publish_shipped(session: Session, now: datetime) -> int:
    """Publish the shipped questionnaires whose files are new or changed; returns how many were read.

    Files that were published before are only hashed, so that a second start stays quick.
    """
    known = {(name, digest) for name, digest in session.execute(select(Version.questionnaire, Version.source_hash))}
    changed = [(name, path) for name, path in shipped() if (name, source_hash(path)) not in known]
    if changed:
        from survey.questionnaires.xlsform import read_file

        for name, path in changed:
            publish(session, read_file(path, name), source_hash(path), now)
    return len(changed)


def source_hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
