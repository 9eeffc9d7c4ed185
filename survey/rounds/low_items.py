"""Findings that raise themselves: each item of a deputy's sheet below the pass mark (60 % of its marks as shipped)."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.collect.tables import Submission
from survey.people.tables import Deputy
from survey.questionnaires import catalogue
from survey.questionnaires.model import Question
from survey.register import rules
from survey.register.rules import Rules
from survey.rounds import findings
from survey.rounds.moves import Deed
from survey.rounds.tables import Act, By, Finding, Origin, Severity


def raise_from(session: Session, sheets: Iterable[Submission]) -> list[Finding]:
    """Raise what these deputies' sheets say.

    A deputy who scores the same item low again while the finding is not ended has said nothing new: the sheet is
    noted at that finding.
    """
    ruled = rules.of_office(session)
    low = [(sheet, question) for sheet in sheets for question in _low(session, sheet, ruled)]
    return [raised for sheet, question in low if (raised := _raise(session, sheet, question, ruled)) is not None]


def _low(session: Session, sheet: Submission, ruled: Rules) -> list[Question]:
    _, questionnaire = catalogue.of_id(session, sheet.version_id)
    return [question for question in questionnaire.questions if 100 * _share(question, sheet) < ruled.low_share]


def _raise(session: Session, sheet: Submission, question: Question, ruled: Rules) -> Finding | None:
    finding = Finding(
        project_id=sheet.project_id,
        site_id=sheet.site_id,
        origin=Origin.DEPUTY,
        deputy_id=sheet.deputy_id,
        subject=_subject(session, sheet, question),
        text=_said(sheet),
        severity=Severity.SERIOUS if 100 * _share(question, sheet) < ruled.very_low_share else Severity.ORDINARY,
    )
    item = (sheet.project_id, sheet.id, question.name)
    if (known := findings.unended(session, finding)) is not None:
        findings.take_up(session, known, [item])
        return None
    number = session.scalars(select(Deputy.number).where(Deputy.id == sheet.deputy_id)).one()
    deed = Deed(Act.RAISE, By.DEPUTY, number, finding.text)
    return findings.raise_(session, finding, deed, sheet.received_at, [item])


def _subject(session: Session, sheet: Submission, question: Question) -> str:
    """The item's label."""
    _, questionnaire = catalogue.of_id(session, sheet.version_id)
    return questionnaire.say(question.label, questionnaire.default_language)


def _share(question: Question, sheet: Submission) -> float:
    """An item's marks in parts of its full marks; 1 for what is no item or does not apply."""
    marks = sheet.answers.get(question.name)
    if question.score is None or marks is None or marks == "na":
        return 1.0
    return float(marks) / question.score.max


def _said(sheet: Submission) -> str:
    """What the deputy wrote: the evidence, and the remarks."""
    words = [str(sheet.answers.get(name, "")).strip() for name in ("evidence", "comment")]
    return "\n".join(dict.fromkeys(word for word in words if word))
