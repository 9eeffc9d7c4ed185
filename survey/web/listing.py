"""What the address of one of the five lists asks for: a filter, an order, columns and a place to go on from."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for
from flask_babel import gettext

from survey.register import projects
from survey.register.lights import Light
from survey.register.projects import ORDERS, Filter
from survey.register.tables import ProjectState
from survey.web.words import word


@dataclass(frozen=True)
class Listing:
    """One view of a list; its address can be kept, sent to somebody, and saved under a name (people/views.py)."""

    kind: str
    filter: Filter
    order: str = "number"
    after: str = ""
    columns: tuple[str, ...] = ()
    """The names of the columns that were chosen; none means all."""

    @cached_property
    def query(self) -> dict[str, str | tuple[str, ...]]:
        """The address's values that differ from the plain list."""
        values = {
            "q": self.filter.search,
            "category": self.filter.category,
            "department": self.filter.department,
            "batch": self.filter.batch,
            "state": self.filter.state.value if self.filter.state else "",
            "light": self.filter.light.value if self.filter.light else "",
            "overdue": "1" if self.filter.overdue else "",
            "sort": self.order if self.order != "number" else "",
            "column": self.columns,
        }
        return {name: value for name, value in values.items() if value}

    @property
    def search(self) -> str:
        """The same as the part of an address behind its question mark."""
        return urlencode(self.query, doseq=True)

    def address(self, endpoint: str = "desk_five.page", **changes: str) -> str:
        """The address of this list with other values; an empty one is left out."""
        values: dict[str, Any] = {name: value for name, value in {**self.query, **changes}.items() if value}
        return url_for(endpoint, kind=self.kind, **values)

    def sorted_by(self, column: str) -> str:
        """The address of this list sorted by a column; the other way round when it is so already."""
        order = f"-{column}" if self.order == column else column
        return self.address(sort="" if order == "number" else order)

    def direction(self, column: str) -> str:
        """What a screen reader says of a column's order (aria-sort)."""
        return {column: "ascending", f"-{column}": "descending"}.get(self.order, "")

    @property
    def sentence(self) -> list[tuple[str, str]]:
        """The filter as a sentence: (words, address without this part) for every part of it."""
        parts = (
            ("state", word(self.filter.state)),
            ("light", word(self.filter.light)),
            ("category", self.filter.category),
            ("department", self.filter.department),
            ("batch", self.filter.batch),
            ("overdue", gettext("overdue") if self.filter.overdue else ""),
            ("q", gettext("“%(words)s”", words=self.filter.search) if self.filter.search else ""),
        )
        return [(words, self.address(**{name: ""})) for name, words in parts if words]


def asked(kind: str) -> Listing:
    """Read a listing from the address; what makes no sense is as if it were not there."""
    state, light, order = said("state"), said("light"), said("sort")
    return Listing(
        kind,
        Filter(
            search=said("q")[: projects.LONGEST_SEARCH],
            category=said("category"),
            department=said("department"),
            batch=said("batch"),
            state=ProjectState(state) if state in list(ProjectState) else None,
            overdue=said("overdue") == "1",
            light=Light(light) if light in list(Light) else None,
        ),
        order=order if order.removeprefix("-") in ORDERS else "number",
        after=said("after"),
        columns=tuple(request.args.getlist("column")),
    )


def said(name: str) -> str:
    """A value of the address on one line, without what no database can compare."""
    return " ".join(request.args.get(name, "").replace("\0", " ").split())
