"""Residents' low grades that nobody has taken up yet: counted per project, read per site, raised by the office."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey.collect.tables import Submission, Tally, counting
from survey.questionnaires import catalogue
from survey.questionnaires.tables import Audience
from survey.register.tables import Project
from survey.rounds import alike
from survey.rounds.tables import FindingSubmission

LOW = ("1", "2")
"""The two lowest grades of the question `overall`."""
MOST = 200


@dataclass(frozen=True)
class Complaint:
    """One low grade as the office reads it."""

    submission_id: UUID
    received_at: datetime
    grade: str
    reasons: tuple[str, ...]
    text: str


def counted(session: Session) -> list[tuple[Project, int, int]]:
    """(project, low grades, of them taken up), the most that are not taken up first; told from the tallies."""
    low = dict(_pairs(session, select(Tally.project_id, func.sum(Tally.count)).where(
        Tally.question == "overall", Tally.option.in_(LOW)).group_by(Tally.project_id)))  # fmt: skip
    taken = dict(_pairs(session, select(FindingSubmission.project_id, func.count()).where(
        FindingSubmission.question == "").group_by(FindingSubmission.project_id)))  # fmt: skip
    projects = session.scalars(select(Project).where(Project.id.in_(low))).all()
    rows = [(project, low[project.id], taken.get(project.id, 0)) for project in projects if low[project.id]]
    return sorted(rows, key=lambda row: (row[2] - row[1], row[0].number))


def of_project(session: Session, project_id: int) -> dict[int, list[Complaint]]:
    """A project's low grades that were not taken up, by site, the newest first."""
    taken = select(FindingSubmission.submission_id).where(FindingSubmission.project_id == project_id)
    rows = session.scalars(
        select(Submission)
        .where(Submission.project_id == project_id, Submission.audience == Audience.RESIDENT)
        .where(counting(), Submission.id.not_in(taken))
        .where(Submission.answers["overall"].as_string().in_(LOW))
        .order_by(Submission.received_at.desc())
        .limit(MOST)
    )
    by_site: defaultdict[int, list[Complaint]] = defaultdict(list)
    for row in rows:
        by_site[row.site_id].append(_complaint(session, row))
    return dict(by_site)


def groups(complaints: Iterable[Complaint]) -> list[list[Complaint]]:
    """Those of one site that say nearly the same, two or more together; the largest first."""
    found = [group for group in alike.groups(complaints, _say_the_same) if len(group) > 1]
    return sorted(found, key=len, reverse=True)


def _say_the_same(one: Complaint, other: Complaint) -> bool:
    """Nearly the same words; of two without words, the same reasons."""
    if one.text or other.text:
        return alike.texts(one.text, other.text)
    return bool(one.reasons) and set(one.reasons) == set(other.reasons)


def _complaint(session: Session, row: Submission) -> Complaint:
    """A row with its chosen options in words, in the language of its questionnaire."""
    _, questionnaire = catalogue.of_id(session, row.version_id)
    words: dict[str, list[str]] = {}
    for question in questionnaire.questions:
        said = row.answers.get(question.name, ())
        chosen = [choice for choice in question.choices if choice.name in (said if isinstance(said, list) else [said])]
        words[question.name] = [questionnaire.say(choice.label, questionnaire.default_language) for choice in chosen]
    free = [str(row.answers[name]) for name in ("why_more", "comment") if row.answers.get(name)]
    return Complaint(row.id, row.received_at, "".join(words["overall"]), tuple(words.get("why", ())), " ".join(free))


def _pairs(session: Session, query: Any) -> list[tuple[int, int]]:
    return [(key, int(count)) for key, count in session.execute(query)]
