"""The part of regular expressions that Python and JavaScript read the same way and that cannot run for ever.

Allowed: characters, `.`, `[classes]`, `\\d`, `\\w`, escaped signs, `? * + {m,n}` and `(a|b)`. A group that has choices
or repetitions inside is not repeated, and there are few repetitions, so that matching stays polynomial.
"""

import re
import warnings

LONGEST = 200
"""Characters of a pattern."""
MOST_REPETITIONS = 3
MOST_OPTIONAL = 8

PIECE = re.compile(
    r"""
      (?P<escape>\\[dw.\\()\[\]{}+*?|^$/])
    | (?P<set>\[\^?(?:\\[dw.\\\]\[^-]|[^\\\[\]])+\])
    | (?P<open>\((?:\?:)?)
    | (?P<close>\))
    | (?P<choice>\|)
    | (?P<repeat>\*|\+|\?|\{\d{1,3}(?:,(?:\d{1,3})?)?\})
    | (?P<plain>[^\\\[\](){}*+?|^$])
    """,
    re.VERBOSE | re.DOTALL,
)


class UnsafePattern(ValueError):
    """A pattern outside the allowed part."""


def plain_pattern(pattern: str) -> str:
    """Check a pattern and give it without its outer `^` and `$`: it always has to match the whole text."""
    inner = pattern.removeprefix("^")
    if inner.endswith("$") and not inner.endswith("\\$"):
        inner = inner[:-1]
    if len(inner) > LONGEST or not _is_plain(inner):
        raise UnsafePattern(pattern[:LONGEST])
    try:
        with warnings.catch_warnings(action="error"):
            re.compile(inner, re.ASCII)
    except (re.error, Warning):
        raise UnsafePattern(pattern) from None
    return inner


def _is_plain(pattern: str) -> bool:
    at, repetitions, optional = 0, 0, 0
    groups: list[bool] = []  # for each open group, whether it may be repeated
    before, repeatable = "", False
    while at < len(pattern):
        piece = PIECE.match(pattern, at)
        if piece is None:
            return False
        kind = str(piece.lastgroup)
        if kind == "open":
            groups.append(True)
        elif kind == "close":
            if not groups:
                return False
            repeatable = groups.pop()
        elif kind in ("choice", "repeat") and groups:
            groups = [False] * len(groups)
        if kind == "repeat":
            if before not in ("escape", "set", "plain", "close"):
                return False
            if before == "close" and not repeatable and piece[0] != "?":
                return False
            optional += piece[0] == "?"
            repetitions += piece[0] in "*+" or "," in piece[0]
        before, at = kind, piece.end()
    return not groups and repetitions <= MOST_REPETITIONS and optional <= MOST_OPTIONAL
