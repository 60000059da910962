"""Figures as HTML: rounded for reading, exact on hover and for machines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from django.template import Variable
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from foundation import clock, days, figures
from foundation.paging import Tally

NOTHING = "—"


def money(amount: Any, currency: str = "", like: Decimal | None = None) -> SafeString:
    """`{% money 1240000 "CNY" %}`: ¥ 1.24 M, the exact amount on hover; negative amounts stand out; None is a dash.

    `like` is the largest amount of a column (`{% largest rows "profit" as top %}`), all of which gets one unit.
    """
    if amount is None or amount == "":
        return format_html('<span class="muted">{}</span>', NOTHING)
    return _money(str(amount), currency, like, _language())


def largest(rows: Iterable[Any], path: str) -> Decimal:
    """`{% largest rows "figures.open.amount" as top %}`: the largest size of an amount in a column; 0 of none."""
    way = Variable(f"row.{path}")
    amounts = (way.resolve({"row": row}) for row in rows)
    return max((abs(_decimal(amount)) for amount in amounts if amount is not None), default=Decimal(0))


def money_text(amount: Any, currency: str = "") -> str:
    """The rounded money as plain text, for sentences in attributes and labels of charts."""
    return NOTHING if amount is None else figures.money(_decimal(amount), currency, _language())


def compact(amount: Any) -> SafeString | str:
    """`{{ 1240000|compact }}`: 1.24 M, the exact number on hover."""
    if amount is None or amount == "":
        return NOTHING
    value = _decimal(amount)
    return _figure(value, figures.compact(value, _language()), figures.exact(value))


def number(amount: Any) -> str:
    """`{{ 12345|number }}`: all digits, grouped; of a Tally that stopped counting "10,000+"."""
    if isinstance(amount, Tally):
        return figures.exact(Decimal(amount.count)) + "+" * amount.is_capped
    if type(amount) is int:
        return _whole(amount)
    return NOTHING if amount is None or amount == "" else figures.exact(_decimal(amount))


def percent(share: Any, places: int = 0) -> str:
    """`{{ 0.8166|percent:2 }}`: 81.66 %."""
    return NOTHING if share is None or share == "" else figures.percent(_decimal(share), int(places), _language())


def duration(minutes: int | None) -> str:
    """`{{ 90|duration }}`: 1 h 30 min."""
    return NOTHING if minutes is None else figures.duration(int(minutes), _language())


def when(value: dt.date | dt.datetime | None) -> SafeString:
    """`{% when visit.at %}`: "2 hours ago", the exact moment on hover."""
    if value is None:
        return format_html('<span class="muted">{}</span>', NOTHING)
    if not isinstance(value, dt.datetime):
        return _relative_day(value, clock.today(), _language())
    now = timezone.now()
    if abs(now - value) < dt.timedelta(days=1):
        return _time(value, days.relative_moment(value, now), days.exact_moment(value))
    return _relative_moment(value, clock.today(), str(timezone.get_current_timezone()), _language())


def short_date(value: dt.date | dt.datetime | None) -> SafeString:
    """`{% short_date deal.closes_on %}`: 3 Mar, the exact day on hover."""
    if value is None:
        return format_html('<span class="muted">{}</span>', NOTHING)
    if isinstance(value, dt.datetime):
        day = timezone.localtime(value).date()
        return _time(value, days.short_date(day, clock.today()), days.exact_moment(value))
    return _short_day(value, clock.today(), _language())


def date_text(value: dt.date | None) -> str:
    """The short date as plain text, for attributes and the heads of columns."""
    return NOTHING if value is None else days.short_date(value, clock.today())


def near_date(value: dt.date | None) -> SafeString:
    """`{% near_date card.expected_close_on %}`: the short date, within half a year without its year."""
    if value is None:
        return format_html('<span class="muted">{}</span>', NOTHING)
    return _near_day(value, clock.today(), _language())


def due(value: dt.date | None, bare: bool = False) -> SafeString:
    """`{% due visit.next_step_on %}`: "5 days late" in red, or "due 5 Aug"; the exact day on hover. `bare=True` under a
    heading that says "due" itself: "today"."""
    if value is None:
        return format_html('<span class="muted">{}</span>', NOTHING)
    return _due_day(value, clock.today(), _language(), bare)


def gap() -> str:
    """`{% gap %}`: what stands between two sentences: a space, and nothing in Chinese."""
    return "" if figures.is_chinese(_language()) else " "


def clock_time(value: dt.datetime | None) -> str:
    """`{{ visit.at|clock_time }}`: 14:05 in the reader's zone."""
    return f"{timezone.localtime(value):%H:%M}" if value else NOTHING


def unstopped(sentence: str) -> str:
    """`{{ tier.why|unstopped }}`: without its full stop, where another part of the line follows after a dot."""
    return str(sentence).removesuffix(".").removesuffix("。")


def _to_cents(value: Decimal) -> Decimal:
    """Exact for people means cents; what is smaller than one keeps its digits."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP) if abs(value) >= Decimal("0.01") else value


@lru_cache(maxsize=8192)
def _money(digits: str, currency: str, like: Decimal | None, language: str) -> SafeString:
    """The same amounts stand on page after page until somebody changes them: each is put into words once."""
    value = Decimal(digits)
    if like is None:
        said = figures.money(value, currency, language)
    else:
        said = figures.money_like(value, like, currency, language)
    return _figure(value, said, figures.money_exact(_to_cents(value), currency))


@lru_cache(maxsize=8192)
def _whole(amount: int) -> str:
    return figures.exact(Decimal(amount))


@lru_cache(maxsize=2048)
def _relative_day(day: dt.date, today: dt.date, language: str) -> SafeString:
    return _time(day, days.relative_day(day, today), days.exact_day(day))


@lru_cache(maxsize=8192)
def _relative_moment(moment: dt.datetime, today: dt.date, zone: str, language: str) -> SafeString:
    """More than a day off in the activated zone: told by its day."""
    day = timezone.localtime(moment).date()
    return _time(moment, days.relative_day(day, today), days.exact_moment(moment))


@lru_cache(maxsize=2048)
def _short_day(day: dt.date, today: dt.date, language: str) -> SafeString:
    return _time(day, days.short_date(day, today), days.exact_day(day))


@lru_cache(maxsize=2048)
def _near_day(day: dt.date, today: dt.date, language: str) -> SafeString:
    return _time(day, days.near_date(day, today), days.exact_day(day))


@lru_cache(maxsize=2048)
def _due_day(day: dt.date, today: dt.date, language: str, bare: bool) -> SafeString:
    look = "nowrap negative" if day < today else "nowrap"
    said = days.bare_due_day(day, today) if bare else days.due_day(day, today)
    return _time(day, said, days.exact_day(day), look)


def _figure(value: Decimal, said: str, full: str) -> SafeString:
    look = "figure negative" if value < 0 else "figure"
    return format_html('<data class="{}" value="{}" title="{}">{}</data>', look, f"{value:f}", full, said)


def _time(value: dt.date | dt.datetime, said: str, full: str, look: str = "nowrap") -> SafeString:
    return format_html('<time datetime="{}" title="{}" class="{}">{}</time>', value.isoformat(), full, look, said)


def _decimal(amount: Any) -> Decimal:
    return amount if isinstance(amount, Decimal) else Decimal(str(amount))


def _language() -> str:
    return get_language() or "en"
