"""The Python interpreter of expression trees; static/js/evaluate.js is its twin.

Values are numbers, texts, booleans and, for a select_multiple, lists of option names whose text form is separated by
spaces. What is missing or no number is not a number (NaN) in arithmetic, and every comparison with it is false but
`!=`. A date in text form counts as its day number since 1970 and a time of day as the fraction of the day that is over,
so that they can be compared. A question of a repeat is the list of its answers in all blocks.
"""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

Answers = Mapping[str, Any]

NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)", re.ASCII)
MOMENT = re.compile(r"([1-9]\d{3}-\d\d-\d\d)?(?:(?:^|T)([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?)?", re.ASCII)
EPOCH = date(1970, 1, 1).toordinal()
LARGEST = 1e15
"""Numbers from here on have no text form: neither interpreter could write all their digits."""
LONGEST_MATCHED = 200
"""Characters of a text that regex() looks at; a longer text does not match."""


def evaluate(tree: Any, answers: Answers, own: Any = "") -> Any:
    """The value of a tree; `own` is what `.` stands for."""
    if not isinstance(tree, list):
        return tree
    operator, *operands = tree
    if operator == "ref":
        return answers.get(operands[0], "")
    if operator == ".":
        return own
    if operator in ("and", "or"):
        decides = operator == "or"
        for operand in operands:
            if truth(evaluate(operand, answers, own)) is decides:
                return decides
        return not decides
    if operator == "if":
        branch = operands[1] if truth(evaluate(operands[0], answers, own)) else operands[2]
        return evaluate(branch, answers, own)
    return OPERATIONS[operator](*(evaluate(operand, answers, own) for operand in operands))


def holds(tree: Any, answers: Answers, own: Any = "") -> bool:
    """Whether a condition holds; no condition always does."""
    return tree is None or truth(evaluate(tree, answers, own))


def truth(value: Any) -> bool:
    """A number is true unless 0 or not a number, a text or a list unless empty."""
    return not (isinstance(value, float) and math.isnan(value)) and bool(value)


def number(value: Any) -> float:
    """A value as a number, NaN when it is none; only plain decimal notation, dates and times count."""
    if isinstance(value, bool | int | float):
        return float(value)
    plain = text(value).strip(" ")
    if plain and (moment := MOMENT.fullmatch(plain)):
        day, *clock = moment.groups()
        hours, minutes, seconds = (int(part or 0) for part in clock)
        return (_day(day) if day else 0.0) + (hours * 3600 + minutes * 60 + seconds) / 86400
    digits = sum(map(str.isdigit, plain))
    return float(plain) if digits <= 15 and NUMBER.fullmatch(plain) else math.nan


def _day(plain: str) -> float:
    try:
        return float(date.fromisoformat(plain).toordinal() - EPOCH)
    except ValueError:
        return math.nan


