"""The texts that a questionnaire lacks in its other languages: what is left to do for translators."""

from collections.abc import Iterator
from dataclasses import dataclass

from survey.questionnaires.model import Questionnaire, Texts


@dataclass(frozen=True)
class Missing:
    """A text that is there in the default language and not in these; `place` is a name as the file has it."""

    place: str
    text: str
    languages: tuple[str, ...]


def missing(questionnaire: Questionnaire) -> list[Missing]:
    """Every text that some language lacks, in the order of the file."""
    found = []
    for place, texts in _texts(questionnaire):
        lacking = tuple(language for language in questionnaire.languages if language not in texts)
        if lacking and questionnaire.default_language in texts:
            found.append(Missing(place, texts[questionnaire.default_language], lacking))
    return found


def _texts(questionnaire: Questionnaire) -> Iterator[tuple[str, Texts]]:
    yield "form_title", questionnaire.title
    for section in questionnaire.sections:
        yield section.name, section.label
        for question in section.questions:
            for texts in (question.label, question.hint, question.required_message, question.constraint_message):
                yield question.name, texts
            for choice in question.choices:
                yield f"{question.name}: {choice.name}", choice.label
