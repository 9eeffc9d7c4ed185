"""Working days as the State Council's notices set them, and as the office's own calendar changes them."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from survey.rounds import calendar
from survey.rounds.calendar import Calendar
from survey.rounds.tables import CalendarDay
from tests.walker import Browser


@pytest.mark.parametrize(
    ("day", "is_workday"),
    [
        ("2026-02-14", True),  # a Saturday worked for the Spring Festival
        ("2026-02-16", False),
        ("2026-02-24", True),
        ("2025-10-08", False),
        ("2025-10-11", True),
        ("2026-11-24", True),
        ("2026-11-28", False),
        ("2027-02-05", False),
    ],
)
def test_holidays_and_make_up_workdays(day: str, is_workday: bool) -> None:
    assert Calendar(calendar.shipped()).is_workday(date.fromisoformat(day)) is is_workday


def test_a_term_over_the_national_holiday() -> None:
    # 30 September 2026 is a Wednesday; 1 to 7 October are free, Saturday the 10th is worked.
    assert Calendar(calendar.shipped()).after(date(2026, 9, 30), 3) == date(2026, 10, 10)


def test_days_between_are_counted_in_both_directions() -> None:
    days = Calendar(calendar.shipped())
    assert days.between(date(2026, 9, 30), date(2026, 10, 10)) == 3
    assert days.between(date(2026, 10, 10), date(2026, 9, 30)) == -3


def test_the_offices_days_win_until_they_are_forgotten(session: Session) -> None:
    monday = date(2026, 11, 30)
    calendar.set_days(session, [CalendarDay(day=monday, is_workday=False, name="停水")])
    assert not calendar.of_office(session).is_workday(monday)
    calendar.forget_day(session, monday)
    assert calendar.of_office(session).is_workday(monday)


@pytest.mark.parametrize(
    ("line", "day", "is_workday", "name"),
    [
        ("2027-02-08 放假 春节", date(2027, 2, 8), False, "春节"),
        ("2027年2月14日上班", date(2027, 2, 14), True, ""),
        ("2027/2/14 班 春节", date(2027, 2, 14), True, "春节"),
    ],
)
def test_days_are_read_as_they_are_typed(line: str, day: date, is_workday: bool, name: str) -> None:
    [found] = calendar.read(f"\n{line}\n")
    assert (found.day, found.is_workday, found.name) == (day, is_workday, name)


def test_the_office_sets_days_and_takes_them_out(office: Browser) -> None:
    office.open("/desk/calendar").fill(days="2027-02-08 放假 春节\n2027-02-30 上班").press("保存")
    office.sees("看不懂“2027-02-30 上班”", "2027-02-08 放假 春节")
    assert office.status == 422
    office.fill(days="2027-02-27 上班 春节").press("保存").sees("2027-02-27")
    office.press("撤下").misses("2027-02-27")
