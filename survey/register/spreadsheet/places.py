"""Several sites in one cell, and which address belongs to which."""

import re
from collections.abc import Container, Iterable, Sequence
from typing import NamedTuple

from survey.register.positions import Degrees, Given
from survey.register.spreadsheet.cells import one_line
from survey.register.tables import Datum

OPENING = dict(zip("([【「《“〔", ")]】」》”〕", strict=True))
SEPARATORS = "、；;"
NOWHERE = ("-", "—", "/", "无")
"""What stands for "no address" among the addresses of several sites."""


class Place(NamedTuple):
    """A site as the register names it; where it is in WGS-84 degrees, and the system they were given in."""

    name: str
    address: str
    at: Degrees | None = None
    given_in: Datum = Datum.WGS84

    @property
    def said(self) -> tuple[str, str, Degrees | None]:
        """What makes two of them the same; the system is only where the numbers came from."""
        return self.name, self.address, self.at

    @property
    def given(self) -> Given | None:
        return Given(self.at, self.given_in) if self.at else None


def split(written: str, known: Container[str] = ()) -> list[str]:
    """Take a cell apart at 、 ； and line breaks outside brackets; a name that is `known` stays whole."""
    lines = written.split("\n")
    if not all(one_line(line) in known for line in lines):
        lines = _outside_brackets(written, "\n")
    names: list[str] = []
    for line in lines:
        names += [line] if one_line(line) in known else _outside_brackets(line, SEPARATORS)
    return [name for name in map(one_line, names) if name]


def _outside_brackets(written: str, separators: str) -> list[str]:
    """Split where no bracket is open; where brackets do not match, they are plain signs."""
    pieces, open_ = [""], ""
    for sign in written:
        bracket = {"（": "(", "）": ")"}.get(sign, sign)  # people close one width with the other
        if open_ and bracket == open_[-1]:
            open_ = open_[:-1]
        elif bracket in OPENING:
            open_ += OPENING[bracket]
        if sign in separators and not open_:
            pieces.append("")
        else:
            pieces[-1] += sign
    if not open_:
        return pieces
    for separator in separators[1:]:
        written = written.replace(separator, separators[0])
    return written.split(separators[0])


def pair(names: list[str], address: str) -> list[Place]:
    """Give each site its address: line by line when there are as many, else the whole to every one."""
    lines = address.split("\n")
    if len(lines) == len(names):
        return [Place(name, _address(line)) for name, line in zip(names, lines, strict=True)]
    return [Place(name, _address(address)) for name in names]


def _address(written: str) -> str:
    return "" if written in NOWHERE else one_line(written)


def positions(written: str) -> list[str]:
    """Take a cell of coordinates apart, one piece for each site; the comma stands inside a piece."""
    return [piece for piece in re.split("[\n、；;]+", written) if piece.strip()]


def put(places: list[Place], given: Sequence[Given | None]) -> list[Place]:
    """Give each site its coordinates: its own when there are as many, else the one to every one."""
    each = given if len(given) == len(places) else (given[0] if given else None,) * len(places)
    return [
        place._replace(at=one.degrees, given_in=one.datum) if one else place._replace(at=None)
        for place, one in zip(places, each, strict=True)
    ]


def distinct(places: Iterable[Place]) -> tuple[Place, ...]:
    """Keep the first of places with the same name: one place named twice is one place."""
    kept: dict[str, Place] = {}
    for place in places:
        kept.setdefault(place.name, place)
    return tuple(kept.values())
