"""What comments speak of, by a list of words that the office edits: counts, never a sentiment score.

A comment belongs to every theme of which it holds a word, to "other" if to none. Letters are compared in one width and
case, blanks do not matter; a Latin word must stand alone. Whether people are content is told by the grade that the
author of a comment gave: guessing it from short Chinese lines is right in 0.60–0.69 of cases, no more often than saying
"always negative".
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from survey import problems
from survey.scorecards.suppression import FEW

OTHER = ""
"""The theme of comments that hold no word of the list."""
LEAST_COMMENTS = 10
"""Comments of a project from which their themes may be published."""
MOST_THEMES, MOST_WORDS, LONGEST = 30, 60, 20
SATISFIED = (5, 4)
SPLIT = re.compile(r"[\s,，、;；|]+")
LATIN = re.compile(r"[a-z0-9']+")


@dataclass(frozen=True)
class Theme:
    """A theme and its words."""

    name: str
    words: tuple[str, ...]


Comment = tuple[str, int | None]
"""What somebody wrote, and the overall grade of the same sheet; None where they gave none."""


@dataclass(frozen=True)
class Count:
    """How many comments speak of a theme, by their authors' grades 5…1 and without one."""

    theme: str
    n: int
    grades: Mapping[int | None, int]


def read(text: str) -> list[Theme]:
    """Read the office's list, one theme a line, `name: word word`; raises WrongThemes with the line."""
    found: list[Theme] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        name, colon, words = line.replace("：", ":", 1).partition(":")
        theme = Theme(name.strip(), tuple(dict.fromkeys(word for word in SPLIT.split(words) if word)))
        named = bool(theme.name) and theme.name not in {other.name for other in found}
        fits = len(theme.name) <= LONGEST and all(len(word) <= LONGEST for word in theme.words)
        if not (colon and named and fits and 1 <= len(theme.words) <= MOST_WORDS) or len(found) == MOST_THEMES:
            raise problems.WrongThemes(line=number)
        found.append(theme)
    return found


def written(themes: Iterable[Theme]) -> str:
    """The list as the office edits it."""
    return "\n".join(f"{theme.name}：{' '.join(theme.words)}" for theme in themes)


def plain(text: str) -> str:
    """A text as themes are looked for in it."""
    return unicodedata.normalize("NFKC", text).casefold()


def of_comment(text: str, themes: Iterable[Theme]) -> frozenset[str]:
    """The themes that a comment speaks of; empty for "other"."""
    whole = plain(text)
    close, alone = "".join(whole.split()), set(LATIN.findall(whole))
    return frozenset(theme.name for theme in themes if any(_holds(plain(word), close, alone) for word in theme.words))


def _holds(word: str, close: str, alone: set[str]) -> bool:
    return word in alone if LATIN.fullmatch(word) else word in close


@dataclass(frozen=True)
class Tally:
    """How many comments speak of exactly these themes and were written by who gave that grade."""

    counts: Mapping[tuple[frozenset[str], int | None], int]

    @property
    def n(self) -> int:
        return sum(self.counts.values())

    def of_theme(self, name: str, among: frozenset[str]) -> Count:
        """Count one theme; of "other", the comments that speak of none of these."""
        grades: Counter[int | None] = Counter()
        for (said, grade), count in self.counts.items():
            if name in said if name != OTHER else not said & among:
                grades[grade] += count
        return Count(name, grades.total(), grades)


def tally(comments: Iterable[Comment], themes: Sequence[Theme]) -> Tally:
    """Count comments; blank ones are none."""
    return Tally(Counter((of_comment(text, themes), grade) for text, grade in comments if text.strip()))


def counted(found: Tally, themes: Sequence[Theme]) -> list[Count]:
    """Every theme with its comments, the most frequent first, "other" last."""
    names = frozenset(theme.name for theme in themes)
    counts = [found.of_theme(theme.name, names) for theme in themes]
    return [*sorted(counts, key=lambda count: (-count.n, count.theme)), found.of_theme(OTHER, names)]


def public(found: Tally, themes: Sequence[Theme], minimum: int) -> dict[str, Any] | None:
    """What may be published: from ten comments on, themes of five or more, the rest with "other".

    "Other" itself is five or more or nothing, else a theme goes to it too. The split by grades stands only
    where no side is one to four people. None where too few wrote.
    """
    if found.n < max(LEAST_COMMENTS, minimum):
        return None
    every = frozenset(theme.name for theme in themes)
    shown = [count for count in (found.of_theme(name, every) for name in sorted(every)) if count.n >= FEW]
    shown.sort(key=lambda count: -count.n)
    shown = _enough_left(found, shown)
    rest = _others(found, shown)
    return {"n": found.n, "themes": [_split(count) for count in (*shown, rest) if count.n]}


def _enough_left(found: Tally, shown: list[Count]) -> list[Count]:
    """Leave out the rarest theme that brings the others to five or more; where none alone does, the rarest."""
    while shown and 0 < _others(found, shown).n < FEW:
        without = [[other for other in shown if other is not count] for count in reversed(shown)]
        shown = next((rest for rest in without if _others(found, rest).n >= FEW), without[0])
    return shown


def _others(found: Tally, shown: Sequence[Count]) -> Count:
    return found.of_theme(OTHER, frozenset(count.theme for count in shown))


def _split(count: Count) -> dict[str, Any]:
    satisfied = sum(count.grades.get(grade, 0) for grade in SATISFIED)
    unknown = count.grades.get(None, 0)
    less = count.n - satisfied - unknown
    told = all(part == 0 or part >= FEW for part in (satisfied, less, unknown))
    sides = {"satisfied": satisfied, "less": less} if told else {"satisfied": None, "less": None}
    return {"theme": count.theme, "n": count.n, **sides}
