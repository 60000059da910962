"""Rules that need no database: what may stand in a record, and which moment a visit may have."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.errors import RuleBroken
from foundation.text import fold, search_text, sort_key

from .choices import CustomerStage

MOST_MINUTES = 1440
"""Of one visit: a day."""
CLOCK_TOLERANCE = dt.timedelta(minutes=10)
"""How far a phone's clock may be ahead of ours."""

FIRST_MOMENT = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
LAST_MOMENT = dt.datetime(2099, 12, 31, tzinfo=dt.UTC)

FIRST_BIRTH_YEAR = 1900
_LEAP_YEAR = 2000
_BIRTHDAY = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)

_is_web_address = URLValidator(schemes=["http", "https"])


def one_line(typed: str) -> str:
    return " ".join(typed.split())


def names(name: str, *also: str) -> dict[str, str]:
    """The columns that follow from a name: itself, the key it sorts by, the text it is found by (with `also`)."""
    name = one_line(name)
    if not fold(name):
        raise RuleBroken(_("Enter a name."), field="name")
    return {"name": name, "sort_key": sort_key(name), "search_text": search_text(name, *also)}


def web_address(typed: str) -> str:
    """`typed` as an address that is safe to link to; https where no scheme was typed."""
    if not typed:
        return ""
    address = typed if "://" in typed else f"https://{typed}"
    try:
        _is_web_address(address)
    except ValidationError as error:
        raise RuleBroken(_("Enter a web address, for example www.example.com."), field="website") from error
    return address


def birthday(typed: str) -> str:
    """ "11-28", or "1980-11-28" where the year is known, of what people write: 1980/11/28, 1980年11月28日, 11.28."""
    if not typed:
        return ""
    found = _BIRTHDAY.fullmatch(fold(typed))
    year, month, day = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    try:
        then = dt.date(year or _LEAP_YEAR, month, day)
    except ValueError as error:
        raise RuleBroken(_("A birthday is written 11-28 or 1980-11-28."), field="birthday") from error
    if year and not FIRST_BIRTH_YEAR <= year <= clock.today().year:
        raise RuleBroken(_("Nobody is born in this year."), field="birthday")
    return f"{then:%Y-%m-%d}" if year else f"{then:%m-%d}"


def filtered_reason(stage: str, reason: str) -> str:
    """Who filters an account out says why; an account that is not filtered out keeps no reason."""
    if stage != CustomerStage.FILTERED:
        return ""
    if not reason:
        raise RuleBroken(_("Say why this account was filtered out."), field="filtered_reason")
    return reason


def check_day(starts_at: dt.datetime) -> None:
    """A slip of the pen in the year: no calendar of ours reaches there."""
    if not FIRST_MOMENT <= starts_at <= LAST_MOMENT:
        raise RuleBroken(_("Choose a day between 1970 and 2099."), field="starts_at")


def check_happened(starts_at: dt.datetime) -> None:
    check_day(starts_at)
    if starts_at > timezone.now() + CLOCK_TOLERANCE:
        raise RuleBroken(_("This is in the future. Plan the visit instead."), field="starts_at")


def check_ahead(starts_at: dt.datetime) -> None:
    """A plan may lie earlier today (the meeting is on), not on an earlier day of the reader's."""
    check_day(starts_at)
    if timezone.localdate(starts_at) < clock.today():
        raise RuleBroken(_("This day is over. Log the visit instead."), field="starts_at")


def check_step(fields: Mapping[str, Any], starts_at: dt.datetime) -> None:
    """A next step has a date, a date has a next step, and it does not lie before the visit."""
    step, day = fields["next_step"], fields["next_step_on"]
    if step and not day:
        raise RuleBroken(_("Say by when."), field="next_step_on")
    if day and not step:
        raise RuleBroken(_("Say what the next step is."), field="next_step")
    if day and day < timezone.localdate(starts_at):
        raise RuleBroken(_("The next step lies before the visit."), field="next_step_on")


NO_PLACE: dict[str, Any] = {"latitude": None, "longitude": None, "place_accuracy": None}


def check_place(fields: Mapping[str, Any]) -> None:
    """Latitude and longitude come together and lie on the earth; an accuracy belongs to a place."""
    latitude, longitude = fields.get("latitude"), fields.get("longitude")
    if (latitude is None) != (longitude is None) or (latitude is None and fields.get("place_accuracy") is not None):
        raise RuleBroken(_("A place has a latitude and a longitude."), field="latitude")
    for name, value, most in (("latitude", latitude, 90), ("longitude", longitude, 180)):
        if value is not None and not (value.is_finite() and abs(value) <= most):
            raise RuleBroken(_("This place is not on the earth."), field=name)
    if (fields.get("place_accuracy") or 0) < 0:
        raise RuleBroken(_("An accuracy is zero metres or more."), field="place_accuracy")
