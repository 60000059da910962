"""Money in several currencies: converted at the dated rate, or refused; never summed as if it were one."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _

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
        raise RuleBroken(
            _("No exchange rate for %(currency)s on %(day)s. Add one under Rules, then try again.")
            % {"currency": currency, "day": day.isoformat()},
            field="currency",
        )
    return rate
