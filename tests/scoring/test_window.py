"""Which days a night looks back on, and which day it is about."""

from __future__ import annotations

import datetime as dt
import zoneinfo

import pytest

from scoring import rules
from tests.cast import make_account
from tests.scoring.make import DATE, book, decision, night, policy


@pytest.mark.parametrize(
    ("date", "months", "after"),
    [
        ("2026-03-31", 12, "2025-03-31"),
        ("2026-03-31", 1, "2026-02-28"),
        ("2024-02-29", 12, "2023-02-28"),
        ("2024-02-29", 48, "2020-02-29"),
        ("2017-12-31", 48, "2013-12-31"),
    ],
)
def test_a_window_begins_the_day_after_the_same_day_months_earlier(date, months, after):
    assert rules.window(dt.date.fromisoformat(date), months).after == dt.date.fromisoformat(after)


def test_the_first_and_last_day_count_and_their_neighbours_do_not(cast):
    account = make_account(cast.rep)
    days = {dt.date(2025, 3, 31): 1, dt.date(2025, 4, 1): 10, DATE: 100, dt.date(2026, 4, 1): 1000}
    for day, revenue in days.items():
        book(account, revenue, 0, day)
    night()
    assert decision(account).revenue == 110


def test_halves_have_whole_months_and_meet(cast):
    recent, earlier = rules.halves(dt.date(2026, 3, 31), 12)
    assert recent == (dt.date(2025, 9, 30), dt.date(2026, 3, 31))
    assert earlier == (dt.date(2025, 3, 31), dt.date(2025, 9, 30))


def test_a_window_of_one_month_compares_with_the_month_before():
    recent, earlier = rules.halves(dt.date(2026, 3, 15), 1)
    assert (earlier.after, earlier.until, recent.until) == (
        dt.date(2026, 1, 15),
        dt.date(2026, 2, 15),
        dt.date(2026, 3, 15),
    )


@pytest.mark.parametrize(
    ("now", "hour", "day"),
    [
        ("2026-11-22 01:59", 2, "2026-11-20"),
        ("2026-11-22 02:00", 2, "2026-11-21"),
        ("2026-11-22 23:59", 2, "2026-11-21"),
        ("2026-11-22 00:00", 0, "2026-11-21"),
        ("2026-11-22 22:59", 23, "2026-11-20"),
    ],
)
def test_the_night_of_a_day_comes_at_the_night_hour(now, hour, day):
    moment = dt.datetime.fromisoformat(now)
    assert rules.last_closed_day(moment, hour) == dt.date.fromisoformat(day)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago"])
@pytest.mark.parametrize("hour", [0, 2, 3])
def test_every_day_of_a_year_gets_its_night_once_and_in_order(zone, hour):
    """Hour by hour through both changes of summer time."""
    start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    zone = zoneinfo.ZoneInfo(zone)
    hours = [(start + dt.timedelta(hours=n)).astimezone(zone) for n in range(24 * 366)]
    days = [rules.last_closed_day(moment, hour) for moment in hours]
    distinct = sorted(set(days))
    assert days == sorted(days)
    assert distinct == [distinct[0] + dt.timedelta(days=n) for n in range(len(distinct))]


def test_another_window_is_a_matter_of_the_policy(cast):
    account = make_account(cast.rep)
    book(account, 500, 0, dt.date(2023, 5, 1))
    policy(window_months=48)
    night()
    assert decision(account).revenue == 500
