"""Dates as offices write them.

A month without a day means its first day for a start and its last day for a due date; 上旬, 中旬 and 下旬 end on the
10th, the 20th and the last day; 底 is the last day; 前, 之前 and the like after a date change nothing.
"""

import calendar
import re
from datetime import date, datetime, timedelta

from survey.problems import N_
from survey.register.spreadsheet.cells import DASHES, Cell, compact, text, without_notes

YEARS = range(1990, 2100)
SERIAL_ZERO = date(1899, 12, 30)
"""Excel counts days from here (its 29 February 1900, which never was, is long past)."""
SERIALS = range((date(YEARS.start, 1, 1) - SERIAL_ZERO).days, (date(YEARS.stop, 1, 1) - SERIAL_ZERO).days)

TAIL = r"(?:日|号)?(?:之前|以前|前|之内|以内|内|止|起|开始|开工|启动|完成|完工|竣工|办结)*"
CLOCK_TIME = re.compile(r"(?<=\d)[ T]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
DAY = re.compile(rf"(\d{{4}}|\d{{2}}(?=年))[年./-](\d{{1,2}})[月./-](\d{{1,2}}){TAIL}")
RUN = re.compile(r"(\d{4})(\d{2})(\d{2})")
MONTH = re.compile(rf"(\d{{4}}|\d{{2}}(?=年))[年./-](\d{{1,2}})月?份?(初|上旬|中旬|下旬|底|末|中)?{TAIL}")
YEAR = re.compile(rf"(\d{{4}})年?(初|底|末|上半年|下半年|第?[一二三四1-4]季度|Q[1-4]|)(?:底|末)?{TAIL}", re.IGNORECASE)
YEARLESS = re.compile(r"\d{1,2}月.*")
PARTS = {"": (1, 31), "初": (1, 10), "上旬": (1, 10), "中": (11, 20), "中旬": (11, 20), "下旬": (21, 31)}
"""First and last day of each part of a month; 31 means the last day there is."""
END = (31, 31)
BLANK = frozenset(("", "-", "--", "/", "无"))

NOT_A_DATE = N_("“{text}” is no date we can read. Write it as 2026-03-01, 2026年3月1日 or 2026年3月.")
NO_SUCH_DAY = N_("There is no such day as “{text}”. Please correct it.")
JANUARY_OR_OCTOBER = N_(
    "“{text}” is stored as a number and may be January or October. Write it as 2026-10 or 2026年10月."
)
NO_YEAR = N_("“{text}” has no year. Write it as 2026-03-01, 2026年3月1日 or 2026年3月.")


class NotADate(ValueError):
    """A cell that holds no date; its text is one of the sentences above."""


def read(cell: Cell, *, end: bool) -> date | None:
    """Read a date; `end` picks the last day where a month or a year is all that is said. None for an empty cell.

    Raises NotADate with the sentence that says why.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, float) and round(cell % 1, 6) == 0.1:
        raise NotADate(JANUARY_OR_OCTOBER)
    written = without_notes(DASHES.sub("-", compact(CLOCK_TIME.sub("", text(cell))))).rstrip("。.,;")
    if written in BLANK:
        return None
    try:
        return _written(written, end)
    except calendar.IllegalMonthError as wrong:
        raise NotADate(NO_SUCH_DAY) from wrong


def _written(written: str, end: bool) -> date:
    if re.fullmatch(r"\d{5}(\.\d+)?", written) and int(float(written)) in SERIALS:
        return SERIAL_ZERO + timedelta(days=int(float(written)))
    if match := DAY.fullmatch(written) or RUN.fullmatch(written):
        return _day(_year(match[1]), int(match[2]), int(match[3]))
    if match := MONTH.fullmatch(written):
        first, last = PARTS.get(match[3] or "", END)
        return _day_of(_year(match[1]), int(match[2]), last if end else first)
    if match := YEAR.fullmatch(written):
        first_month, last_month = _months(match[2])
        return _day_of(_year(match[1]), last_month if end else first_month, 31 if end else 1)
    raise NotADate(NO_YEAR if YEARLESS.fullmatch(written) else NOT_A_DATE)


def _months(part: str) -> tuple[int, int]:
    """First and last month of a part of the year."""
    if part in ("上半年", "下半年"):
        return (1, 6) if part == "上半年" else (7, 12)
    if quarter := re.search("[一二三四1-4]", part):
        last = 3 * ("一二三四".find(quarter[0]) + 1 or int(quarter[0]))
        return last - 2, last
    return {"初": (1, 1), "底": (12, 12), "末": (12, 12)}.get(part, (1, 12))


def _day_of(year: int, month: int, day: int) -> date:
    """That day of the month, or its last day when it is shorter."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as wrong:
        raise NotADate(NO_SUCH_DAY) from wrong


def _year(written: str) -> int:
    year = int(written) + (2000 if len(written) == 2 else 0)
    if year not in YEARS:
        raise NotADate(NOT_A_DATE)
    return year
