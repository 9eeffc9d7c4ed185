"""Dates as offices write them."""

from datetime import date, datetime

import pytest

from survey.register.spreadsheet import dates

MARCH = date(2026, 3, 1)


@pytest.mark.parametrize(
    "written",
    [
        "2026年3月1日", "2026年3月1日前", "2026年03月01日之前", "2026.3.1", "2026/3/1", "2026-3-1", "2026-03-01",
        "２０26年3月1日", "2026 年 3 月 1 日", "２０２６．３．１", "2026—3—1", "26年3月1日", "2026年3月1号", "20260301",
        "2026年3月1日(星期日)", "2026-03-01 00:00:00", "2026年3月1日起", "2026.03.01。", "46082", 46082,
        46082.0, 20260301.0, MARCH, datetime(2026, 3, 1, 9, 30),
    ],
)  # fmt: skip
def test_a_day_is_a_day_however_written(written: object) -> None:
    assert dates.read(written, end=False) == dates.read(written, end=True) == MARCH  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "start", "due"),
    [
        ("2026年2月", "2026-02-01", "2026-02-28"),
        ("2026年2月前", "2026-02-01", "2026-02-28"),
        ("2028.2", "2028-02-01", "2028-02-29"),
        ("2026-10", "2026-10-01", "2026-10-31"),
        (2026.3, "2026-03-01", "2026-03-31"),
        ("2026年3月上旬", "2026-03-01", "2026-03-10"),
        ("2026年3月中旬", "2026-03-11", "2026-03-20"),
        ("2026年3月下旬", "2026-03-21", "2026-03-31"),
        ("2026年9月底前", "2026-09-30", "2026-09-30"),
        ("2026年9月末", "2026-09-30", "2026-09-30"),
        ("2026年底", "2026-12-01", "2026-12-31"),
        ("2026年", "2026-01-01", "2026-12-31"),
        (2026, "2026-01-01", "2026-12-31"),
        ("2026年上半年", "2026-01-01", "2026-06-30"),
        ("2026年第三季度", "2026-07-01", "2026-09-30"),
        ("2026年4季度末", "2026-10-01", "2026-12-31"),
        ("2026年11月底完成", "2026-11-30", "2026-11-30"),
    ],
)
def test_a_month_is_its_first_day_for_a_start_and_its_last_for_a_due_date(
    written: object, start: str, due: str
) -> None:
    assert dates.read(written, end=False) == date.fromisoformat(start)  # type: ignore[arg-type]
    assert dates.read(written, end=True) == date.fromisoformat(due)  # type: ignore[arg-type]


@pytest.mark.parametrize("written", ["", None, "  ", "—", "/", "无"])
def test_an_empty_date_is_none(written: str | None) -> None:
    assert dates.read(written, end=True) is None


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("尽快", dates.NOT_A_DATE),
        ("2026.3-2026.12", dates.NOT_A_DATE),
        ("长期", dates.NOT_A_DATE),
        ("12", dates.NOT_A_DATE),
        (12.0, dates.NOT_A_DATE),
        ("0026-03-01", dates.NOT_A_DATE),
        ("9999年1月1日", dates.NOT_A_DATE),
        (True, dates.NOT_A_DATE),
        ("2026年2月30日", dates.NO_SUCH_DAY),
        ("2026-13-01", dates.NO_SUCH_DAY),
        ("2026年13月", dates.NO_SUCH_DAY),
        ("20261345", dates.NO_SUCH_DAY),
        ("3月1日", dates.NO_YEAR),
        (2026.1, dates.JANUARY_OR_OCTOBER),
    ],
)
def test_what_is_no_date_says_why(written: object, why: str) -> None:
    with pytest.raises(dates.NotADate, match=r".") as refusal:
        dates.read(written, end=True)  # type: ignore[arg-type]
    assert str(refusal.value) == why
