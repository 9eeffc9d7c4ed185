"""Counts per project, channel, question, option, day and version, kept in the transaction that stores what they count.

A scorecard reads them instead of the submissions, so that it costs the same after a thousand answers or ten million.
Residents' choices are counted; text is not, and deputies' scores are few enough to be read one by one.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from survey.collect.tables import Submission, Tally
from survey.database import Asked, insert_or_add
from survey.questionnaires.model import Questionnaire

CHOSEN = ("select_one", "select_multiple", "rank")
"""Types whose options are counted; of a ranking, what was put first."""


class Cell(NamedTuple):
    """What one count is about; the order of the fields is the order in which rows are locked."""

    project_id: int
    channel: str
    question: str
    option: str
    day: date
    version_id: int = 0


def chosen(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The (question, option) pairs of one submission that are counted."""
    pairs = []
    for section in questionnaire.sections:
        blocks = answers.get(section.name, ()) if section.repeats else [answers]
        for question in (question for question in section.questions if question.type in CHOSEN):
            for answer in (block[question.name] for block in blocks if question.name in block):
                given = answer if isinstance(answer, list) else [answer]
                pairs += [(question.name, option) for option in (given[:1] if question.type == "rank" else given)]
    return pairs


def add(database: Asked, counts: Counter[Cell]) -> None:
    """Add counts, or take them off where negative; in one order, so that two writers never wait for each other."""
    rows = [{**cell._asdict(), "count": count} for cell, count in sorted(counts.items()) if count]
    if rows:
        insert_or_add(database, Tally, rows, Tally.count)


def cells(submission: Submission | Row[Any], questionnaire: Questionnaire, day: date) -> list[Cell]:
    """The cells that one resident's submission counts in; a row needs its project_id, channel, version_id
    and answers.
    """
    return [
        Cell(submission.project_id, submission.channel.value, question, option, day, submission.version_id)
        for question, option in chosen(questionnaire, submission.answers)
    ]


def of_project(session: Session, project_id: int) -> Counter[tuple[str, str]]:
    """How often each option of each question was chosen in one project, by (question, option)."""
    columns = (Tally.question, Tally.option, func.sum(Tally.count))
    counts = session.execute(
        select(*columns).where(Tally.project_id == project_id).group_by(Tally.question, Tally.option)
    )
    return Counter({(question, option): count for question, option, count in counts if count})


def stored(session: Session) -> Counter[Cell]:
    """All counts as they are kept."""
    columns = (Tally.project_id, Tally.channel, Tally.question, Tally.option, Tally.day, Tally.version_id)
    rows = session.execute(select(*columns, Tally.count))
    return Counter({Cell(*row[:6]): row[6] for row in rows if row[6]})
