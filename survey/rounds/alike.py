"""Which complaints say nearly the same: pure, so that anybody can see why two stand together."""

from collections.abc import Callable, Iterable
from typing import TypeVar

NEARLY = 0.4
"""The share of pairs of characters that two texts must have in common (Jaccard's index)."""
T = TypeVar("T")


def texts(one: str, other: str) -> bool:
    """Whether two texts are nearly the same; pairs of characters need no words, which 中文 does not set apart."""
    here, there = _pairs(one), _pairs(other)
    return bool(here and there) and len(here & there) >= NEARLY * len(here | there)


def _pairs(text: str) -> set[str]:
    letters = "".join(letter for letter in text.lower() if letter.isalnum())
    return {letters[place : place + 2] for place in range(len(letters) - 1)} or {letters} - {""}


def groups(things: Iterable[T], are_alike: Callable[[T, T], bool]) -> list[list[T]]:
    """Put each thing to the first group whose first member it is like, else into a group of its own."""
    found: list[list[T]] = []
    for thing in things:
        group = next((group for group in found if are_alike(group[0], thing)), None)
        if group is None:
            found.append([thing])
        else:
            group.append(thing)
    return found
