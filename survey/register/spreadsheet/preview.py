"""What an import would do, row by row, before it does it."""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import chain

from sqlalchemy.orm import Session

from survey import problems
from survey.register import names
from survey.register.positions import Given
from survey.register.spreadsheet import coordinates, places, refusals, repairs, rows, stored
from survey.register.spreadsheet.columns import HEADINGS, Column, Value
from survey.register.spreadsheet.headings import Layout
from survey.register.spreadsheet.passing import Passed
from survey.register.spreadsheet.places import Place
from survey.register.spreadsheet.refusals import Refusal
from survey.register.spreadsheet.repairs import Repaired
from survey.register.spreadsheet.rows import Row
from survey.register.spreadsheet.stored import Stored
from survey.register.tables import NameKind, ProjectState


class Verdict(StrEnum):
    REFUSED = "refused"
    CHANGED = "changed"
    NEW = "new"
    UNCHANGED = "unchanged"


Shown = Value | tuple[Place, ...]


@dataclass(frozen=True)
class Change:
    """One field of a project that the file changes; sites are shown as one field."""

    column: Column
    old: Shown
    new: Shown


@dataclass(frozen=True)
class Line:
    """One project of the file and what becomes of it; `places` are the sites that it will have."""

    row: Row
    verdict: Verdict
    places: tuple[Place, ...]
    changes: tuple[Change, ...] = ()
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True)
class Preview:
    """The verdicts of a whole file, in the order of the file."""

    layout: Layout
    lines: tuple[Line, ...]
    passed: tuple[tuple[int, Passed], ...]
    new_departments: tuple[str, ...]
    new_categories: tuple[str, ...]
    meant: tuple[tuple[str, str], ...] = ()
    """Former names and codes in the file, each with the present name that it was read as."""
    absent: int = 0
    """How many projects of the register the file does not name; nothing changes for them."""
    repaired: tuple[Repaired, ...] = ()
    """What was put in order while the sheet was read."""

    @property
    def leaving(self) -> list[str]:
        """The sites that the file no longer names; they leave the register, their codes and answers stay."""
        changed = [change for change in self._changes if change.column is Column.SITES]
        return [name for change in changed for name in _names(change.old) if name not in _names(change.new)]

    @property
    def cancelled(self) -> list[str]:
        """The numbers of the projects that the file gives up."""
        return self._states(lambda change: change.new == ProjectState.CANCELLED)

    @property
    def resumed(self) -> list[str]:
        """The numbers of the cancelled projects that the file takes up again."""
        return self._states(lambda change: change.old == ProjectState.CANCELLED)

    def _states(self, is_meant: Callable[[Change], bool]) -> list[str]:
        return [
            line.row.number
            for line in self.lines
            if any(change.column is Column.STATE and is_meant(change) for change in line.changes)
        ]

    @property
    def emptied(self) -> int:
        """How many cells of the file are empty where the register says something."""
        return sum(bool(change.old) and not change.new for change in self._changes)

    @property
    def _changes(self) -> list[Change]:
        return [change for line in self.lines for change in line.changes]

    @cached_property
    def counts(self) -> dict[Verdict, int]:
        counted = Counter(line.verdict for line in self.lines)
        return {verdict: counted[verdict] for verdict in Verdict}

    @property
    def refusals(self) -> list[Refusal]:
        return list(chain.from_iterable(line.refusals for line in self.lines))

    @property
    def changes_nothing(self) -> bool:
        return not self.counts[Verdict.NEW] and not self.counts[Verdict.CHANGED]

    @cached_property
    def digest(self) -> str:
        """A fingerprint of everything that would be written and of what it would replace."""
        said = [
            (line.row.number, line.verdict, sorted(line.row.values.items()), line.places, line.changes)
            for line in self.lines
        ]
        return hashlib.sha256(repr(said).encode()).hexdigest()


def summary(preview: Preview) -> dict[str, int]:
    """The counts by verdict, for the audit log and for programs."""
    order = (Verdict.NEW, Verdict.CHANGED, Verdict.UNCHANGED, Verdict.REFUSED)
    return {verdict.value: preview.counts[verdict] for verdict in order}


def of_layout(session: Session, layout: Layout) -> Preview:
    """Compare every row of the sheet with the register.

    Raises NoProjects when there is no row below the headings; `layout.missing` must be empty.
    """
    reading = rows.read(layout)
    if not reading.rows:
        raise problems.NoProjects()
    register = stored.register(session)
    meant = {Column(kind): names.meanings(session, kind) for kind in NameKind}
    lines = tuple(_line(layout, _in_present_names(row, meant), register.get(row.number)) for row in reading.rows)
    return Preview(
        layout,
        lines,
        reading.passed,
        _unknown(lines, Column.DEPARTMENT, names.living(session, NameKind.DEPARTMENT)),
        _unknown(lines, Column.CATEGORY, names.living(session, NameKind.CATEGORY)),
        tuple(dict.fromkeys(chain.from_iterable(_translated(row, meant) for row in reading.rows))),
        len(register.keys() - {row.number for row in reading.rows}),
        repairs.of(layout, reading, _taken_apart(lines)),
    )


