"""Money in several currencies: converted at the dated rate, or refused; never summed as if it were one."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal, localcontext
from operator import itemgetter

from django.utils.translation import gettext as _

from foundation.columns import BASE_LIMIT
from foundation.errors import RuleBroken

from .models import Company, ExchangeRate


def rate_on(currency: str, day: dt.date) -> Decimal:
    """What one unit of `currency` was worth in the base currency on `day`.

    RuleBroken (field "currency") when no rate is stored on or before that day.
    """
    if currency == Company.current().base_currency:
        return Decimal(1)
    rows = ExchangeRate.objects.filter(currency=currency, date__lte=day)
    rate = rows.order_by("-date").values_list("rate", flat=True).first()
    if rate is None:
        raise _missing(currency, day)
    return rate


def rate_book() -> Callable[[str, dt.date], Decimal]:
    """`rate_on` for thousands of rows: reads all rates once."""
    base = Company.current().base_currency
    book: dict[str, list[tuple[dt.date, Decimal]]] = defaultdict(list)
    for currency, date, rate in ExchangeRate.objects.order_by("date").values_list("currency", "date", "rate"):
        book[currency].append((date, rate))

    def look_up(currency: str, day: dt.date) -> Decimal:
        if currency == base:
            return Decimal(1)
        place = bisect_right(book[currency], day, key=itemgetter(0))
        if not place:
            raise _missing(currency, day)
        return book[currency][place - 1][1]

    return look_up


def fits_in_base(amount: Decimal, rate: Decimal, name: str) -> None:
    """RuleBroken (field `name`) for an amount that no sum could hold in the base currency: a night would stop at it."""
    with localcontext() as context:
        context.prec = 60
        if abs(amount * rate) >= BASE_LIMIT:
            raise RuleBroken(
                _("This amount is too large at the rate of its day (%(rate)s).") % {"rate": rate}, field=name
            )


def _missing(currency: str, day: dt.date) -> RuleBroken:
    return RuleBroken(
        _("No exchange rate for %(currency)s on %(day)s. Add one under Rules, then try again.")
        % {"currency": currency, "day": day.isoformat()},
        field="currency",
    )
