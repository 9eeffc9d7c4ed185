"""What the form of the print room says: which sites, and on what."""

import re

from flask import request

from survey import problems
from survey.printing.choices import Choice
from survey.printing.orders import Order

SITES = ("category", "department", "projects", "site", "event", "replaced")
PAPER = ("layout", "language", "more", "metres", "labels", "right", "down", "marks")
SEPARATORS = re.compile(r"[\s,，、;；]+")
DISTANCES = ("1", "1.5", "2", "3", "5")
"""Metres that are offered; any number may be asked for."""


def typed() -> dict[str, str]:
    """Every field as it was typed, in the order of the form; project numbers with one space between them.

    Other forms of the same page post to other blueprints, with fields of the same names that are not meant here.
    """
    asked = request.values if request.blueprint == "desk_print" else request.args
    fields = {name: asked.get(name, "").strip() for name in SITES + PAPER}
    fields["more"] = " ".join(asked.getlist("more"))
    fields["projects"] = " ".join(number for number in SEPARATORS.split(fields["projects"]) if number)
    return fields


def choice(fields: dict[str, str]) -> Choice:
    """Which sites are printed."""
    return Choice(
        numbers=tuple(dict.fromkeys(fields["projects"].split())),
        category=fields["category"],
        department=fields["department"],
        site=fields["site"],
        event=fields["event"],
        replaced=bool(fields["replaced"]),
    )


def order(fields: dict[str, str]) -> Order:
    """On what they are printed; raises UnknownPaper or OffThePaper."""
    plain = Order()
    return Order(
        layout=fields["layout"] or plain.layout,
        language=fields["language"] or plain.language,
        more=tuple(fields.get("more", "").split()),
        metres=_number(fields["metres"]) if fields["metres"] else None,
        labels=fields["labels"] or plain.labels,
        right=_number(fields["right"] or "0"),
        down=_number(fields["down"] or "0"),
        marks=bool(fields["marks"]),
    )


def _number(words: str) -> float:
    """A number of millimetres or metres; a comma may stand for the point. Raises UnknownPaper."""
    try:
        number = float(words.replace(",", "."))
    except ValueError:
        number = float("nan")
    if not -100 < number < 100:
        raise problems.UnknownPaper(asked=words[:40], offered="-2.5, 0, 1.5")
    return number
