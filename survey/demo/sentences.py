"""What the demo's residents and deputies write, without anything personal."""

import csv
from functools import cache
from pathlib import Path
from random import Random

GOOD, FAIR, BAD = "good", "fair", "bad"
PROOF, DOUBT, ADVICE = "proof", "doubt", "advice"


@cache
def _all() -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    with (Path(__file__).parent / "sentences.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault((row["category"], row["mood"]), []).append(row["sentence"])
    return found


def mood(grade: int) -> str:
    """The mood of somebody who gave this grade, 1 to 5."""
    return GOOD if grade >= 4 else FAIR if grade == 3 else BAD


def one(random: Random, mood: str, category: str = "") -> str:
    """A sentence in a mood, two times in three about the category where there is one."""
    special = _all().get((category, mood), [])
    return random.choice(special if special and random.random() < 0.67 else _all()["", mood])
