"""Working days: Monday to Friday, but for public holidays and the weekends worked in their place.

The calendar that ships says what the State Council's notices for 2025 and 2026 say; of 2027, whose notice is not out,
only the holidays that the law names. The office's own days (`calendar_day`) win over both.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import problems
from survey.rounds.tables import CalendarDay

SHIPPED = Path(__file__).with_name("holidays.csv")
DAY = timedelta(days=1)
WORKED = ("上班", "班", "work")
LINE = re.compile(
    r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?\s*(?P<what>放假|休|free|上班|班|work)\s*(?P<name>.*)"
)


@dataclass(frozen=True)
class Calendar:
    """Which days are worked; `exceptions` are the days that differ from the week."""

    exceptions: Mapping[date, bool] = field(default_factory=dict)

    def is_workday(self, day: date) -> bool:
        return self.exceptions.get(day, day.weekday() < 5)

    def after(self, day: date, workdays: int) -> date:
        """The last day of a term of so many working days that begins on the day after `day`."""
        while workdays > 0:
            day += DAY
            workdays -= self.is_workday(day)
        return day

    def on_or_after(self, day: date) -> date:
        """The day itself when it is worked, else the next that is."""
        while not self.is_workday(day):
            day += DAY
        return day

    def between(self, first: date, last: date) -> int:
        """How many working days lie after `first` up to `last`; negative when `last` comes before."""
        if last < first:
            return -self.between(last, first)
        return sum(self.is_workday(first + number * DAY) for number in range(1, (last - first).days + 1))


@cache
def shipped_days() -> tuple[CalendarDay, ...]:
    """The days that ship with the product, in order."""
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        return tuple(
            CalendarDay(day=date.fromisoformat(row["day"]), is_workday=row["is_workday"] == "1", name=row["name"])
            for row in csv.DictReader(file)
        )


def shipped() -> Mapping[date, bool]:
    """The exceptions that ship with the product."""
    return {each.day: each.is_workday for each in shipped_days()}


def read(text: str) -> list[CalendarDay]:
    """Read days as the office types them, one a line: `2027-02-05 放假 春节`; raises UnreadableDay with the line."""
    return [_read(line) for line in text.splitlines() if line.strip()]


def _read(line: str) -> CalendarDay:
    said = LINE.fullmatch(line.strip())
    try:
        if said is None:
            raise ValueError
        return CalendarDay(
            day=date(int(said["year"]), int(said["month"]), int(said["day"])),
            is_workday=said["what"] in WORKED,
            name=said["name"].strip()[:40],
        )
    except ValueError:
        raise problems.UnreadableDay(line=line.strip()[:40]) from None


def of_office(session: Session) -> Calendar:
    """The calendar that deadlines are counted by."""
    own = {row.day: row.is_workday for row in own_days(session)}
    return Calendar({**shipped(), **own})


def own_days(session: Session) -> list[CalendarDay]:
    """The days that the office has set itself, in order."""
    return list(session.scalars(select(CalendarDay).order_by(CalendarDay.day)))


def set_days(session: Session, days: Iterable[CalendarDay]) -> None:
    """Add days to the office's calendar, or change what it says of them."""
    for day in days:
        session.merge(day)
    session.flush()


def forget_day(session: Session, day: date) -> None:
    """Take a day out of the office's calendar; the shipped one counts again."""
    if (found := session.get(CalendarDay, day)) is not None:
        session.delete(found)
        session.flush()
