from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import BadRequest
from django.utils.dateparse import parse_date

from accounts.models import Visit
from accounts.queries import visit as queries
from foundation import clock
from foundation.filters import only
from foundation.views import PageView

MOST = 50


class RouteOfDay(PageView):
    """The reader's planned visits of a day (`?on=2026-11-30`, else today) in their order, with what leads there."""

    template_name = "accounts/route.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only(self.request.GET, "on")
        day = _day(self.request.GET.get("on", ""))
        rows = queries.planned(Visit.objects.visible_to(self.reader)).filter(by=self.reader, account__archived_at=None)
        visits = queries.with_people(queries.between(rows, day, day)).select_related("account")
        shown = list(visits.order_by("starts_at", "id")[:MOST])
        return super().get_context_data(
            **kwargs,
            day=day,
            is_today=day == clock.today(),
            before=day - clock.DAY,
            after=day + clock.DAY,
            visits=shown,
            without_address=[visit for visit in shown if not visit.account.address.strip()],
        )


def _day(typed: str) -> dt.date:
    if not typed:
        return clock.today()
    try:
        day = parse_date(typed)
    except ValueError:
        day = None
    if day is None or not 2000 <= day.year < 2100:
        raise BadRequest("on: for example 2026-11-30")
    return day
