"""The words of a project's questions, from every version that was published, the newest winning."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from survey.questionnaires import catalogue
from survey.questionnaires.emphasis import plain
from survey.questionnaires.model import Questionnaire, Texts
from survey.questionnaires.tables import Audience


@dataclass
class Labels:
    """Sentences of questions and options, each in the order in which they are asked."""

    questions: dict[str, Texts] = field(default_factory=dict)
    options: dict[str, dict[str, Texts]] = field(default_factory=dict)
    several: set[str] = field(default_factory=set)
    """Questions of which several options may be chosen."""

    def question(self, name: str) -> Texts:
        """The words of a question, its name where no published version has any."""
        return self.questions.get(name) or {"en": name}

    def option(self, question: str, name: str) -> Texts:
        return self.options.get(question, {}).get(name) or {"en": name}

    def asked(self, names: Mapping[str, object]) -> list[str]:
        """These questions in the order of asking; unknown ones last."""
        order = {name: place for place, name in enumerate(self.questions)}
        return sorted(names, key=lambda name: (order.get(name, len(order)), name))


def of_category(session: Session, category: str) -> Labels:
    """Read the words that residents of this category's projects were asked with; all its names, one a line."""
    labels = Labels()
    for version in catalogue.asked_of(session, Audience.RESIDENT, category):
        _learn(labels, catalogue.questionnaire_of(version))
    return labels


def _learn(labels: Labels, questionnaire: Questionnaire) -> None:
    for question in questionnaire.questions:
        labels.questions.setdefault(question.name, _plain(question.label))
        if question.type == "select_multiple":
            labels.several.add(question.name)
        options = labels.options.setdefault(question.name, {})
        for choice in question.choices:
            options.setdefault(choice.name, _plain(choice.label))


def _plain(texts: Texts) -> Texts:
    return {language: plain(text) for language, text in texts.items()}
