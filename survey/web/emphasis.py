"""The marks that XLSForm allows in a text: **strong**, *stressed* and line breaks; the rest is shown as it stands."""

import re

from markupsafe import Markup, escape

STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
STRESSED = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_\n]+?)(?<=\S)\1(?![\w*])")


def marked(text: str) -> str | Markup:
    """A text with its marks as HTML; HTML in it is text."""
    if not ("*" in text or "_" in text or "\n" in text):
        return text
    html = STRONG.sub(r"<strong>\2</strong>", str(escape(text)))
    return Markup(STRESSED.sub(r"<em>\2</em>", html).replace("\n", "<br>"))


def unmarked(text: str) -> str:
    """The same without marks, for where HTML cannot stand."""
    return STRESSED.sub(r"\2", STRONG.sub(r"\2", text)).replace("\n", " ")
