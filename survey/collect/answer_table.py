"""Answers as a table: one row a submission, one column a question, over all versions of a questionnaire.

A select_one gives its value and its label, a select_multiple one column of 1 and 0 for each option, a rank one column
of the place, from 1, for each option. What was not asked or not answered is empty. Free text is masked unless it is
asked for as it was written. Of a deputy's sheet it does not say whose it is, and no sheet leaves that only the office
and the panel may know of.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select, true
from sqlalchemy.orm import Session

from survey import problems
from survey.collect.masking import mask
from survey.collect.tables import Near, Nearness, Submission, VisitKind, counting
from survey.problems import N_
from survey.questionnaires import catalogue, versions
from survey.questionnaires.kinds import LISTS
from survey.questionnaires.model import MOST_BLOCKS, Question, Questionnaire
from survey.questionnaires.tables import Audience, Version, VersionState
from survey.register.tables import Project, Site

BATCH = 1000
"""Submissions in memory at a time."""
ABOUT = ("submission", "version", "project", "project_name", "site", "channel", "language", "received_at", "counted")
"""The columns about each submission, before those of its answers."""
OF_SHEETS: Mapping[str, str] = {
    "visit_kind": N_("Kind of visit"),
    "score": N_("Score"),
    "near": N_("Near the site, as the phone said"),
    "near_accuracy_m": N_("How exactly the phone knew, in metres"),
}
"""The columns about a deputy's sheet, after those; where the phone was is kept nowhere (decision 0012)."""
WORDS: Mapping[str, Mapping[str, str]] = {
    "visit_kind": {VisitKind.ANNOUNCED: N_("Announced tour"), VisitKind.UNANNOUNCED: N_("Unannounced visit")},
    "near": {
        Near.YES: N_("near the site"),
        Near.NO: N_("not near the site"),
        Near.UNKNOWN: N_("the phone could not tell"),
    },
}
"""What their values mean."""

Value = str | int | float | None


@dataclass(frozen=True)
class Column:
    """One column: the value of a question, the label of that value, or whether one of its options was chosen."""

    name: str
    label: str
    question: str
    option: str = ""
    of_labels: bool = False


@dataclass
class Codes:
    """What every version of a questionnaire asked, the newest words winning, in one language."""

    language: str
    questions: dict[str, Question] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    options: dict[str, dict[str, str]] = field(default_factory=dict)
    audience: Audience = Audience.RESIDENT
    say: Callable[[str], str] = str
    """Says one of our own words in that language."""

    @property
    def about(self) -> tuple[str, ...]:
        """The columns about each submission, before those of its answers."""
        return (*ABOUT, *OF_SHEETS) if self.audience is Audience.DEPUTY else ABOUT

    def words(self, name: str) -> dict[str, str]:
        """What the values of a column about a sheet mean."""
        return {str(value): self.say(word) for value, word in WORDS.get(name, {}).items()}

    def learn(self, questionnaire: Questionnaire) -> None:
        for question in questionnaire.questions:
            called = questionnaire.called(question, self.language)
            words = {choice.name: questionnaire.say(choice.label, self.language) for choice in question.choices}
            if question.name not in questionnaire.repeats:
                self._learn(question, question.name, called, words)
            for number in range(1, MOST_BLOCKS + 1) if question.name in questionnaire.repeats else ():
                self._learn(question, f"{question.name}.{number}", f"{called} ({number})", words)

    def _learn(self, question: Question, name: str, called: str, words: dict[str, str]) -> None:
        if question.type == "note":
            return
        self.questions.setdefault(name, question)
        self.labels.setdefault(name, called)
        options = self.options.setdefault(name, {})
        options.update({option: label for option, label in words.items() if option not in options})

    @cached_property
    def columns(self) -> list[Column]:
        return [column for name in self.questions for column in self._columns(name)]

    def _columns(self, name: str) -> Iterator[Column]:
        label, options = self.labels[name], self.options[name]
        if self.questions[name].type in LISTS:
            for option, words in options.items():
                yield Column(f"{name}.{option}", f"{label} – {words}", name, option)
            return
        yield Column(name, label, name)
        if options:
            yield Column(f"{name}_label", label, name, of_labels=True)

    def cells(self, answers: dict[str, Any], *, as_written: bool) -> list[Value]:
        """One submission's cells under `columns`; a text is masked whatever the newest version asks in its place."""
        said = _flat(answers)
        return [self._cell(column, said.get(column.question), as_written=as_written) for column in self.columns]

    def _cell(self, column: Column, answer: Any, *, as_written: bool) -> Value:
        if answer is None:
            return None
        if column.option and self.questions[column.question].type == "rank":
            return answer.index(column.option) + 1 if column.option in answer else None
        if column.option:
            return int(column.option in (answer if isinstance(answer, list) else [answer]))
        options = self.options[column.question]
        if column.of_labels and answer in options:
            return options[answer]
        if isinstance(answer, str) and answer not in options and not as_written and not _is_plain(answer):
            return mask(answer)
        value: Value = answer
        return value