def text(value: Any) -> str:
    """A value as text: numbers with at most six decimals, no exponent, −0 as 0; lists separated by spaces."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return " ".join(map(text, value))
    if isinstance(value, int | float):
        return _decimal(float(value))
    return str(value)


def _decimal(value: float) -> str:
    if not abs(value) < LARGEST:
        return "NaN"
    whole = math.floor(abs(value))
    millionths = math.floor((abs(value) - whole) * 1e6 + 0.5)
    if millionths == 1_000_000:
        whole, millionths = whole + 1, 0
    digits = f"{whole}.{millionths:06}".rstrip("0").rstrip(".")
    return f"-{digits}" if value < 0 and digits != "0" else digits


def options(value: Any) -> list[str]:
    """The options chosen in an answer."""
    return [str(one) for one in value] if isinstance(value, list) else [part for part in text(value).split(" ") if part]


def equal(one: Any, other: Any) -> bool:
    """Booleans compare as booleans, numbers as numbers, anything else as text."""
    if isinstance(one, bool) or isinstance(other, bool):
        return truth(one) == truth(other)
    if isinstance(one, int | float) or isinstance(other, int | float):
        return number(one) == number(other)
    return text(one) == text(other)


def _finite(value: float) -> float:
    return value if math.isfinite(value) else math.nan


def _divide(one: Any, other: Any) -> float:
    divisor = number(other)
    return math.nan if divisor == 0 else _finite(number(one) / divisor)


def _modulo(one: Any, other: Any) -> float:
    divisor = number(other)
    return math.nan if divisor == 0 else math.fmod(number(one), divisor)


def _whole(value: Any) -> float:
    plain = number(value)
    return plain if math.isnan(plain) else float(math.trunc(plain))


def _round(value: Any, places: Any = 0) -> float:
    """Half up, towards plus infinity, to between −9 and 9 places."""
    at = _whole(places)
    if math.isnan(at):
        return math.nan
    scale = float(f"1e{int(max(-9, min(9, at)))}")
    scaled = _finite(number(value) * scale + 0.5)
    return scaled if math.isnan(scaled) else math.floor(scaled) / scale


def _each(values: tuple[Any, ...]) -> list[Any]:
    """The values with those in lists one by one."""
    return [one for value in values for one in (value if isinstance(value, list) else [value])]


def _extreme(choose: Callable[[list[float]], float]) -> Callable[..., float]:
    def of(*values: Any) -> float:
        numbers = [number(value) for value in _each(values)]
        return choose(numbers) if numbers and not any(map(math.isnan, numbers)) else math.nan

    return of


def _sum(*values: Any) -> float:
    """Added one after the other, as JavaScript does; Python's own sum() is more exact."""
    total = 0.0
    for value in _each(values):
        total += number(value)
    return _finite(total)


def _selected_at(value: Any, place: Any) -> str:
    chosen, at = options(value), number(place)
    return chosen[int(at)] if 0 <= at < len(chosen) else ""


def _substr(value: Any, start: Any, end: Any = None) -> str:
    """Characters from `start`, counted from 0, up to but without `end`."""
    whole = text(value)
    return whole[_place(start, 0) : len(whole) if end is None else _place(end, len(whole))]


def _place(value: Any, otherwise: int) -> int:
    at = _whole(value)
    return otherwise if math.isnan(at) else max(0, int(at))


def _matches(value: Any, pattern: str) -> bool:
    plain = text(value)
    return len(plain) <= LONGEST_MATCHED and re.fullmatch(pattern, plain, re.ASCII | re.DOTALL) is not None


OPERATIONS: dict[str, Callable[..., Any]] = {
    "+": lambda a, b: _finite(number(a) + number(b)),
    "-": lambda a, b: _finite(number(a) - number(b)),
    "*": lambda a, b: _finite(number(a) * number(b)),
    "div": _divide,
    "mod": _modulo,
    "neg": lambda a: -number(a),
    "=": equal,
    "!=": lambda a, b: not equal(a, b),
    "<": lambda a, b: number(a) < number(b),
    "<=": lambda a, b: number(a) <= number(b),
    ">": lambda a, b: number(a) > number(b),
    ">=": lambda a, b: number(a) >= number(b),
    "not": lambda a: not truth(a),
    "true": lambda: True,
    "false": lambda: False,
    "coalesce": lambda a, b: a if text(a) else b,
    "selected": lambda a, b: text(b) in options(a),
    "selected-at": _selected_at,
    "count-selected": lambda a: len(options(a)),
    "string-length": lambda a: len(text(a)),
    "contains": lambda a, b: text(b) in text(a),
    "starts-with": lambda a, b: text(a).startswith(text(b)),
    "regex": _matches,
    "concat": lambda *values: "".join(map(text, values)),
    "substr": _substr,
    "number": number,
    "int": _whole,
    "round": _round,
    "min": _extreme(min),
    "max": _extreme(max),
    "sum": _sum,
    "count": lambda *values: sum(text(value) != "" for value in _each(values)),
}
