from __future__ import annotations

import datetime as dt
import zoneinfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from foundation import clock

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2200, 1, 1))


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Pacific/Kiritimati", dt.date(2026, 11, 22)),
        ("Asia/Shanghai", dt.date(2026, 11, 21)),
        ("UTC", dt.date(2026, 11, 21)),
        ("America/New_York", dt.date(2026, 11, 21)),
        ("Pacific/Niue", dt.date(2026, 11, 20)),
    ],
)
def test_today_is_the_day_of_the_activated_zone(time_machine, zone: str, day: dt.date) -> None:
    moment = dt.datetime(2026, 11, 21, 10, 30, tzinfo=dt.UTC)
    time_machine.move_to(moment, tick=False)
    with timezone.override(zoneinfo.ZoneInfo(zone)):
        assert clock.today() == day


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"), ("2026-03-31", -1, "2026-02-28"),
     ("2026-12-15", 1, "2027-01-15"), ("2026-01-15", -13, "2024-12-15"), ("2026-05-05", 0, "2026-05-05")],
)  # fmt: skip
def test_months_are_clipped_to_the_end_of_a_shorter_one(day: str, months: int, expected: str) -> None:
    assert clock.add_months(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(expected)


@given(DAYS, st.integers(-400, 400))
def test_there_and_back_is_the_same_month(day: dt.date, months: int) -> None:
    back = clock.add_months(clock.add_months(day, months), -months)
    assert (back.year, back.month) == (day.year, day.month)
    assert back <= day


@given(DAYS)
def test_a_quarter_starts_with_its_first_month(day: dt.date) -> None:
    start = clock.quarter_start(day)
    assert start <= clock.month_start(day) <= day
    assert start.month in {1, 4, 7, 10}
    assert day < clock.add_months(start, 3)
