"""The changes that the builder makes: each takes a questionnaire and gives another one, without judging it.

`xlsform.of_sheets(writing.sheets(…))` judges: what the builder makes has to stand the same reading as a workbook.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import count
from typing import Any, NamedTuple

from survey.questionnaires.model import MENTIONED, Choice, Expression, Question, Questionnaire, Section, Texts


class Place(NamedTuple):
    """Where a question stands: its section and its position there, both counted from 0."""

    section: int
    position: int


def named(form: Questionnaire, name: str) -> Questionnaire:
    """The same questions under another name."""
    return replace(form, name=name)


def place_of(form: Questionnaire, name: str) -> Place | None:
    """The place of a question."""
    for number, section in enumerate(form.sections):
        for position, question in enumerate(section.questions):
            if question.name == name:
                return Place(number, position)
    return None


def neighbours(form: Questionnaire, place: Place) -> tuple[Place | None, Place | None]:
    """Where a question goes by one step up and one step down; over a heading it goes into the next section.

    Out of the first and the last section it goes to a place of its own, when they have a heading.
    """
    section, position = place
    lengths = [len(section.questions) for section in form.sections]
    leaves = bool(form.sections[section].name)
    above = Place(section - 1, lengths[section - 1]) if section else Place(-1, 0) if leaves else None
    below = Place(section + 1, 0) if section + 1 < len(lengths) or leaves else None
    return (
        Place(section, position - 1) if position else above,
        Place(section, position + 1) if position + 1 < lengths[section] else below,
    )


def moved(form: Questionnaire, name: str, to: Place) -> Questionnaire:
    """Take a question out and put it where `to` is without it; before the first section and after the last, alone."""
    rest = deleted(form, name, keep_sections=True)
    alone = Section("", {}, (_of_name(form, name),))
    if to.section < 0:
        return _without_empty(replace(rest, sections=(alone, *rest.sections)))
    if to.section >= len(rest.sections):
        return _without_empty(replace(rest, sections=(*rest.sections, alone)))
    questions = [list(section.questions) for section in rest.sections]
    questions[to.section].insert(max(to.position, 0), alone.questions[0])
    return _with_questions(rest, questions)


def taken_out(form: Questionnaire, name: str) -> Questionnaire:
    """Put a question behind the section that it stands in, under no heading and not under its condition."""
    place = place_of(form, name)
    if place is None or not form.sections[place.section].name:
        return form
    sections = list(deleted(form, name, keep_sections=True).sections)
    sections.insert(place.section + 1, Section("", {}, (_of_name(form, name),)))
    return _without_empty(replace(form, sections=tuple(sections)))


def section_moved(form: Questionnaire, number: int, to: int) -> Questionnaire:
    """Put a section with all its questions at another place among the sections."""
    sections = list(form.sections)
    sections.insert(to, sections.pop(number))
    return replace(form, sections=tuple(sections))


def deleted(form: Questionnaire, name: str, *, keep_sections: bool = False) -> Questionnaire:
    """Leave a question out, and its section when nothing is left there."""
    left = [replace(s, questions=tuple(q for q in s.questions if q.name != name)) for s in form.sections]
    without = replace(form, sections=tuple(left))
    return without if keep_sections else _without_empty(without)


def duplicated(form: Questionnaire, name: str) -> Questionnaire:
    """Put a copy behind a question, under a name that is free."""
    copy = replace(_of_name(form, name), name=free_name(form, f"{name[:60]}_"))
    doubled = [[one for q in s.questions for one in ((q, copy) if q.name == name else (q,))] for s in form.sections]
    return _with_questions(form, doubled)


def free_name(form: Questionnaire, beginning: str) -> str:
    """The first of `q1`, `q2`, … that nothing in the questionnaire is called."""
    taken = {question.name for question in form.questions} | {section.name for section in form.sections}
    return next(name for number in count(2) if (name := f"{beginning}{number}") not in taken)


def added(form: Questionnaire, question: Question, section: int | None = None) -> Questionnaire:
    """Put a question at the end of a section; without one, at the end and under no heading."""
    number = len(form.sections) - 1 if section is None or section >= len(form.sections) else section
    found = form.sections[number]
    if section is None and found.name:
        return replace(form, sections=(*form.sections, Section("", {}, (question,))))
    return _with_section(form, number, replace(found, questions=(*found.questions, question)))


def replaced(form: Questionnaire, name: str, question: Question) -> Questionnaire:
    """Put another question in the place of one; conditions that ask about it follow a new name."""
    renewed = [[question if q.name == name else q for q in section.questions] for section in form.sections]
    return _renamed(_with_questions(form, renewed), name, question.name)


def pictured(form: Questionnaire, name: str, option: str, language: str, kept: str) -> Questionnaire:
    """Give an option of a question a picture, or none where `kept` is empty; without a language for everybody."""
    question = _of_name(form, name)
    choices = tuple(_pictured(c, language, kept) if c.name == option else c for c in question.choices)
    return replaced(form, name, replace(question, choices=choices))


def _pictured(choice: Choice, language: str, kept: str) -> Choice:
    if not language:
        return replace(choice, image=kept)
    others = {code: picture for code, picture in choice.images.items() if code != language}
    return replace(choice, images=others | ({language: kept} if kept else {}))


def with_heading(form: Questionnaire, question: str, heading: Section, last: str = "") -> Questionnaire:
    """Begin a section at a question; what its section holds up to `last`, else the rest of it, belongs to it."""
    place = place_of(form, question)
    if place is None:
        return form
    old = form.sections[place.section]
    before = replace(old, questions=old.questions[: place.position])
    begun = replace(heading, questions=old.questions[place.position :])
    return _without_empty(_with_section(form, place.section, before, *_ended(begun, last, old.relevant)))


def heading_replaced(form: Questionnaire, number: int, heading: Section, last: str = "") -> Questionnaire:
    """Give a section another heading; what stands behind `last` leaves it and keeps its old condition."""
    old = form.sections[number]
    renewed = replace(heading, questions=old.questions)
    parts = _ended(renewed, last, old.relevant)
    return _renamed(_with_section(form, number, *parts), old.name, heading.name)


def _ended(section: Section, last: str, condition: Expression) -> tuple[Section, ...]:
    """A section up to a question, and under no heading what stands behind it, asked under a condition."""
    names = [question.name for question in section.questions]
    end = names.index(last) + 1 if last in names else len(names)
    if end == len(names):
        return (section,)
    rest = tuple(replace(q, relevant=both(condition, q.relevant)) for q in section.questions[end:])
    return replace(section, questions=section.questions[:end]), Section("", {}, rest)


def without_heading(form: Questionnaire, number: int) -> Questionnaire:
    """Take a heading away and leave its questions, which keep its condition."""
    section = form.sections[number]
    questions = tuple(replace(q, relevant=both(section.relevant, q.relevant)) for q in section.questions)
    return _with_section(form, number, Section("", {}, questions))


def both(one: Expression, other: Expression) -> Expression:
    """The condition that holds where both do."""
    return one if other is None else other if one is None else ["and", one, other]


def _of_name(form: Questionnaire, name: str) -> Question:
    return next(question for question in form.questions if question.name == name)


def _with_questions(form: Questionnaire, questions: Sequence[Sequence[Question]]) -> Questionnaire:
    """The same sections with other questions; one that has none left goes away."""
    pairs = zip(form.sections, questions, strict=True)
    return _without_empty(replace(form, sections=tuple(replace(section, questions=tuple(qs)) for section, qs in pairs)))


def _without_empty(form: Questionnaire) -> Questionnaire:
    return replace(form, sections=tuple(section for section in form.sections if section.questions))


def _with_section(form: Questionnaire, number: int, *others: Section) -> Questionnaire:
    """Others in the place of one section."""
    return replace(form, sections=(*form.sections[:number], *others, *form.sections[number + 1 :]))


def _renamed(form: Questionnaire, old: str, new: str) -> Questionnaire:
    if old == new:
        return form
    sections = [
        replace(
            section,
            relevant=_asks(section.relevant, old, new),
            questions=tuple(
                replace(
                    q,
                    relevant=_asks(q.relevant, old, new),
                    label=_mentions(q.label, old, new),
                    hint=_mentions(q.hint, old, new),
                    constraint=_asks(q.constraint, old, new),
                    calculation=_asks(q.calculation, old, new),
                    choice_filter=_asks(q.choice_filter, old, new),
                    opens_finding=_asks(q.opens_finding, old, new),
                )
                for q in section.questions
            ),
        )
        for section in form.sections
    ]
    return replace(form, sections=tuple(sections))


def _mentions(texts: Texts, old: str, new: str) -> Texts:
    """The texts with what they mention of one question turned to another name."""
    renamed = partial(MENTIONED.sub, lambda found: f"${{{new}}}" if found[1] == old else found[0])
    return {language: renamed(text) for language, text in texts.items()}


def _asks(tree: Any, old: str, new: str) -> Any:
    """The tree with its references to one question turned to another name."""
    if not isinstance(tree, list):
        return tree
    return ["ref", new] if tree == ["ref", old] else [tree[0], *(_asks(operand, old, new) for operand in tree[1:])]
