"""Publishing a period: every project's public card is frozen; a later answer changes nothing until the next edition.

An edition takes up a project's new figures only when at least five answers are new (three sheets for deputies), so
that comparing two editions tells nobody's answer. A card says of which edition its figures are.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from survey import problems
from survey.collect.tables import Period, Submission
from survey.register.tables import Project
from survey.scorecards import cards, district, editions, fitted, index_weights, indexing, periods, public, renewal
from survey.scorecards.district import Background
from survey.scorecards.model import Document, content_hash, to_document
from survey.scorecards.tables import Publication, PublishedCard


def publish(session: Session, period: Period, by: str, now: datetime, note: str) -> Publication:
    """Freeze the cards of all projects as the period's next edition."""
    session.scalar(select(Period.id).where(Period.id == period.id).with_for_update())  # one edition at a time
    before = _newest(session, period)
    background = district.background(session, period)
    drawn = editions.drawn_from(session, period)
    weights = index_weights.in_force(session)
    edition = (before.edition if before else 0) + 1
    publication = Publication(
        period_id=period.id,
        edition=edition,
        published_at=now,
        published_by=by,
        note=note,
        k=float("inf") if background.satisfaction.k is None else background.satisfaction.k,
        m=background.satisfaction.m,
        content_hash="",
        submission_count=drawn.submissions,
        submissions_hash=drawn.ids_hash,
        fitted=fitted.of_background(background) | {"index": index_weights.told(weights)},
    )
    documents = {
        project.id: _document(session, project, publication, background, _old(session, before, project.id))
        for project in projects_of(session)
    }
    indexing.add(documents, weights)
    _add_changes(session, documents, period)
    publication.content_hash = content_hash({str(key): content_hash(doc) for key, doc in documents.items()})
    session.add(publication)
    session.flush()
    session.add_all(
        PublishedCard(publication_id=publication.id, project_id=key, content=doc, content_hash=content_hash(doc))
        for key, doc in documents.items()
    )
    session.flush()
    return publication


def _document(
    session: Session,
    project: Project,
    publication: Publication,
    background: Background,
    old: Mapping[str, Any] | None,
) -> Document:
    card = public.of(cards.of_project(session, project, publication.published_at, background))
    of_edition = {"residents": publication.edition, "deputies": publication.edition}
    if old is not None:
        card, of_edition = renewal.renewed(card, old, of_edition)
    assert background.period is not None
    document = to_document(card)
    return document | {
        "edition": publication.edition,
        "period": background.period.name,
        "figures_of_edition": of_edition,
        "drawn_from": {"submissions": publication.submission_count, "ids_hash": publication.submissions_hash},
        "changes": [] if old is None else [list(changed) for changed in editions.changes(old, document)],
    }


def projects_of(session: Session) -> list[Project]:
    """Every project that counts for itself, by number, with what a card says of it."""
    loaded = (joinedload(Project.category), joinedload(Project.department))
    return list(
        session.scalars(
            select(Project).where(Project.merged_into_id.is_(None)).order_by(Project.number).options(*loaded)
        )
    )


def _add_changes(session: Session, documents: Mapping[int, Document], period: Period) -> None:
    """Say on every card what has changed since the last edition of the period before."""
    before = _of_period_before(session, period)
    if before is None:
        return
    old = {card.project_id: card.content for card in cards_of(session, before)}
    for project_id, document in documents.items():
        document["since"] = periods.since(old[project_id], document) if project_id in old else None


def _of_period_before(session: Session, period: Period) -> Publication | None:
    return session.scalar(
        select(Publication)
        .join(Period, Period.id == Publication.period_id)
        .where(Period.opens_on < period.opens_on)
        .order_by(Period.opens_on.desc(), Publication.edition.desc())
        .limit(1)
    )


def _newest(session: Session, period: Period) -> Publication | None:
    return session.scalar(
        select(Publication).where(Publication.period_id == period.id).order_by(Publication.edition.desc()).limit(1)
    )


def _old(session: Session, publication: Publication | None, project_id: int) -> Mapping[str, Any] | None:
    if publication is None:
        return None
    return session.scalar(
        select(PublishedCard.content).where(
            PublishedCard.publication_id == publication.id, PublishedCard.project_id == project_id
        )
    )


def history(session: Session) -> list[tuple[Publication, str]]:
    """Every edition with its period's name, the newest first."""
    rows = session.execute(
        select(Publication, Period.name)
        .join(Period, Period.id == Publication.period_id)
        .order_by(Publication.published_at.desc(), Publication.id.desc())
    )
    return [(publication, name) for publication, name in rows]


def newest(session: Session) -> Publication | None:
    """The edition that the public sees."""
    return session.scalar(select(Publication).order_by(Publication.published_at.desc(), Publication.id.desc()).limit(1))


def latest(session: Session, number: str) -> PublishedCard:
    """A project's published card, with its publication; raises NotPublished."""
    found = session.scalar(
        select(PublishedCard)
        .join(Project, Project.id == PublishedCard.project_id)
        .join(PublishedCard.publication)
        .where(Project.number == number)
        .order_by(Publication.published_at.desc(), Publication.id.desc())
        .limit(1)
        .options(joinedload(PublishedCard.publication))
    )
    if found is None:
        raise problems.NotPublished()
    return found


def published_cards(session: Session) -> list[PublishedCard]:
    """All cards of the edition that the public sees, by project number."""
    publication = newest(session)
    return [] if publication is None else cards_of(session, publication)


def cards_of(session: Session, publication: Publication) -> list[PublishedCard]:
    """All cards of an edition, by project number."""
    return list(
        session.scalars(
            select(PublishedCard)
            .join(Project, Project.id == PublishedCard.project_id)
            .where(PublishedCard.publication_id == publication.id)
            .order_by(Project.number)
        )
    )


def unchanged(session: Session, publication: Publication) -> bool:
    """Whether an edition still is what its hashes say."""
    stored = session.scalars(
        select(PublishedCard)
        .join(Project, Project.id == PublishedCard.project_id)
        .where(PublishedCard.publication_id == publication.id)
    ).all()
    hashes = {str(card.project_id): content_hash(card.content) for card in stored}
    return publication.content_hash == content_hash(hashes) and all(
        card.content_hash == hashes[str(card.project_id)] for card in stored
    )


def count_new(session: Session, period: Period) -> int:
    """How many submissions of a period arrived since its last edition."""
    before = _newest(session, period)
    rule = [Submission.received_at > before.published_at] if before else []
    return (
        session.scalar(select(func.count()).select_from(Submission).where(Submission.period_id == period.id, *rule))
        or 0
    )
