"""The lists of projects, page by page, as a workbook and as an official list on paper."""

from collections.abc import Iterator
from io import BytesIO

from flask import Blueprint, render_template, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey import problems
from survey.people import views
from survey.people.tables import Role
from survey.printing import look, table
from survey.printing.table import Sheet
from survey.register import district, projects
from survey.register.lights import Light
from survey.register.projects import Filter
from survey.register.tables import ProjectState
from survey.web import list_kinds, who
from survey.web.list_kinds import KINDS, Column, Row
from survey.web.listing import Listing, asked
from survey.web.transaction import db, today

blueprint = Blueprint("desk_five", __name__, url_prefix="/desk/lists")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_PRINTED = 5000


@blueprint.get("")
@blueprint.get("/<kind>")
def page(kind: str = "plan") -> ResponseReturnValue:
    """Fifty projects at a time, searched, filtered and sorted."""
    listing, columns = _asked(kind)
    found = projects.page(
        db(), listing.filter, today(), order=list_kinds.order(listing.order), after=listing.after,
        limit=projects.PAGE + 1,
    )  # fmt: skip
    shown = found[: projects.PAGE]
    return render_template(
        "desk/list.html",
        listing=listing,
        title=gettext(KINDS[kind].title),
        columns=[(column, gettext(column.label)) for column in columns],
        every_column=[(column.name, gettext(column.label)) for column in KINDS[kind].columns if column.name != "name"],
        last_line=list_kinds.last_line(columns, list_kinds.totals(kind, listing.filter)),
        rows=list_kinds.rows(kind, shown),
        next=listing.address(after=shown[-1].number) if len(found) > projects.PAGE else "",
        totals=projects.totals(db(), listing.filter, today()),
        categories=projects.categories(db()),
        departments=projects.departments(db()),
        batches=projects.batches(db()),
        views=views.of_account(db(), who.staff(), kind),
        states=list(ProjectState),
        lights=list(Light),
        is_office=who.staff().role is Role.OFFICE,
    )


def _asked(kind: str) -> tuple[Listing[Filter], list[Column[Row]]]:
    """The listing that the address asks for, and its columns; raises NotFound for a list there is not."""
    if kind not in KINDS:
        raise problems.NotFound()
    listing = asked(kind)
    return listing, list_kinds.chosen(KINDS[kind].columns, listing.columns, "name")


@blueprint.get("/<kind>.xlsx")
def workbook(kind: str) -> ResponseReturnValue:
    """The whole list that the address asks for, as a workbook."""
    listing, columns = _asked(kind)
    content = table.workbook(_sheet(listing, columns))
    return send_file(BytesIO(content), XLSX, as_attachment=True, download_name=f"{_title(kind)}.xlsx")


@blueprint.get("/<kind>.pdf")
def print_(kind: str) -> ResponseReturnValue:
    """The whole list as an official list on paper; a very long one must be narrowed first."""
    listing, columns = _asked(kind)
    if (count := projects.totals(db(), listing.filter, today()).count) > MOST_PRINTED:
        raise problems.TooManyRows(rows=count, most=MOST_PRINTED)
    content = table.pdf(_sheet(listing, columns), look.of(district.current(db())))
    return send_file(BytesIO(content), "application/pdf", download_name=f"{_title(kind)}.pdf")


def _title(kind: str) -> str:
    return f"{district.current(db()).name}{KINDS[kind].character}实事清单"


def _sheet(listing: Listing[Filter], columns: list[Column[Row]]) -> Sheet:
    """The list as both kinds of file take it."""
    last = list_kinds.last_line(columns, list_kinds.totals(listing.kind, listing.filter))
    return list_kinds.sheet(_title(listing.kind), listing.sentence, columns, _values(listing, columns), last)


def _values(listing: Listing[Filter], columns: list[Column[Row]]) -> Iterator[list[list_kinds.Value]]:
    for some in projects.in_order(db(), listing.filter, today(), order=list_kinds.order(listing.order)):
        for row in list_kinds.rows(listing.kind, some):
            yield [column.value(row) for column in columns]
