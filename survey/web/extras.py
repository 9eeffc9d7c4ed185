"""What the script of a questionnaire's page needs beyond that of a plain one; most pages need none of it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from survey.questionnaires.answers import columns_of, posted_default
from survey.questionnaires.editing import both
from survey.questionnaires.expressions import is_situation, named, nodes
from survey.questionnaires.model import MENTIONED, Expression, Questionnaire

CORE = frozenset(
    ("ref", ".", "and", "or", "if", "+", "-", "=", "!=", "<", "<=", ">", ">=", "not", "true", "false", "coalesce",
     "selected", "count-selected")
)  # fmt: skip
"""What static/js/evaluate.js does without static/js/functions.js."""


MODULES = {"rank": "rank.js", "geopoint": "place.js", "image": "picture.js"}
"""Question types with a module of their own in static/js."""


@dataclass(frozen=True)
class Extras:
    """The scripts to inline, and what live.js works with, as JSON; empty where it has nothing to do."""

    scripts: tuple[str, ...]
    live: str
    modules: tuple[str, ...] = ()
    """Modules that better the fields of rare types once the page can be used."""

    @property
    def styles(self) -> tuple[str, ...]:
        """The styles to inline."""
        return ("css/rare.css",) if self.modules else ()


def of(questionnaire: Questionnaire, at: str) -> Extras:
    """What a questionnaire needs; `at` is the moment, as `2026-11-28T09:30:00`."""
    results, filters = _results(questionnaire, at), _filters(questionnaire)
    has_pictures = any(choice.pictures for question in questionnaire.questions for choice in question.choices)
    within = conditions(questionnaire, of_repeats=True)
    trees = [
        *conditions(questionnaire).values(),
        *within.values(),
        *results.values(),
        *(tree for tree, _ in filters.values()),
    ]
    asks_time = any(is_situation(name) for tree in trees for name in named(tree))
    types = {question.type for question in questionnaire.questions}
    repeats = {s.name: [q.name for q in s.questions] for s in questionnaire.sections if s.repeats}
    of_types = (MODULES[name] for name in MODULES if name in types)
    modules = (*(("repeat.js",) if repeats else ()), *(("pictures.js",) if has_pictures else ()), *of_types)
    is_live = asks_time or mentions(questionnaire) or "rank" in types or bool(results or filters or repeats)
    functions = ("js/functions.js",) if any(node[0] not in CORE for tree in trees for node in nodes(tree)) else ()
    live = as_json({"results": results, "filters": filters, "repeats": repeats, "within": within}) if is_live else ""
    return Extras((*functions, *(("js/live.js",) if is_live else ())), live, modules)


def conditions(questionnaire: Questionnaire, *, of_repeats: bool = False) -> dict[str, Expression]:
    """The condition of every question that has one, with that of its section; those of repeats are kept apart."""
    return {
        q.name: tree
        for section in questionnaire.sections
        if section.repeats is of_repeats
        for q in section.questions
        if (tree := both(section.relevant, q.relevant)) is not None
    }


def _results(questionnaire: Questionnaire, at: str) -> dict[str, Expression]:
    """What gives each question its answer that nobody types."""
    own = [question for question in questionnaire.questions if not question.is_posted and question.type != "note"]
    return {q.name: q.calculation if q.type == "calculate" else " ".join(posted_default(q, at)) for q in own}


def _filters(questionnaire: Questionnaire) -> dict[str, tuple[Expression, dict[str, dict[str, str]]]]:
    """The choice filter of each question that has one, with what it knows about each option."""
    return {
        q.name: (q.choice_filter, {choice.name: columns_of(choice.name, choice.attributes) for choice in q.choices})
        for q in questionnaire.questions
        if q.choice_filter is not None
    }


def mentions(questionnaire: Questionnaire) -> bool:
    """Whether a label or a hint mentions an answer."""
    return any(MENTIONED.search(text) for text in _texts(questionnaire))


def _texts(questionnaire: Questionnaire) -> Iterator[str]:
    for question in questionnaire.questions:
        yield from (*question.label.values(), *question.hint.values())


def as_json(value: Mapping[str, Any]) -> str:
    """JSON that may stand inside a script."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
