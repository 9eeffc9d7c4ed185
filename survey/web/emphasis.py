"""A text's marks (survey/questionnaires/emphasis.py) as HTML."""

from markupsafe import Markup, escape

from survey.questionnaires.emphasis import STRESSED, STRONG


def marked(text: str) -> str | Markup:
    """A text with its marks as HTML; HTML in it is text."""
    if not ("*" in text or "_" in text or "\n" in text):
        return text
    html = STRONG.sub(r"<strong>\2</strong>", str(escape(text)))
    return Markup(STRESSED.sub(r"<em>\2</em>", html).replace("\n", "<br>"))
