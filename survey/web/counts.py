"""Numbers of things as every page writes them: 4,000."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from jinja2 import pass_context
from jinja2.runtime import Context

COUNTED = ("num", "count", "of", "total")
"""The places of sentences that hold a number of things; a year or a number of a project has another name."""


class Count(int):
    """A whole number that is written with a comma between thousands."""

    def __str__(self) -> str:
        return f"{int(self):,}"


def grouped(value: object) -> object:
    """A number of things for a page; anything else, and what is no whole number, as it is."""
    return Count(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _counting(say: Callable[..., Any]) -> Callable[..., Any]:
    @pass_context
    def said(context: Context, *sentences: Any, **places: Any) -> Any:
        if len(sentences) == 3:
            places.setdefault("num", sentences[2])
        return say(context, *sentences, **{k: grouped(v) if k in COUNTED else v for k, v in places.items()})

    return said


def init_app(app: Flask) -> None:
    app.add_template_filter(grouped)
    known: dict[str, Any] = app.jinja_env.globals
    for name in ("_", "gettext", "ngettext"):
        known[name] = _counting(known[name])
