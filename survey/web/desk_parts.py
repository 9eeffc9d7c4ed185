"""The page that shows every part of the design system, in both themes, to review how the product looks."""

import re

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from survey.web.assets import inline

blueprint = Blueprint("desk_parts", __name__)

TOKENS = {
    "light": re.compile(r":root\{(?P<tokens>color-scheme.*?)\}", re.DOTALL),
    "dark": re.compile(r"prefers-color-scheme:dark\)\{:root\{(?P<tokens>.*?)\}", re.DOTALL),
}

GRADES = (
    ("5", "非常满意"),
    ("4", "满意"),
    ("3", "基本满意"),
    ("2", "不满意"),
    ("1", "非常不满意"),
    ("na", "不了解 / 没用过"),
)
"""As a questionnaire says them; its words are content and in its own languages."""
CHIPS = ("进展慢", "质量不好", "不方便")


@blueprint.get("/desk/parts")
def page() -> ResponseReturnValue:
    """Every part, once in light and once in dark."""
    return render_template(
        "desk/parts.html",
        themes={name: tokens(name) for name in TOKENS},
        grades=GRADES,
        chips=CHIPS,
        rows=[
            {"words": words, "grade": grade, "count": count, "percent": count / 1.07}
            for (grade, words), count in zip(GRADES, (28, 61, 14, 3, 1), strict=False)
        ],
    )


def tokens(theme: str) -> str:
    """The variables of one theme, cut out of tokens.css, so that both can stand on one page without a second list."""
    found = TOKENS[theme].search(inline("css/tokens.css"))
    assert found is not None, f"tokens.css has no {theme} theme"
    return found["tokens"]