def _taken_apart(lines: tuple[Line, ...]) -> int:
    """How many cells named several sites: a project whose sites are more than its rows has one."""
    return sum(
        any(sites for sites, _, _ in line.row.places) and len(line.places) > len(line.row.places) for line in lines
    )


def _names(places_: Shown) -> list[str]:
    return [place.name for place in places_] if isinstance(places_, tuple) else []


def _in_present_names(row: Row, meant: Mapping[Column, Mapping[str, str]]) -> Row:
    """A row with the present names of its department, category, batch and group."""
    present = {column: meant[column].get(str(row.values[column])) for column in meant if column in row.values}
    return replace(row, values={**row.values, **{column: name for column, name in present.items() if name}})


def _translated(row: Row, meant: Mapping[Column, Mapping[str, str]]) -> list[tuple[str, str]]:
    told = [(str(row.values[column]), known) for column, known in meant.items() if column in row.values]
    return [(name, known[name]) for name, known in told if name in known]


def _unknown(lines: tuple[Line, ...], column: Column, known: set[str]) -> tuple[str, ...]:
    named = (str(line.row.values[column]) for line in lines if line.verdict is not Verdict.REFUSED)
    return tuple(name for name in dict.fromkeys(named) if name not in known)


def _line(layout: Layout, row: Row, old: Stored | None) -> Line:
    wanted = _wanted(row, old)
    refused = (*row.refusals, *_too_long(layout, row, wanted), *_miscounted(layout, row, old))
    if refused:
        return Line(row, Verdict.REFUSED, wanted, refusals=refused)
    if old is None:
        return Line(row, Verdict.NEW, wanted)
    changes = _changes(row.values, wanted, old)
    return Line(row, Verdict.CHANGED if changes else Verdict.UNCHANGED, wanted, changes)


def _changes(values: Mapping[Column, Value], wanted: tuple[Place, ...], old: Stored) -> tuple[Change, ...]:
    """The fields that differ; an empty state says nothing about a project that has one."""
    changes = [
        Change(column, old.values[column], value)
        for column, value in values.items()
        if value != old.values[column] and not (column is Column.STATE and value is None)
    ]
    if [place.said for place in wanted] != [place.said for place in old.places]:
        changes.append(Change(Column.SITES, old.places, wanted))
    return tuple(changes)


def _wanted(row: Row, old: Stored | None) -> tuple[Place, ...]:
    """The sites that the project will have, with what the register knows and the file does not say."""
    stays = {place.name: place for place in _kept(row, old)}
    found: list[Place] = []
    for sites, address, given in _named(row, old):
        here = [stays.get(site, Place(site, "")) for site in sites]
        if address is not None:
            addressed = places.pair(sites, address)
            here = [place._replace(address=new.address) for place, new in zip(here, addressed, strict=True)]
        found += here if given is None else places.put(here, given)
    return places.distinct(found)


def _named(row: Row, old: Stored | None) -> list[tuple[list[str], str | None, tuple[Given | None, ...] | None]]:
    """(sites, address, coordinates) of each line of a project; where the file names no site, those it has stay."""
    known = {str(row.values[Column.NAME])} | (old.known if old else set())
    named = [(places.split(sites or "", known), address, given) for sites, address, given in row.places]
    if any(sites for sites, _, _ in named):
        return named
    return [([place.name for place in _kept(row, old)], *row.places[0][1:])]


def _kept(row: Row, old: Stored | None) -> tuple[Place, ...]:
    """The sites there are; a project without any has one that is named like it."""
    return old.places if old and old.places else (Place(str(row.values[Column.NAME]), ""),)


def _miscounted(layout: Layout, row: Row, old: Stored | None) -> list[Refusal]:
    return [
        Refusal(
            coordinates.address(layout, row.line),
            refusals.OTHER_COUNT,
            {"count": str(len(given)), "sites": str(len(sites))},
        )
        for sites, _, given in _named(row, old)
        if given and sites and len(given) not in (1, len(sites))
    ]


def _too_long(layout: Layout, row: Row, wanted: tuple[Place, ...]) -> list[Refusal]:
    return [
        Refusal(
            layout.address(row.line, column),
            refusals.TOO_LONG,
            {"column": HEADINGS[column].label, "longest": str(longest)},
        )
        for column, written in ((Column.SITES, "name"), (Column.ADDRESS, "address"))
        if (longest := HEADINGS[column].longest) < max(len(getattr(place, written)) for place in wanted)
    ]
