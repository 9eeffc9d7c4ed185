"""Why a row cannot be taken: the cell, and one sentence that says what to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from survey.problems import N_

MISSING = N_("The {column} is missing. Please fill it in.")
NO_NUMBER = N_("This row has no number. Give every project its own number, or empty the row.")
DUPLICATE = N_("The number {text} stands in {other} too. Give each project its own number.")
TOO_LONG = N_("The {column} is longer than {longest} characters. Please shorten it.")
UNKNOWN_STATE = N_("The state “{text}” is not known. Write 未启动, 推进中, 滞后 or 已办结.")
ERROR = N_("This cell shows an error instead of a value. Please mend the formula or type the value.")
UNREADABLE_POSITION = N_("The coordinates “{text}” cannot be read. Write them such as 31.2304, 121.4737.")
UNREADABLE_DEGREES = N_("“{text}” is no number of degrees. Write longitude and latitude such as 121.4737 and 31.2304.")
HALF_POSITION = N_(
    "Longitude and latitude belong together. Give each site both, “-” in both cells where there are none."
)
NO_DATUM = N_(
    "Write into the heading which system the coordinates are in: 坐标（WGS-84）, 坐标（GCJ-02） or 坐标（BD-09）."
)
OTHER_COUNT = N_("There are {count} coordinates for {sites} sites. Give each site its own, “-” where there are none.")
DUE_BEFORE_START = N_("The due date {due} lies before the start {start}. Please correct one of them.")


@dataclass(frozen=True)
class Refusal:
    """One cell that stands in the way; `column`, where the sentence has one, is an English label to translate."""

    cell: str
    sentence: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.sentence.format(**self.values)
