"""The question types that are supported, what each takes, and how the cells `parameters` and `score` are read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from survey.problems import N_
from survey.questionnaires.model import Choice, Score

EVERYWHERE = frozenset({"type", "name", "label", "hint", "relevant"})
ANSWERED = EVERYWHERE | {"required", "required_message", "opens_finding", "default", "read_only"}
RULED = ANSWERED | {"constraint", "constraint_message"}


@dataclass(frozen=True)
class Kind:
    """One question type: the columns it takes, its appearances, and the kind of its answers in conditions."""

    columns: frozenset[str]
    appearances: tuple[str, ...] = ()
    value: str = "text"


KINDS = {
    "text": Kind(RULED | {"appearance"}, ("multiline",)),
    "integer": Kind(RULED, value="number"),
    "decimal": Kind(RULED, value="number"),
    "range": Kind(RULED | {"parameters", "score"}, value="number"),
    "select_one": Kind(RULED | {"appearance", "score", "choice_filter"}, ("likert", "minimal"), value="option"),
    "select_multiple": Kind(RULED | {"appearance", "choice_filter"}, ("minimal",), value="options"),
    "rank": Kind(RULED, value="options"),
    "date": Kind(RULED, value="date"),
    "time": Kind(RULED, value="time"),
    "acknowledge": Kind(ANSWERED),
    "geopoint": Kind(EVERYWHERE, value="place"),
    "image": Kind(EVERYWHERE, value="photo"),
    "note": Kind(EVERYWHERE, value="nothing"),
    "calculate": Kind(frozenset({"type", "name", "label", "relevant", "calculation"}), value="anything"),
}
# A place and a photo are never asked for by force: neither takes `required`.
GROUP_COLUMNS = frozenset({"type", "name", "label", "relevant"})
NOT_REPEATED = ("rank", "image")
"""Types that are asked once."""
SELECTS = ("select_one", "select_multiple", "rank")
LISTS = ("select_multiple", "rank")
"""Types whose answers are lists of options."""
USUAL_RANGE = {"start": "1", "end": "10", "step": "1"}
KEPT_NAME = re.compile(r"[\w-]{1,60}\.[0-9a-f]{12}\.jpg")
"""What a picture is called once it is kept: the author's name and a part of its hash."""
FULL_MARKS = 100.0


class CellError(ValueError):
    """What is wrong with a cell: an English sentence and the values to fill in."""

    def __init__(self, sentence: str, **values: object) -> None:
        self.sentence = sentence
        self.values: Mapping[str, object] = values
        super().__init__(sentence.format(**values))


def figure(written: str) -> Decimal:
    """Read a plain number of at most 15 digits; raises CellError."""
    try:
        value = Decimal(written)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or "e" in written.lower() or len(value.as_tuple().digits) > 15:
        raise CellError(N_("“{written}” is not a number. Please write digits, like 20 or 0.5."), written=written)
    return value


def range_parameters(cell: str) -> dict[str, str]:
    """Read `start=0 end=20 step=1`; what is not given is 1, 10 and 1 as in XLSForm. Raises CellError."""
    given = dict(_pair(word) for word in cell.replace(",", " ").replace(";", " ").split())
    if unknown := set(given) - set(USUAL_RANGE):
        raise CellError(N_("“{word}” is not a parameter of a range; it has start, end and step."), word=min(unknown))
    parameters = USUAL_RANGE | given
    start, end, step = (figure(parameters[name]) for name in USUAL_RANGE)
    if step <= 0 or end <= start or (end - start) % step != 0:
        raise CellError(N_("A range goes up from start to end in whole steps; please check start, end and step."))
    return parameters


def _pair(word: str) -> tuple[str, str]:
    name, equals, value = word.partition("=")
    if not equals:
        raise CellError(N_("“{word}” could not be read. Please write name=value, like end=20."), word=word)
    return name, value


def score(cell: str, full_marks: float) -> Score:
    """Read `max=20 weight=20 na`; without them full marks are the end of the range or 100, the weight the full marks.

    Raises CellError.
    """
    words = cell.split()
    given = dict(_pair(word) for word in words if word not in ("na", "yes"))
    if unknown := set(given) - {"max", "weight"}:
        raise CellError(N_("“{word}” is not known in score; it has max=, weight= and na."), word=min(unknown))
    marks = float(figure(given["max"])) if "max" in given else full_marks
    weight = float(figure(given["weight"])) if "weight" in given else marks
    if marks != full_marks:
        raise CellError(
            N_("Full marks are {full} here; please write max={full} or leave max out."), full=f"{full_marks:g}"
        )
    if weight <= 0:
        raise CellError(N_("A weight is larger than 0; leave score empty where a question does not count."))
    return Score(max=marks, weight=weight, na="na" in words)


def points(cell: str) -> float | None:
    """Read what an option is worth, 0 to 100; raises CellError."""
    if not cell:
        return None
    worth = figure(cell)
    if not 0 <= worth <= FULL_MARKS:
        raise CellError(N_("Points go from 0 to 100, not {points}."), points=cell)
    return float(worth)


def has_points(choices: tuple[Choice, ...]) -> bool:
    return any(choice.points is not None for choice in choices)
