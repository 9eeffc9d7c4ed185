"""XLSForm's `select_one LIST or_other`: an option "other", and a line to say what.

It becomes a plain option and a plain text question, which are written out as such: another reading gives the same.
"""

from dataclasses import replace

from survey.questionnaires.model import Choice, Question, Texts

NAME = "other"
OTHER = {"zh": "其他", "en": "Other", "ja": "その他", "ko": "기타", "ru": "Другое"}
SPECIFY = {"zh": "其他，请说明", "en": "Other, please say which", "ja": "その他（具体的に）", "ko": "기타 (구체적으로)",
           "ru": "Другое, уточните"}  # fmt: skip


def name_of(question: Question) -> str:
    """The name of the text question behind a select question."""
    return f"{question.name}_{NAME}"


def with_other(question: Question, languages: tuple[str, ...]) -> list[Question]:
    """The select question with the option, unless its list has it, and the text question behind it."""
    choices = question.choices
    if all(choice.name != NAME for choice in choices):
        choices = (*choices, Choice(NAME, _in(OTHER, languages)))
    reference = ["ref", question.name]
    chosen = ["selected", reference, NAME] if question.type == "select_multiple" else ["=", reference, NAME]
    specify = Question(name_of(question), "text", _in(SPECIFY, languages), relevant=chosen)
    return [replace(question, choices=choices), specify]


def _in(words: Texts, languages: tuple[str, ...]) -> Texts:
    """In every language of the questionnaire; in English where we do not speak it."""
    return {language: words.get(language, words["en"]) for language in languages}
