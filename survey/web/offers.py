"""What the page of a questionnaire really offers: a grade that has no button cannot be sent."""

from html.parser import HTMLParser

from survey.collect.self_test import Failure
from survey.problems import N_
from survey.questionnaires import catalogue
from survey.questionnaires.tables import Version
from survey.web.previews import sheet_of
from survey.web.sheets import page_of

NO_BUTTON = N_("The page has no field for it.")


def failures(version: Version) -> list[Failure]:
    """Every option, or question without options, that the page shows no field for."""
    reader = _Fields()
    reader.feed(page_of(sheet_of(version)))
    asked = catalogue.questionnaire_of(version)
    wanted = [
        (f"{question.name}.1" if question.name in asked.repeats else question.name, choice)
        for question in asked.questions
        for choice in ([choice.name for choice in question.choices] or [""])
        if question.is_posted
    ]
    return [Failure(name, choice, NO_BUTTON) for name, choice in wanted if not reader.offers(name, choice)]


class _Fields(HTMLParser):
    """Collects the fields of a page: (question, value) pairs and the names of questions."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[tuple[str, str]] = set()
        self.names: set[str] = set()

    def offers(self, question: str, choice: str) -> bool:
        """Whether there is a field for an option, or for its place in a ranking; for a question without options."""
        if not choice:
            return question in self.names
        return (question, choice) in self.found or f"{question}:{choice}" in self.names

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        name = (told.get("name") or "").removeprefix("answer_")
        if tag in ("input", "textarea", "select") and "disabled" not in told:
            self.found.add((name, told.get("value") or ""))
            self.names.add(name)
