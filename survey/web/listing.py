"""What the address of one of the five lists asks for: a filter, an order, columns and a place to go on from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from flask import request, url_for
from flask_babel import gettext

from survey.register import projects
from survey.register.lights import Light
from survey.register.projects import Filter
from survey.register.tables import ProjectState
from survey.web import list_kinds
from survey.web.words import word

Asked = TypeVar("Asked")
WATCH = "watch"


@dataclass(frozen=True)
class Listing(Generic[Asked]):
    """One view of a list; its address can be kept, sent to somebody, and saved under a name (people/views.py)."""

    kind: str
    filter: Asked
    parts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """The filter by its names in the address: what stands there, and how a sentence says it."""
    order: str = "number"
    usual: str = "number"
    """The order of the plain list, which its address need not say."""
    after: str = ""
    columns: tuple[str, ...] = ()
    """The names of the columns that were chosen; none means all."""

    @cached_property
    def query(self) -> dict[str, str | tuple[str, ...]]:
        """The address's values that differ from the plain list."""
        values: dict[str, str | tuple[str, ...]] = {name: said for name, (said, _) in self.parts.items()}
        values |= {"sort": self.order if self.order != self.usual else "", "column": self.columns}
        return {name: value for name, value in values.items() if value}

    @property
    def search(self) -> str:
        """The same as the part of an address behind its question mark."""
        return urlencode(self.query, doseq=True)

    def address(self, endpoint: str = "", **changes: str) -> str:
        """The address of this list with other values; an empty one is left out."""
        values: dict[str, Any] = {name: value for name, value in {**self.query, **changes}.items() if value}
        if self.kind == WATCH:
            return url_for(endpoint or "desk_watch.page", **values)
        return url_for(endpoint or "desk_five.page", kind=self.kind, **values)

    @property
    def plain(self) -> str:
        """The address of the list as it is when nothing was chosen."""
        return address_of(self.kind)

    def sorted_by(self, column: str) -> str:
        """The address of this list sorted by a column; the other way round when it is so already."""
        order = f"-{column}" if self.order == column else column
        return self.address(sort="" if order == self.usual else order)

    def direction(self, column: str) -> str:
        """What a screen reader says of a column's order (aria-sort)."""
        return {column: "ascending", f"-{column}": "descending"}.get(self.order, "")

    @property
    def sentence(self) -> list[tuple[str, str]]:
        """The filter as a sentence: (words, address without this part) for every part of it."""
        return [(words, self.address(**{name: ""})) for name, (said, words) in self.parts.items() if said]


def address_of(kind: str) -> str:
    """The address of a plain list."""
    return url_for("desk_watch.page") if kind == WATCH else url_for("desk_five.page", kind=kind)


def asked(kind: str) -> Listing[Filter]:
    """Read a listing of projects from the address; what makes no sense is as if it were not there."""
    state, light, order = said("state"), said("light"), said("sort")
    filter_ = Filter(
        search=said("q")[: projects.LONGEST_SEARCH],
        category=said("category"),
        department=said("department"),
        batch=said("batch"),
        state=ProjectState(state) if state in list(ProjectState) else None,
        overdue=said("overdue") == "1",
        light=Light(light) if light in list(Light) else None,
    )
    parts = {
        "state": (filter_.state or "", word(filter_.state)),
        "light": (filter_.light or "", word(filter_.light)),
        **{name: (getattr(filter_, name),) * 2 for name in ("category", "department", "batch")},
        "overdue": ("1" if filter_.overdue else "", gettext("overdue")),
        "q": quoted(filter_.search),
    }
    return Listing(
        kind,
        filter_,
        parts,
        order=order if order.removeprefix("-") in list_kinds.SORTED else "number",
        after=said("after"),
        columns=tuple(request.args.getlist("column")),
    )


def quoted(search: str) -> tuple[str, str]:
    """What was searched for, as the address and as a sentence says it."""
    return search, gettext("“%(words)s”", words=search)


def said(name: str) -> str:
    """A value of the address on one line, without what no database can compare."""
    return " ".join(request.args.get(name, "").replace("\0", " ").split())
