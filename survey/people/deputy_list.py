"""A list of deputies as an office keeps it: find the row of headings, read the rows below, refuse cell by cell."""

import re
from dataclasses import dataclass

from survey import problems
from survey.people import lists
from survey.people.lists import Refusal, Rows
from survey.people.tables import Body
from survey.problems import N_

HEADINGS: dict[str, tuple[str, ...]] = {
    "number": ("编号", "证号", "代表证号", "委员证号", "number", "no", "序号"),
    "name": ("姓名", "代表姓名", "委员姓名", "代表委员", "name"),
    "body": ("界别", "类别", "身份", "代表类别", "body"),
    "trade": ("职业", "行业", "从事行业", "trade", "profession"),
    "ties": ("关联单位", "关联企业", "利益关联单位", "回避单位", "任职企业", "ties", "companies"),
    "employer": ("单位", "工作单位", "所在单位", "employer"),
}
"""The columns and the headings that mean them, the surest first."""
NEEDED = ("number", "name", "body")
MOST_ROWS = 5_000
BODIES = {Body.CONGRESS: ("人大", "congress"), Body.CPPCC: ("政协", "cppcc")}
NUMBER = re.compile(r"\w[\w.-]{0,39}")
LONGEST = 200


@dataclass(frozen=True)
class Line:
    """One deputy of the list."""

    number: str
    name: str
    body: Body
    trade: str
    employer: str
    ties: str | None
    """Companies to stay away from; None where the list has no column for them, which then changes nothing."""


def read(rows: Rows) -> tuple[list[Line], list[Refusal]]:
    """Read a sheet's cells; every row becomes a line or at least one refusal. Raises NoDeputies or LongList."""
    if (found := lists.headings(rows, HEADINGS, NEEDED)) is None:
        raise problems.NoDeputies()
    head, columns = found
    lines: list[Line] = []
    refusals: list[Refusal] = []
    seen: dict[str, str] = {}
    for row in lists.below(rows, head, columns, most=MOST_ROWS):
        if row.is_note and not row.told["body"]:
            continue
        wrong = _faults(row.told, row.cells, seen)
        refusals += wrong
        if not wrong:
            lines.append(_line(row.told))
        seen.setdefault(row.told["number"], row.cells["number"])
    if not lines and not refusals:
        raise problems.NoDeputies()
    return lines, refusals


def _faults(told: dict[str, str], cells: dict[str, str], seen: dict[str, str]) -> list[Refusal]:
    """What is wrong with one row."""
    wrong = [Refusal(cells[name], N_("This cell must not be empty.")) for name in NEEDED if not told[name]]
    if told["number"] and not NUMBER.fullmatch(told["number"]):
        wrong.append(Refusal(cells["number"], N_("A number has at most 40 letters, digits, dots and dashes.")))
    if told["number"] and told["number"] in seen:
        first = (("number", told["number"]), ("cell", seen[told["number"]]))
        wrong.append(Refusal(cells["number"], N_("The number {number} stands in {cell} already."), first))
    if told["body"] and _body(told["body"]) is None:
        wrong.append(
            Refusal(cells["body"], N_("Please write 人大 or 政协 here, not {told}."), (("told", told["body"]),))
        )
    too_long = N_("This is longer than 200 characters.")
    return wrong + [Refusal(cells[name], too_long) for name, text in told.items() if len(text) > LONGEST]


def _line(told: dict[str, str]) -> Line:
    body = _body(told["body"])
    assert body is not None
    return Line(told["number"], told["name"], body, told.get("trade", ""), told.get("employer", ""), told.get("ties"))


def _body(written: str) -> Body | None:
    return next((body for body, words in BODIES.items() if any(word in written.casefold() for word in words)), None)
