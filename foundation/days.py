"""Days and moments as people say them: "yesterday", "in 3 days", 3 Mar; and the exact words behind them."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .figures import is_chinese

RELATIVE_DAYS = 30
NEAR_DAYS = 183


def relative_day(day: dt.date, today: dt.date) -> str:
    """ "today", "in 3 days", "12 days ago"; further than thirty days away the date itself."""
    distance = (day - today).days
    if abs(distance) > RELATIVE_DAYS:
        return short_date(day, today)
    if abs(distance) <= 1:
        return {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}[distance]
    if distance > 0:
        return ngettext("in %(n)d day", "in %(n)d days", distance) % {"n": distance}
    return ngettext("%(n)d day ago", "%(n)d days ago", -distance) % {"n": -distance}


def due_day(day: dt.date, today: dt.date) -> str:
    """What a due date means: "5 days late", "due today", "due tomorrow", "due 5 Aug"."""
    distance = (day - today).days
    if distance < 0:
        return ngettext("%(n)d day late", "%(n)d days late", -distance) % {"n": -distance}
    words = {0: _("due today"), 1: _("due tomorrow")}
    return words.get(distance) or _("due %(day)s") % {"day": short_date(day, today)}


def bare_due_day(day: dt.date, today: dt.date) -> str:
    """The same under a heading that says "due" already: "5 days late", "today", "tomorrow", "5 Aug"."""
    distance = (day - today).days
    if distance < 0:
        return due_day(day, today)
    return {0: _("today"), 1: _("tomorrow")}.get(distance) or short_date(day, today)


def relative_moment(moment: dt.datetime, now: dt.datetime) -> str:
    """Minutes and hours within a day past, else the day in the activated zone."""
    minutes = int((now - moment).total_seconds() // 60)
    if 0 <= minutes < 1:
        return _("just now")
    if 0 < minutes < 60:
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
    local, here = timezone.localtime(moment), timezone.localtime(now)
    if local.date() == here.date() and minutes > 0:
        return ngettext("%(n)d hour ago", "%(n)d hours ago", minutes // 60) % {"n": minutes // 60}
    return relative_day(local.date(), here.date())


def short_date(day: dt.date, today: dt.date) -> str:
    """3 Mar; with the year where it is not this one. 3月3日, 2025年3月3日 in Chinese."""
    same_year = day.year == today.year
    if is_chinese(translation.get_language() or "en"):
        return date_format(day, "n月j日" if same_year else "Y年n月j日")
    return date_format(day, "j M" if same_year else "j M Y")


def near_date(day: dt.date, today: dt.date) -> str:
    """3 Mar within half a year to either side, whatever the year: where there is no room for it."""
    if abs((day - today).days) <= NEAR_DAYS:
        return short_date(day, day)
    return short_date(day, today)


def exact_day(day: dt.date) -> str:
    """Tue 3 March 2026; 2026年3月3日 星期二."""
    return date_format(day, "Y年n月j日 l" if is_chinese(translation.get_language() or "en") else "D j F Y")


def exact_moment(moment: dt.datetime) -> str:
    """The exact day and the time of it, in the activated zone."""
    local = timezone.localtime(moment)
    return f"{exact_day(local.date())} {local:%H:%M}"
