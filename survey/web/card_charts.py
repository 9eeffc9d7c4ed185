"""The charts of a card one by one, as the page draws them, for slides."""

from collections.abc import Mapping
from typing import Any

from flask import get_template_attribute
from flask_babel import gettext

from survey import problems
from survey.printing.charts import Picture
from survey.scorecards.comparison import Funnel
from survey.web import card_words

OVERALL, VIEWS = "overall", "views"
Card = Mapping[str, Any]


def names(card: Card) -> list[tuple[str, str]]:
    """Every chart of a card with what it is called, in the order of the page."""
    found = []
    if card["residents"]["grades"]:
        found.append((OVERALL, gettext("Overall satisfaction")))
    found += [(asked["question"], _question(asked)) for asked in card["residents"]["questions"] if not asked["several"]]
    if card_words.views(card):
        found.append((VIEWS, gettext("The views on one scale of 0 to 100")))
    return found


def _question(asked: Mapping[str, Any]) -> str:
    known = card_words.WORDS["question"].get(asked["question"])
    return gettext(known) if known else card_words.say(asked["label"])


def picture(card: Card, name: str, foot: str) -> Picture:
    """One chart; raises NotFound where the card has none of this name."""
    title = dict(names(card)).get(name)
    if title is None:
        raise problems.NotFound()
    under = f"{card['name']} · {card['number']} · {card['as_of'][:10]}"
    if name == VIEWS:
        return Picture(title, under, _views(card, title), foot)
    n, rows = _rows(card, name)
    return Picture(f"{title} (n {n})", under, drawn("bars", rows, n, title), foot)


def _rows(card: Card, name: str) -> tuple[int, list[dict[str, Any]]]:
    residents = card["residents"]
    if name == OVERALL:
        return residents["n"], card_words.grade_bars(residents["grades"])
    asked = next(question for question in residents["questions"] if question["question"] == name)
    return asked["n"], card_words.question_bars(asked["options"])


def _views(card: Card, title: str) -> str:
    found = card["residents"]["satisfaction"]
    line = card_words.points(found["m"]) if found and found["basis"] != "default" else None
    return drawn("axis", card_words.views(card), title, line, gettext("District, residents"))


def funnel(found: Funnel, under: str, foot: str) -> Picture:
    """The district's funnel."""
    title = gettext("Residents' plain means by number of answers")
    return Picture(title, under, drawn("funnel", found, title), foot)


def drawn(kind: str, *values: object) -> str:
    """The `<svg>` of a chart as a page would show it."""
    page = str(get_template_attribute(f"chart/{kind}.html", kind)(*values))
    return page[page.index("<svg") : page.index("</svg>") + len("</svg>")]
