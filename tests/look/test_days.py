from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone, translation

from foundation import days

TODAY = dt.date(2026, 3, 10)
NOW = dt.datetime(2026, 3, 10, 15, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("distance", "said"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (-1, "yesterday"),
        (3, "in 3 days"),
        (-30, "30 days ago"),
        (31, "10 Apr"),
        (-70, "30 Dec 2025"),
    ],
)
def test_days_in_words(distance: int, said: str) -> None:
    with translation.override("en"):
        assert days.relative_day(TODAY + dt.timedelta(days=distance), TODAY) == said


@pytest.mark.parametrize(
    ("distance", "english", "chinese"),
    [
        (-60, "60 days late", "逾期 60 天"),
        (-1, "1 day late", "逾期 1 天"),
        (0, "due today", "今天到期"),
        (1, "due tomorrow", "明天到期"),
        (3, "due 13 Mar", "3月13日到期"),
    ],
)
def test_a_due_day_says_what_it_means(distance: int, english: str, chinese: str) -> None:
    for language, said in (("en", english), ("zh-hans", chinese)):
        with translation.override(language):
            assert days.due_day(TODAY + dt.timedelta(days=distance), TODAY) == said


@pytest.mark.parametrize(
    ("distance", "said"), [(-2, "2 days late"), (0, "today"), (1, "tomorrow"), (3, "13 Mar"), (400, "14 Apr 2027")]
)
def test_under_a_heading_that_says_due_the_day_is_said_alone(distance: int, said: str) -> None:
    with translation.override("en"):
        assert days.bare_due_day(TODAY + dt.timedelta(days=distance), TODAY) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [((2027, 1, 5), "5 Jan"), ((2026, 12, 5), "5 Dec"), ((2026, 1, 2), "2 Jan"), ((2027, 3, 10), "10 Mar 2027")],
)
def test_a_near_day_needs_no_year(day: tuple[int, int, int], said: str) -> None:
    with translation.override("en"):
        assert days.near_date(dt.date(*day), dt.date(2026, 8, 1)) == said


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (dt.timedelta(seconds=20), "just now"),
        (dt.timedelta(minutes=1), "1 minute ago"),
        (dt.timedelta(minutes=59), "59 minutes ago"),
        (dt.timedelta(hours=3), "3 hours ago"),
        (dt.timedelta(hours=16), "yesterday"),
        (dt.timedelta(minutes=-5), "today"),
        (dt.timedelta(days=-1), "tomorrow"),
    ],
)
def test_moments_in_words(ago: dt.timedelta, said: str) -> None:
    with translation.override("en"), timezone.override(dt.UTC):
        assert days.relative_moment(NOW - ago, NOW) == said


def test_chinese_dates() -> None:
    with translation.override("zh-hans"):
        assert days.short_date(TODAY, TODAY) == "3月10日"
        assert days.short_date(TODAY, TODAY + dt.timedelta(days=400)) == "2026年3月10日"
        assert days.exact_day(TODAY) == "2026年3月10日 星期二"


def test_the_exact_moment_is_in_the_readers_zone() -> None:
    with translation.override("en"), timezone.override(dt.timezone(dt.timedelta(hours=8))):
        assert days.exact_moment(NOW) == "Tue 10 March 2026 23:00"
