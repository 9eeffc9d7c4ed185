"""The Python interpreter of expression trees; static/js/evaluate.js is its twin.

Values are numbers, texts, booleans and, for a select_multiple, lists of option names whose text form is separated by
spaces. What is missing or no number is not a number in arithmetic, and every comparison with it is false but `!=`.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any

Answers = Mapping[str, Any]


def evaluate(tree: Any, answers: Answers, own: Any = "") -> Any:
    """The value of a tree; `own` is what `.` stands for."""
    if not isinstance(tree, list):
        return tree
    operator, *operands = tree
    if operator == "ref":
        return answers.get(operands[0], "")
    if operator == ".":
        return own
    if operator == "and":
        return all(truth(evaluate(operand, answers, own)) for operand in operands)
    if operator == "or":
        return any(truth(evaluate(operand, answers, own)) for operand in operands)
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
    """A value as a number, NaN when it is none; only plain decimal notation counts."""
    if isinstance(value, bool | int | float):
        return float(value)
    plain = text(value).strip(" ")
    digits = plain.removeprefix("-").replace(".", "", 1)
    return float(plain) if digits.isascii() and digits.isdigit() and len(digits) <= 15 else math.nan


def text(value: Any) -> str:
    """A value as text: numbers without exponent or needless zeros, −0 as 0, lists separated by spaces."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return " ".join(map(str, value))
    if isinstance(value, int | float):
        if math.isnan(value):
            return "NaN"
        return str(int(value)) if value == int(value) else f"{value:.10f}".rstrip("0")
    return str(value)


def options(value: Any) -> list[str]:
    """The options chosen in an answer."""
    return [str(one) for one in value] if isinstance(value, list) else [part for part in text(value).split(" ") if part]


def equal(one: Any, other: Any) -> bool:
    """Numbers and booleans compare as numbers, anything else as text."""
    if isinstance(one, bool) or isinstance(other, bool):
        return truth(one) == truth(other)
    if isinstance(one, int | float) or isinstance(other, int | float):
        return number(one) == number(other)
    return text(one) == text(other)


def _round(value: Any, places: Any = 0) -> float:
    """Half up, towards plus infinity."""
    scale: float = 10.0 ** number(places)
    scaled = number(value) * scale
    return scaled if math.isnan(scaled) else math.floor(scaled + 0.5) / scale


def _modulo(one: Any, other: Any) -> float:
    divisor = number(other)
    return math.nan if divisor == 0 or math.isnan(divisor) else math.fmod(number(one), divisor)


def _divide(one: Any, other: Any) -> float:
    divisor = number(other)
    return math.nan if divisor == 0 else number(one) / divisor


def _whole(value: Any) -> float:
    plain = number(value)
    return plain if math.isnan(plain) else float(math.trunc(plain))


def _extreme(choose: Callable[[list[float]], float]) -> Callable[..., float]:
    def of(*values: Any) -> float:
        numbers = [number(value) for value in values]
        return math.nan if any(map(math.isnan, numbers)) else choose(numbers)

    return of


def _selected_at(value: Any, place: Any) -> str:
    chosen, at = options(value), number(place)
    return chosen[int(at)] if not math.isnan(at) and 0 <= at < len(chosen) else ""


def _substr(value: Any, start: Any, end: Any = None) -> str:
    whole = text(value)
    first = max(0, int(_whole(start))) if not math.isnan(number(start)) else 0
    last = len(whole) if end is None or math.isnan(number(end)) else max(first, int(_whole(end)))
    return whole[first:last]


OPERATIONS: dict[str, Callable[..., Any]] = {
    "+": lambda a, b: number(a) + number(b),
    "-": lambda a, b: number(a) - number(b),
    "*": lambda a, b: number(a) * number(b),
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
    "concat": lambda *values: "".join(map(text, values)),
    "substr": _substr,
    "number": number,
    "int": _whole,
    "round": _round,
    "min": _extreme(min),
    "max": _extreme(max),
}
