"""The fifth list: media reports, with the manners of the other four."""

from collections.abc import Iterator

from flask import request
from flask_babel import gettext, ngettext

from survey.printing.table import Sheet
from survey.problems import N_
from survey.register import district
from survey.watch import reports
from survey.watch.reports import Filter, Totals
from survey.watch.tables import MediaKind, MediaReport, Tone
from survey.web import list_kinds
from survey.web.list_kinds import Column, Value
from survey.web.listing import WATCH, Listing, quoted, said
from survey.web.transaction import db, now
from survey.web.words import word

KEEPS = "title"
COLUMNS: tuple[Column[MediaReport], ...] = (
    Column("published", N_("Published"), lambda each: each.published_on.isoformat(), 12, sort="published"),
    Column("title", N_("Title"), lambda each: each.title, 36, is_aside=False, sort="title"),
    Column("outlet", N_("Outlet"), lambda each: each.outlet, 16, sort="outlet"),
    Column("medium", N_("Medium"), lambda each: word(each.kind), 10, sort="medium"),
    Column("project", N_("Project"), lambda each: each.project.name if each.project else "", 24, sort="project"),
    Column(
        "department",
        N_("Department"),
        lambda each: each.project.department.name if each.project else "",
        18,
        sort="department",
    ),
    Column("tone", N_("Tone"), lambda each: word(each.tone), 8, is_aside=False, sort="tone"),
    Column(
        "suggestion",
        N_("What it suggests"),
        lambda each: each.suggestion,
        30,
        is_aside=False,
        sort="suggestion",
        total=lambda totals: _waiting(totals),
    ),
    Column("action", N_("What was done about it"), lambda each: each.action, 30, sort="action"),
)


def _waiting(totals: Totals) -> Value:
    return ngettext("%(num)s suggestion waits", "%(num)s suggestions wait", totals.waiting) if totals.waiting else ""


def asked() -> Listing[Filter]:
    """Read the listing from the address; what makes no sense is as if it were not there."""
    tone, kind, order = said("tone"), said("medium"), said("sort")
    filter_ = Filter(
        said("q")[:100],
        Tone(tone) if tone in list(Tone) else None,
        said("waiting") == "1",
        MediaKind(kind) if kind in list(MediaKind) else None,
        said("department"),
    )
    parts = {
        "tone": (filter_.tone or "", word(filter_.tone)),
        "medium": (filter_.kind or "", word(filter_.kind)),
        "department": (filter_.department, filter_.department),
        "waiting": ("1" if filter_.waiting else "", gettext("Suggestions without action only")),
        "q": quoted(filter_.search),
    }
    return Listing(
        WATCH,
        filter_,
        parts,
        order=order if order.removeprefix("-") in reports.ORDERS else reports.NEWEST,
        usual=reports.NEWEST,
        after=said("after"),
        columns=tuple(request.args.getlist("column")),
    )


def after(listing: Listing[Filter]) -> int:
    """The id of the report behind which the page begins; 0 for the beginning."""
    return int(listing.after) if listing.after.isascii() and listing.after.isdigit() and len(listing.after) < 10 else 0


def chosen(listing: Listing[Filter]) -> list[Column[MediaReport]]:
    """The columns that are shown."""
    return list_kinds.chosen(COLUMNS, listing.columns, KEEPS)


def totals(listing: Listing[Filter]) -> Totals:
    """What the filter finds in all, and what of it is new this week."""
    return reports.totals(db(), listing.filter, now() - reports.WEEK)


def title() -> str:
    return f"{district.current(db()).name}看实事清单"


def sheet() -> Sheet:
    """The whole list that the address asks for, as a workbook and the printer take it."""
    listing = asked()
    columns = chosen(listing)
    last = list_kinds.last_line(columns, totals(listing))
    return list_kinds.sheet(title(), listing.sentence, columns, _rows(listing, columns), last)


def _rows(listing: Listing[Filter], columns: list[Column[MediaReport]]) -> Iterator[list[Value]]:
    for report in reports.in_order(db(), listing.filter, order=listing.order):
        yield [column.value(report) for column in columns]