PLAIN = re.compile(r"-?\d{1,2}\.\d{4} -?\d{1,3}\.\d{4}|[0-9a-f]{64}", re.ASCII)


def _is_plain(answer: str) -> bool:
    """Whether it is a place or the name of a photo, in which figures are no numbers to call."""
    return PLAIN.fullmatch(answer) is not None


def _flat(answers: dict[str, Any]) -> dict[str, Any]:
    """The answers with those of each block of a repeat under the question's name and the block's number."""
    said = dict(answers)
    for blocks in answers.values():
        if isinstance(blocks, list) and blocks and isinstance(blocks[0], dict):
            said |= {f"{name}.{n}": answer for n, block in enumerate(blocks, 1) for name, answer in block.items()}
    return said


def codes_of(
    session: Session, questionnaire: str, language: str, *, say: Callable[[str], str] = str, with_sheets: bool = False
) -> Codes:
    """The questions of all versions that residents, or only `with_sheets` deputies, were asked.

    Raises NotFound when there is none.
    """
    codes = Codes(language, say=say)
    for version in _asked(session, questionnaire):
        if version.audience is Audience.DEPUTY and not with_sheets:
            continue
        codes.audience = version.audience
        codes.learn(catalogue.questionnaire_of(version))
    if not codes.questions:
        raise problems.NotFound()
    return codes


def _asked(session: Session, questionnaire: str) -> list[Version]:
    """The versions that somebody may have answered."""
    return [v for v in versions.of_questionnaire(session, questionnaire) if v.state is not VersionState.DRAFT]


def rows(
    session: Session, questionnaire: str, codes: Codes, zone: ZoneInfo, *, as_written: bool, hidden: Select[UUID]
) -> Iterator[list[Value]]:
    """Every submission but the `hidden` as a row under `codes.about` and `codes.columns`, by project and time.

    A batch is in memory at a time.
    """
    numbers = {version.id: version.number for version in _asked(session, questionnaire)}
    columns = (
        Submission.id,
        Submission.version_id,
        Project.number,
        Project.name,
        Site.name,
        Submission.channel,
        Submission.language,
        Submission.received_at,
        counting(),
        Submission.visit_kind,
        Submission.score,
        Nearness.near,
        Nearness.accuracy_m,
        Submission.answers,
    )
    has_sheets = codes.audience is Audience.DEPUTY
    found = session.execute(
        select(*columns)
        .join(Project, Project.id == Submission.project_id)
        .join(Site, Site.id == Submission.site_id)
        .outerjoin(Nearness, Nearness.submission_id == Submission.id)
        .where(Submission.version_id.in_(numbers))
        .where(Submission.id.not_in(hidden) if has_sheets else true())
        .order_by(Submission.project_id, Submission.received_at, Submission.id)
        .execution_options(yield_per=BATCH)
    )
    for id_, version_id, *place, channel, language, received_at, counts, kind, score, near, accuracy, answers in found:
        moment = received_at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
        about = [str(id_), numbers[version_id], *place, channel.value, language, moment, int(counts)]
        sheet = [kind.value, score, near.value if near else None, accuracy] if has_sheets else []
        yield about + sheet + codes.cells(answers, as_written=as_written)


def codebook(codes: Codes) -> Iterator[list[Value]]:
    """(column, question, type, value, label) of every column and of every value it can have."""
    for name, label in OF_SHEETS.items() if codes.audience is Audience.DEPUTY else ():
        yield [name, codes.say(label), None, None, None]
        for value, word in codes.words(name).items():
            yield [name, None, None, value, word]
    for column in codes.columns:
        question = codes.questions[column.question]
        yield [column.name, column.label, question.type, None, None]
        if question.choices and not column.option and not column.of_labels:
            for value, label in codes.options[column.question].items():
                yield [column.name, None, None, value, label]


HEADINGS: Sequence[str] = ("column", "question", "type", "value", "label")
"""The headings of a codebook."""
