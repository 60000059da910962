"""Which way round a file writes its dates: told, or found out from all of them, never guessed."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable

from django.utils.translation import gettext as _

from foundation.errors import RuleBroken

from .cells import AMBIGUOUS, ISO_DATES, MONTH_NAMES
from .plan import Order
from .reading import Source

_NUMBERS = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}")


def formats_for(order: Order, source: Source, places: Iterable[int]) -> tuple[str, ...]:
    """strptime formats for the date columns at `places`, the file's own first.

    RuleBroken where 3/4/2026 could be either and no other date of the file decides.
    """
    usual = ISO_DATES + MONTH_NAMES
    if order.date_format:
        return (order.date_format, *usual)
    places = sorted(places)
    if not places:
        return usual
    possible, example = set(AMBIGUOUS), ""
    with source.opened() as sheet:
        for record in sheet.records:
            if record.fault:
                continue
            for place in places:
                if found := _NUMBERS.match(unicodedata.normalize("NFKC", record.cells[place]).strip()):
                    example = found[0]
                    possible -= {layout for layout in possible if not _reads(example, layout)}
    if not example or not possible:
        return usual
    if len(possible) > 1:
        said = _("Is %(example)s %(first)s or %(second)s? The file does not tell: add --date-format.")
        first, second = sorted(possible)[:2]
        raise RuleBroken(said % {"example": example, "first": first, "second": second})
    return (possible.pop(), *usual)


def _reads(text: str, layout: str) -> bool:
    try:
        dt.datetime.strptime(text, layout)  # noqa: DTZ007  (a day has no zone)
    except ValueError:
        return False
    return True
