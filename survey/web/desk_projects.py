"""The desk's list of projects, and the page of one project."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey.collect import counts
from survey.people.tables import Role
from survey.problems import N_
from survey.register import projects
from survey.register.projects import ORDERS, Filter
from survey.register.tables import ProjectState
from survey.web import who
from survey.web.department_projects import told
from survey.web.transaction import db, today
from survey.web.words import word

blueprint = Blueprint("desk_projects", __name__)

COLUMNS = (
    ("number", N_("Number")),
    ("name", N_("Project")),
    ("category", N_("Category")),
    ("department", N_("Department")),
    ("due", N_("Due")),
    ("state", N_("State")),
)


@dataclass(frozen=True)
class Listing:
    """What the address of a list asks for: a filter, an order and a page."""

    filter: Filter
    order: str = "number"
    number: int = 1

    @cached_property
    def query(self) -> dict[str, str]:
        """The address's values that differ from the plain list."""
        values = {
            "q": self.filter.search,
            "category": self.filter.category,
            "department": self.filter.department,
            "state": self.filter.state.value if self.filter.state else "",
            "overdue": "1" if self.filter.overdue else "",
            "sort": self.order if self.order != "number" else "",
        }
        return {name: value for name, value in values.items() if value}

    def address(self, **changes: str | int) -> str:
        """The address of this list with other values; an empty one is left out."""
        values: dict[str, Any] = {name: value for name, value in {**self.query, **changes}.items() if value}
        return url_for("desk_projects.page", **values)

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
            ("category", self.filter.category),
            ("department", self.filter.department),
            ("overdue", gettext("overdue") if self.filter.overdue else ""),
            ("q", gettext("“%(words)s”", words=self.filter.search) if self.filter.search else ""),
        )
        return [(words, self.address(**{name: ""})) for name, words in parts if words]


@blueprint.get("/desk")
def page() -> ResponseReturnValue:
    """Fifty projects at a time, searched, filtered and sorted."""
    listing = asked()
    totals = projects.totals(db(), listing.filter, today())
    number = min(listing.number, totals.pages)
    rows = projects.page(db(), listing.filter, today(), order=listing.order, number=number)
    return render_template(
        "desk/projects.html",
        listing=listing,
        totals=totals,
        number=number,
        rows=[(project, projects.standing(project, today())) for project in rows],
        counts=counts.of_projects(db(), [project.id for project in rows]),
        columns=[(name, gettext(label)) for name, label in COLUMNS],
        categories=projects.categories(db()),
        departments=projects.departments(db()),
        states=list(ProjectState),
        is_office=who.staff().role is Role.OFFICE,
    )


@blueprint.get("/desk/projects/<path:number>")
def project(number: str) -> ResponseReturnValue:
    """One project: its promise, its people, its dates and its sites."""
    found = projects.of_number(db(), number)
    sites = [site for site in found.sites if site.removed_at is None]
    return render_template(
        "desk/project.html",
        project=found,
        standing=projects.standing(found, today()),
        days=(found.due_on - today()).days if found.due_on else None,
        sites=sites,
        removed=[site for site in found.sites if site.removed_at is not None],
        counts=counts.of_sites(db(), found.sites),
        count=counts.of_projects(db(), [found.id])[found.id],
        is_office=who.staff().role is Role.OFFICE,
        **told(found),
    )


def asked() -> Listing:
    """Read a listing from the address; what makes no sense is as if it were not there."""
    state, order, number = said("state"), said("sort"), said("page")
    return Listing(
        Filter(
            search=said("q")[: projects.LONGEST_SEARCH],
            category=said("category"),
            department=said("department"),
            state=ProjectState(state) if state in list(ProjectState) else None,
            overdue=said("overdue") == "1",
        ),
        order=order if order.removeprefix("-") in ORDERS else "number",
        number=int(number) if number.isascii() and number.isdigit() and 0 < len(number) < 7 else 1,
    )


def said(name: str) -> str:
    """A value of the address on one line, without what no database can compare."""
    return " ".join(request.args.get(name, "").replace("\0", " ").split())
