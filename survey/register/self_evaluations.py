"""Self-evaluation (自评): a department marks its project each month on the deputies' own scale, so that the gap shows.

It has no weight in any score; it stands beside the deputies' marks.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey.questionnaires import catalogue
from survey.questionnaires.model import Question, Questionnaire
from survey.questionnaires.scoring import score_of
from survey.questionnaires.tables import Audience
from survey.register.tables import Project, SelfEvaluation

NOT_APPLICABLE = "na"
Marks = Mapping[str, float | str]


def sheet_of(session: Session, project: Project) -> tuple[int, Questionnaire]:
    """The version and the sheet that deputies score this project with; raises UnknownQuestionnaire."""
    version = catalogue.for_project(session, Audience.DEPUTY, project.category.known_as)
    return version.id, catalogue.of_id(session, version.id)[1]


def items(sheet: Questionnaire) -> list[Question]:
    """The questions of a sheet that carry marks."""
    return [question for question in sheet.questions if question.score]


def evaluate(
    session: Session, project: Project, marks: Marks, *, analysis: str, who: str, now: datetime, month: str
) -> SelfEvaluation:
    """Store the evaluation of a month; until the month is over the department may replace it."""
    version_id, sheet = sheet_of(session, project)
    found = of_month(session, project, month) or SelfEvaluation(project_id=project.id, month=month)
    found.version_id, found.marks, found.score = version_id, dict(marks), score_of(sheet, marks)
    found.analysis, found.who, found.at = analysis, who, now
    session.add(found)
    session.flush()
    return found


def of_month(session: Session, project: Project, month: str) -> SelfEvaluation | None:
    return session.scalar(
        select(SelfEvaluation).where(SelfEvaluation.project_id == project.id, SelfEvaluation.month == month)
    )


def of_project(session: Session, project: Project) -> list[SelfEvaluation]:
    """A project's evaluations, the newest month first."""
    found = select(SelfEvaluation).where(SelfEvaluation.project_id == project.id).order_by(SelfEvaluation.month.desc())
    return list(session.scalars(found))


def latest(session: Session, project_ids: Collection[int]) -> dict[int, SelfEvaluation]:
    """The newest evaluation of each of these projects, in one query; who never made one is not there."""
    newest = (
        select(SelfEvaluation.project_id, func.max(SelfEvaluation.month).label("month"))
        .where(SelfEvaluation.project_id.in_(project_ids))
        .group_by(SelfEvaluation.project_id)
        .subquery()
    )
    found = session.scalars(
        select(SelfEvaluation).join(
            newest, (SelfEvaluation.project_id == newest.c.project_id) & (SelfEvaluation.month == newest.c.month)
        )
    )
    return {one.project_id: one for one in found}


def month_of(day: date) -> str:
    """The month of a day, such as 2026-11."""
    return day.isoformat()[:7]
