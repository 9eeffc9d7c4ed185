"""Which language and which text size a page speaks, and texts in it.

An address may ask (`?lang=en`, `?size=large`); the choice is remembered in a cookie; else the browser's languages
decide, and 中文 when none of them is ours.
"""

from collections.abc import Callable
from urllib.parse import urlencode

from babel.support import Translations
from flask import Flask, Response, current_app, g, request
from flask_babel import Babel, get_locale

from survey.settings import PACKAGE

LANGUAGES = {"zh": "中文", "en": "English", "ja": "日本語", "ko": "한국어", "ru": "Русский"}
STAFF_LANGUAGES = ("zh", "en")
SIZES = ("normal", "large")
YEAR = 365 * 24 * 3600


def choose_language() -> str:
    """The language of this request, one of LANGUAGES."""
    for asked in (request.args.get("lang"), request.cookies.get("lang")):
        if asked in LANGUAGES:
            return asked
    return request.accept_languages.best_match(LANGUAGES, default="zh") or "zh"


def choose_size() -> str:
    """The text size of this request: `large` is the 长辈版."""
    for asked in (g.get("size"), request.args.get("size"), request.cookies.get("size")):
        if asked in SIZES:
            return asked
    return "normal"


def language() -> str:
    """The language in use, also outside a request's own choice (tests force it)."""
    locale = get_locale()
    return locale.language if locale else "zh"


def translated(language: str) -> Callable[..., str]:
    """Give a gettext for outside a request, with the values of a sentence's places by name."""
    catalogue = Translations.load(PACKAGE / "translations", [language])

    def say(sentence: str, **values: object) -> str:
        text = str(catalogue.gettext(sentence))
        return text % values if values else text

    return say


def remember(response: Response, name: str, value: str) -> Response:
    """Keep a choice of language (`lang`) or text size (`size`) in the browser for a year."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=secure)
    return response


def asking(name: str, value: str) -> str:
    """The address of the page that is shown, asking for one thing more; what it asked for before stays."""
    kept = [(known, told) for known, told in request.args.items(multi=True) if known != name]
    return f"?{urlencode([*kept, (name, value)])}"


def _remember_asked(response: Response) -> Response:
    if not request.query_string or g.get("without_cookies"):
        return response
    for name, offered in (("lang", LANGUAGES), ("size", SIZES)):
        asked = request.args.get(name)
        if asked is not None and asked in offered:
            remember(response, name, asked)
    return response


def init_app(app: Flask) -> None:
    Babel(app, locale_selector=choose_language, default_locale="en")
    app.after_request(_remember_asked)
    app.context_processor(lambda: {"language": language(), "languages": LANGUAGES, "size": choose_size(), "g": g})
    app.add_template_global(asking)
