"""Hiding what could reach or name a person in free text: phone, ID and card numbers, and e-mail addresses."""

import re

HIDDEN = "●●●"
NUMBER = re.compile(
    r"""(?<!\d)
    (?!(?:19|20)\d\d[-./]\d\d?[-./]\d\d?(?!\d))   # a day is no number to call
    \d(?:[\s.·–—-]?\d){6,}[Xx]?                    # seven digits or more, however they are set apart
    """,
    re.VERBOSE,
)
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def mask(text: str) -> str:
    """Hide every number of seven digits or more and every e-mail address; full-width digits count as digits."""
    return NUMBER.sub(HIDDEN, ADDRESS.sub(HIDDEN, text))
