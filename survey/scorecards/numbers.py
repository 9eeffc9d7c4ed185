"""A card's figures as a table, for a spreadsheet in which anybody can recompute them (docs/scorecards.md says how)."""

import csv
from collections.abc import Iterator, Mapping
from io import StringIO
from typing import Any

HEADINGS = ("part", "figure", "option", "value", "n", "low", "high")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How a text starts that a spreadsheet would run as a formula."""
HIDDEN = "hidden"

Cell = str | int | float | None
Row = tuple[Cell, ...]


def as_csv(document: Mapping[str, Any]) -> str:
    """Write a card's figures as CSV; texts that a spreadsheet would run are disarmed by an apostrophe."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows([_safe(cell) for cell in row] for row in rows(document))
    return out.getvalue()


def _safe(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(DANGEROUS) else cell


def rows(document: Mapping[str, Any]) -> Iterator[Row]:
    """A card's figures, one a row; a figure that is not shown says so."""
    for name in ("number", "name", "as_of", "edition", "period"):
        if document.get(name) is not None:
            yield "card", name, "", document[name], "", "", ""
    yield from _residents(document["residents"])
    yield from _deputies(document["deputies"])
    if (around := document.get("around")) is not None:
        yield from _around(around)
    for theme in (document.get("themes") or {"themes": []})["themes"]:
        yield "theme", theme["theme"] or "other", "", theme["n"], document["themes"]["n"], "", ""
    if (index := document.get("index")) is not None:
        yield from _index(index)
    if (difference := document["difference"]) is not None:
        yield "difference", "deputies_minus_residents", "", difference["gap"], "", "", ""


def _residents(parts: Mapping[str, Any]) -> Iterator[Row]:
    yield "residents", "answers", "", HIDDEN if parts["n"] is None else parts["n"], "", "", ""
    for option in parts["grades"]:
        yield "residents", "overall", option["option"], _shown(option["count"]), parts["n"], "", ""
    if (share := parts["satisfied"]) is not None:
        yield "residents", "satisfied_percent", "", share["percent"], share["n"], share["low"], share["high"]
    if (found := parts["satisfaction"]) is not None:
        yield "residents", "cautious_mean", "", found["mean"], parts["n"], found["low"], found["high"]
        yield "residents", "k", "", "no difference" if found["k"] is None else found["k"], "", "", ""
        for name in ("raw", "weight", "m", "tau2", "variance_m", "basis"):
            yield "residents", name, "", _shown(found[name]), "", "", ""
    for channel in parts["channels"]:
        share = channel["satisfied"] or {"percent": "", "low": "", "high": ""}
        yield "channel", channel["channel"], "4+5", share["percent"], channel["n"], share["low"], share["high"]
    for question in parts["questions"]:
        for option in question["options"]:
            yield "question", question["question"], option["option"], _shown(option["count"]), question["n"], "", ""
    for option in parts["improve"]:
        yield "question", "improve", option["option"], _shown(option["count"]), "", "", ""


def _deputies(parts: Mapping[str, Any]) -> Iterator[Row]:
    for kind in ("every", "announced", "unannounced"):
        marks = parts[kind]
        yield "deputies", kind, "", _shown(marks["mean"]) if marks["n"] else "", marks["n"], marks["low"], marks["high"]
        yield "deputies", f"{kind}_deputies", "", marks["deputies"], "", "", ""
        yield "deputies", f"{kind}_days", "", marks["occasions"], "", "", ""


def _around(parts: Mapping[str, Any]) -> Iterator[Row]:
    steps, found, media = parts["steps"], parts["findings"], parts["media"]
    for name in ("done", "in_time", "late"):
        yield "milestones", name, "", steps[name], steps["every"], "", ""
    for name in ("raised", "fixed", "scheduled", "closed", "open"):
        yield "findings", name, "", found[name], found["dispatched"] if name == "fixed" else "", "", ""
    yield "findings", "replies_in_time", "", found["replies_in_time"], found["replies_due"], "", ""
    for name in ("reports", "praise", "critical"):
        yield "media", name, "", media[name], "", "", ""
    yield "media", "suggestions_acted_on", "", media["acted_on"], media["suggestions"], "", ""
    if (own := parts["own"]) is not None:
        yield "self_evaluation", own["month"], "", own["score"], "", "", ""


def _index(found: Mapping[str, Any]) -> Iterator[Row]:
    value = "none" if found["value"] is None else found["value"]
    yield "index", "value", "", value, found["among"], _blank(found["low"]), _blank(found["high"])
    yield "index", "place", "", _blank(found["place"]), found["among"], _blank(found["best"]), _blank(found["worst"])
    for part in found["parts"]:
        yield "index", part["component"], f"weight {part['weight']}", _blank(part["value"]), "", "", ""


def _blank(value: Cell) -> Cell:
    return "" if value is None else value


def _shown(value: Cell) -> Cell:
    return HIDDEN if value is None else value
