"""A questionnaire on paper, a resident's or the deputies' sheet: every question, its boxes, its condition in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.printing import look, qr, typesetting
from survey.printing.conditions import Speaker
from survey.printing.look import PLAIN, Look
from survey.printing.paper_words import WORDS, PaperWords
from survey.questionnaires.model import Question, Questionnaire, Section
from survey.questionnaires.tables import Audience, Version, VersionState
from survey.register.tables import District, SiteCode

BLOCKS = 3
"""Blocks of a repeat that are printed."""


def pdf(
    questionnaire: Questionnaire, stamp: str, district: District, language: str, code: SiteCode | None = None
) -> bytes:
    """Set a questionnaire as PDF in one of its languages; `code` fills in the project and the site."""
    return typesetting.pdf("paper.typ", content(questionnaire, stamp, district, language, code), look.of(district))


def numbered(content: Mapping[str, object], addresses: Mapping[int, str], office: Look = PLAIN) -> bytes:
    """Set a questionnaire once for each sheet number, with the code of its address at the head."""
    sheets = [{"number": f"№ {number:06}", "qr": qr.svg(url, "M")} for number, url in addresses.items()]
    return typesetting.pdf("paper.typ", {**content, "sheets": sheets}, office)


def content(
    questionnaire: Questionnaire, stamp: str, district: District, language: str, code: SiteCode | None = None
) -> dict[str, object]:
    """What stands on a sheet.

    `stamp` names the version, so that whoever keys the sheet in knows what was asked. A language that the questionnaire
    does not speak falls back to its own.
    """
    spoken = language if language in questionnaire.languages else questionnaire.default_language
    title = typesetting.one_line(questionnaire.say(questionnaire.title, spoken))
    return {
        "title": title,
        "district": typesetting.one_line(district.name),
        "language": spoken,
        "stamp": stamp,
        "words": asdict(_words(spoken)),
        "is_deputys": questionnaire.audience == Audience.DEPUTY,
        "total": f"{sum(question.score.max for question in _marked(questionnaire) if question.score):g}",
        "project": typesetting.one_line(code.site.project.name) if code else "",
        "site": typesetting.one_line(code.site.name) if code else "",
        "code": code.code if code else "",
        "sections": list(_sections(questionnaire, spoken)),
    }


def versions(session: Session) -> Sequence[Version]:
    """What can be printed: every published version, by name."""
    published = select(Version).where(Version.state == VersionState.PUBLISHED)
    return session.scalars(published.order_by(Version.audience.desc(), Version.questionnaire)).all()


def _words(language: str) -> PaperWords:
    return WORDS.get(language, WORDS["zh"])


def _marked(questionnaire: Questionnaire) -> Iterator[Question]:
    """The questions that are answered with marks."""
    return (question for question in questionnaire.questions if question.type == "range" and question.score)


def numbers_of(questionnaire: Questionnaire) -> dict[str, int]:
    """The number that each question has on paper, and where it is keyed in; what is not answered has none."""
    posted = (question for question in questionnaire.questions if question.is_posted)
    return {question.name: number for number, question in enumerate(posted, 1)}


def _sections(questionnaire: Questionnaire, language: str) -> Iterator[dict[str, object]]:
    numbers = numbers_of(questionnaire)
    speaker = Speaker(questionnaire, language, _words(language), numbers)
    for section, number in _blocks(questionnaire):
        yield {
            "heading": f"{questionnaire.say(section.label, language)} {number}".strip(),
            "condition": _condition(speaker, section.relevant),
            "questions": [
                _question(speaker, question, numbers) for question in section.questions if question.type != "calculate"
            ],
        }


def _blocks(questionnaire: Questionnaire) -> Iterator[tuple[Section, str]]:
    """Every section, of a repeat several blocks with their numbers."""
    for section in questionnaire.sections:
        for number in range(1, BLOCKS + 1) if section.repeats else ("",):
            yield section, str(number)


def _question(speaker: Speaker, question: Question, numbers: Mapping[str, int]) -> dict[str, object]:
    say = speaker.questionnaire.say
    label = say(question.label, speaker.language)
    if question.read_only:
        fixed = question.default.split() if question.choices else [question.default]
        label = f"{label}: {speaker.questionnaire.words_of(question, fixed, speaker.language)}"
    return {
        "number": numbers.get(question.name, 0),
        "type": "note" if question.read_only else question.type,
        "label": label,
        "hint": say(question.hint, speaker.language),
        "condition": _condition(speaker, question.relevant),
        "required": question.required,
        "options": [say(choice.label, speaker.language) for choice in question.choices],
        "lines": 3 if question.appearance == "multiline" else 1,
        "most": f"{question.score.max:g}" if question.score else question.parameters.get("end", ""),
        "has_na": bool(question.score and question.score.na and question.type == "range"),
    }


def _condition(speaker: Speaker, tree: object) -> str:
    return "" if tree is None else speaker.words.only_if.format(condition=speaker.say(tree))
