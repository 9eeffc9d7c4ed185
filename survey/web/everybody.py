"""Pages that are the same for everybody: no cookie, kept on the way for a minute, and told apart by their ETag.

The language and the text size stand in the address instead of in a cookie, and every link to such a page carries them.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from flask import g, make_response, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

Arguments = ParamSpec("Arguments")
KEPT = 60
"""Seconds for which a browser or a proxy may show a page again without asking."""
CHOICES = ("lang", "size")


def shown_to_everybody(view: Callable[Arguments, ResponseReturnValue]) -> Callable[Arguments, Response]:
    """Answer a view without cookies and with an ETag; who has the page already gets 304 and nothing more."""

    @wraps(view)
    def shown(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Response:
        g.without_cookies = True
        response = make_response(view(*args, **kwargs))
        response.vary.update(("Accept-Language", "Cookie"))
        response.cache_control.public = True
        response.cache_control.max_age = KEPT
        response.add_etag(weak=True)  # the compressed answer has other bytes
        return response.make_conditional(request)

    return shown


def carry_choices(_endpoint: str, values: dict[str, Any]) -> None:
    """Give links from one such page to the next the language and the size that the reader asked for."""
    if g.get("without_cookies"):
        for name in CHOICES:
            if name in request.args:
                values.setdefault(name, request.args[name])
