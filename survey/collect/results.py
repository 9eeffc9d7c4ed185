"""What residents answered to one questionnaire: counts of every option, submissions by version, and what they wrote.

Options are counted from the tallies, which know the version that was answered, so that a page costs the same after a
thousand answers or a million.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from survey.collect.tables import Channel, Submission, Tally, counting
from survey.register.tables import Category, Department, Project

MOST_COMMENTS = 50
MOST_READ = 2000
"""Submissions of a version that are looked through for comments, the newest first."""

Rules = list[ColumnElement[bool]]


@dataclass(frozen=True)
class Filter:
    """Which answers to show; what is empty leaves nothing out. The days are the district's, both included."""

    project: str = ""
    department: str = ""
    category: str = ""
    channel: Channel | None = None
    first_on: date | None = None
    last_on: date | None = None

    def of_projects(self, column: Any) -> Rules:
        """A rule for a column of project ids, when a project, department or category is named."""
        named = {Project.number: self.project, Department.name: self.department, Category.name: self.category}
        wanted = [field == name for field, name in named.items() if name]
        fitting = select(Project.id).join(Project.category).join(Project.department).where(*wanted)
        return [column.in_(fitting)] if wanted else []

    def of_tallies(self) -> Rules:
        rules = self.of_projects(Tally.project_id)
        if self.channel is not None:
            rules.append(Tally.channel == self.channel.value)
        if self.first_on is not None:
            rules.append(Tally.day >= self.first_on)
        if self.last_on is not None:
            rules.append(Tally.day <= self.last_on)
        return rules

    def of_submissions(self, zone: ZoneInfo) -> Rules:
        """Rules for submissions that count."""
        rules = [counting(), *self.of_projects(Submission.project_id)]
        if self.channel is not None:
            rules.append(Submission.channel == self.channel)
        if self.first_on is not None:
            rules.append(Submission.received_at >= datetime.combine(self.first_on, time(), zone))
        if self.last_on is not None:
            rules.append(Submission.received_at < datetime.combine(self.last_on + timedelta(days=1), time(), zone))
        return rules


@dataclass(frozen=True)
class Comment:
    """What somebody wrote, as it was written; whoever shows it masks it first."""

    question: str
    text: str
    project: str
    received_at: datetime


def counts(session: Session, version_ids: Sequence[int], wanted: Filter) -> Mapping[str, Mapping[str, int]]:
    """How often every option was chosen, by question."""
    asked = select(Submission.project_id).where(Submission.version_id.in_(version_ids)).distinct()  # for the key
    query = (
        select(Tally.question, Tally.option, func.sum(Tally.count))
        .where(Tally.project_id.in_(asked), Tally.version_id.in_(version_ids), *wanted.of_tallies())
        .group_by(Tally.question, Tally.option)
    )
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for question, option, count in session.execute(query):
        found[question][option] = int(count)
    return found


def submissions(session: Session, version_ids: Sequence[int], wanted: Filter, zone: ZoneInfo) -> dict[int, int]:
    """How many submissions count, by version."""
    rows = session.execute(
        select(Submission.version_id, func.count())
        .where(Submission.version_id.in_(version_ids), *wanted.of_submissions(zone))
        .group_by(Submission.version_id)
    )
    return {version_id: count for version_id, count in rows}


def comments(
    session: Session, version_ids: Sequence[int], questions: Sequence[str], wanted: Filter, zone: ZoneInfo
) -> list[Comment]:
    """The newest of what was written in answer to some open questions."""
    found: list[Comment] = []
    for version_id in version_ids:
        found += islice(_written(session, version_id, questions, wanted.of_submissions(zone)), MOST_COMMENTS)
    return sorted(found, key=lambda comment: comment.received_at, reverse=True)[:MOST_COMMENTS]


def _written(session: Session, version_id: int, questions: Sequence[str], rules: Rules) -> Iterator[Comment]:
    rows = session.execute(
        select(Submission.answers, Project.name, Submission.received_at)
        .join(Project, Project.id == Submission.project_id)
        .where(Submission.version_id == version_id, *rules)
        .order_by(Submission.received_at.desc())
        .limit(MOST_READ)
    )
    for answers, project, received_at in rows:
        for question in questions:
            if question in answers:
                yield Comment(question, answers[question], project, received_at)
