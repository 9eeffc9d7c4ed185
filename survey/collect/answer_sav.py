"""The table of answers for SPSS: numbers where they are numbers, the words of every value as its label.

A select_one whose options are figures, such as the grades 5 to 1, becomes a number of which means can be taken; "not
applicable" is a missing value there. Other options stay texts. SPSS wants to know the width of every text before the
first case, so the rows wait in a temporary file while they are measured.
"""

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import count
from tempfile import TemporaryFile
from typing import IO

from survey.collect import sav
from survey.collect.answer_table import OF_SHEETS, WORDS, Codes, Column, Value
from survey.collect.sav import Variable
from survey.questionnaires.answers import NOT_APPLICABLE
from survey.questionnaires.kinds import KINDS

RESERVED = frozenset(["ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"])
LONGEST_NAME = 64
EPOCH = datetime(1582, 10, 14)
"""The day from which SPSS counts seconds."""
MISSING = (-9, -99, -999)
"""The figures for "not applicable": the first that is no answer."""
FIGURE = re.compile(r"-?(?:0|[1-9]\d{0,8})", re.ASCII)
OF_ABOUT = {
    "version": Variable("version", "version"),
    "counted": Variable("counted", "counted", values={0: "no", 1: "yes"}),
    "received_at": Variable("received_at", "received_at", "moment", measure="scale"),
}


def write_sav(file: IO[bytes], codes: Codes, rows: Iterable[list[Value]]) -> None:
    """Write an SPSS system file, dated like its newest answer; labels are no columns, they belong to the values."""
    told = [(place, column) for place, column in enumerate(codes.columns, len(codes.about)) if not column.of_labels]
    places = [*range(len(codes.about)), *(place for place, _ in told)]
    variables = [_about(codes, name) for name in codes.about]
    variables = _distinct([*variables, *(_variable(codes, column) for _, column in told)])
    with TemporaryFile("w+", encoding="utf-8") as spool:
        widths, odd, total, newest = [1] * len(variables), set[int](), 0, ""
        for row in rows:
            kept = [row[place] for place in places]
            for number, (variable, cell) in enumerate(zip(variables, kept, strict=True)):
                if cell is not None:
                    widths[number] = max(widths[number], len(str(cell).encode()))
                    if not _is_readable(variable, cell):
                        odd.add(number)
            newest, total = max(newest, str(row[codes.about.index("received_at")])), total + 1
            spool.write(json.dumps(kept) + "\n")
        spool.seek(0)
        measured = [_measured(v, widths[number], number in odd) for number, v in enumerate(variables)]
        cases = ([_read(v, cell) for v, cell in zip(measured, json.loads(line), strict=True)] for line in spool)
        sav.write(file, measured, cases, total, datetime.fromisoformat(newest) if newest else datetime(2026, 1, 1))


def _about(codes: Codes, name: str) -> Variable:
    """What SPSS is told of a column about the submission."""
    if name not in OF_SHEETS:
        return OF_ABOUT.get(name, Variable(name, name, "text"))
    label = codes.say(OF_SHEETS[name])
    if name in WORDS:
        return Variable(name, label, "text", values={value: word for value, word in codes.words(name).items()})
    return Variable(name, label, decimals=1 if name == "score" else 0, measure="scale")


def _variable(codes: Codes, column: Column) -> Variable:
    """What SPSS is told of one column."""
    question, options = codes.questions[column.question], codes.options[column.question]
    if column.option and question.type == "rank":
        return Variable(column.name, column.label, measure="ordinal")
    if column.option and question.type == "rank":
        return Variable(column.name, column.label, measure="ordinal")
    if column.option:
        return Variable(column.name, column.label, values={0: "–", 1: options[column.option]})
    if options and all(FIGURE.fullmatch(option) or option == NOT_APPLICABLE for option in options):
        missing = next(figure for figure in MISSING if str(figure) not in options)
        values: dict[sav.Value, str] = {
            missing if option == NOT_APPLICABLE else int(option): words for option, words in options.items()
        }
        offered = missing if NOT_APPLICABLE in options else None
        return Variable(column.name, column.label, measure="ordinal", values=values, missing=offered)
    kind = KINDS[question.type].value if not options else "text"
    if kind in ("number", "anything"):
        return _figures(column, question.score is not None and question.score.na, question.type, question.parameters)
    if kind == "date":
        return Variable(column.name, column.label, "day", measure="scale")
    return Variable(column.name, column.label, "text", values={value: words for value, words in options.items()})


def _figures(column: Column, offers_na: bool, type_: str, parameters: Mapping[str, str]) -> Variable:
    """A number, in whole figures where all its answers are."""
    whole = type_ == "integer" or (type_ == "range" and not any("." in written for written in parameters.values()))
    missing = next(figure for figure in MISSING if figure < float(parameters.get("start", 0))) if offers_na else None
    values: dict[sav.Value, str] = {missing: NOT_APPLICABLE} if missing else {}
    return Variable(
        column.name, column.label, decimals=0 if whole else 2, measure="scale", values=values, missing=missing
    )


def _distinct(variables: Iterable[Variable]) -> list[Variable]:
    """The variables under names that SPSS takes: no two alike but for capitals, none of its own words."""
    taken, named = set(RESERVED), []
    for variable in variables:
        plain = variable.name if variable.name[0].isalpha() else f"v{variable.name}"
        plain = re.sub(r"[^\w.]", "_", plain).rstrip("._") or "v"
        name = next(name for name in _tries(plain) if name.upper() not in taken)
        taken.add(name.upper())
        named.append(replace(variable, name=name))
    return named


def _tries(name: str) -> Iterator[str]:
    """A name, and the same with numbers, each cut to 64 bytes."""
    for number in count():
        ending = f"_{number}" if number else ""
        yield name.encode()[: LONGEST_NAME - len(ending)].decode(errors="ignore") + ending


def _is_readable(variable: Variable, cell: Value) -> bool:
    try:
        _read(variable, cell)
    except ValueError:
        return False
    return True


def _read(variable: Variable, cell: Value) -> sav.Value:
    """One cell as its variable wants it; raises ValueError where an older version asked something else."""
    if cell is None:
        return None
    if variable.kind == "text":
        return str(cell)
    if variable.kind != "number":
        return (datetime.fromisoformat(str(cell)) - EPOCH).total_seconds()
    if cell == NOT_APPLICABLE and variable.missing is not None:
        return variable.missing
    if not math.isfinite(number := float(cell)):
        raise ValueError(cell)
    return number


def _measured(variable: Variable, width: int, is_odd: bool) -> Variable:
    """A variable with its width; one whose answers are not all of its kind holds texts."""
    if variable.kind != "text" and not is_odd:
        return variable
    labels = variable.values if variable.kind == "text" else {}
    longest = max([width, *(len(str(value).encode()) for value in labels)])
    return Variable(variable.name, variable.label, "text", min(longest, sav.LONGEST_TEXT), values=labels)
