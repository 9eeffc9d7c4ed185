"""Drafts in the builder: begun as a copy, changed step by step, and every step can be undone."""

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from survey import problems
from survey.questionnaires import versions, writing
from survey.questionnaires.model import Questionnaire, from_document
from survey.questionnaires.tables import DraftStep, Version, VersionState
from survey.questionnaires.xlsform import of_sheets

MOST_STEPS = 50
"""Steps that can be undone."""


def begin(session: Session, questionnaire: Questionnaire) -> Version:
    """The draft of this name as it is, else a new one that asks what `questionnaire` asks."""
    found = session.scalar(
        select(Version).where(Version.questionnaire == questionnaire.name, Version.state == VersionState.DRAFT)
    )
    return found or versions.add_draft(session, questionnaire)


def of_id(session: Session, version_id: int, seen: str | None = None) -> Version:
    """A draft, to be changed by whoever saw the content with the hash `seen`.

    Raises NotFound, and DraftChanged when it asks something else by now.
    """
    version = session.get(Version, version_id, with_for_update=seen is not None)
    if version is None or version.state is not VersionState.DRAFT:
        raise problems.NotFound()
    if seen is not None and version.content_hash != seen:
        raise problems.DraftChanged()
    return version


def checked(questionnaire: Questionnaire) -> Questionnaire:
    """The questionnaire as its workbook would read; raises WrongForm."""
    return of_sheets(writing.sheets(questionnaire), questionnaire.name)


def change(session: Session, version: Version, questionnaire: Questionnaire) -> None:
    """Let a draft ask something else, and keep what it asked before; raises WrongForm."""
    renewed = checked(questionnaire)
    if versions.content_hash(renewed) == version.content_hash:
        return
    session.execute(delete(DraftStep).where(DraftStep.version_id == version.id, DraftStep.is_undone))
    session.add(DraftStep(version_id=version.id, content=version.content))
    versions.fill(version, renewed)
    session.flush()
    _forget_oldest(session, version)


def undo(session: Session, version: Version) -> None:
    """Let a draft ask again what it asked before the last step; without one it stays as it is."""
    _swap(session, version, undone=False)


def redo(session: Session, version: Version) -> None:
    """Do the step again that was undone last; after another change there is none."""
    _swap(session, version, undone=True)


def _swap(session: Session, version: Version, *, undone: bool) -> None:
    """Ask what the newest step of a kind holds, and keep what is asked now as a step of the other kind."""
    newest = select(DraftStep).where(DraftStep.version_id == version.id, DraftStep.is_undone.is_(undone))
    step = session.scalar(newest.order_by(DraftStep.id.desc()).limit(1))
    if step is not None:
        session.add(DraftStep(version_id=version.id, content=version.content, is_undone=not undone))
        versions.fill(version, from_document(step.content))
        session.delete(step)
        session.flush()


def step_counts(session: Session, version: Version) -> tuple[int, int]:
    """How many steps can be undone, and how many done again."""
    steps = select(DraftStep.is_undone, func.count()).where(DraftStep.version_id == version.id)
    counts = {undone: count for undone, count in session.execute(steps.group_by(DraftStep.is_undone))}
    return counts.get(False, 0), counts.get(True, 0)


def _forget_oldest(session: Session, version: Version) -> None:
    kept = select(DraftStep.id).where(DraftStep.version_id == version.id).order_by(DraftStep.id.desc())
    oldest = session.scalar(kept.offset(MOST_STEPS).limit(1))
    if oldest is not None:
        session.execute(delete(DraftStep).where(DraftStep.version_id == version.id, DraftStep.id <= oldest))
