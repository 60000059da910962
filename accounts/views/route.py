from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.urls import reverse
from django.utils.dateparse import parse_date

from accounts import services
from accounts.models import Visit
from accounts.queries.route import route_of
from foundation import clock
from foundation.filters import only
from foundation.views import ActionView, PageView


class RouteOfDay(PageView):
    """The reader's planned visits of a day (`?on=2026-11-30`, else today) in their order, with what leads there."""

    template_name = "accounts/route.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only(self.request.GET, "on", "moved", "way")
        day = day_of(self.request.GET.get("on", ""))
        shown = list(route_of(self.reader, day))
        _tell_stops(shown)
        _focus(shown, self.request.GET.get("moved", ""), self.request.GET.get("way", ""))
        return super().get_context_data(
            **kwargs,
            day=day,
            is_today=day == clock.today(),
            before=day - clock.DAY,
            after=day + clock.DAY,
            visits=shown,
            can_order=len(shown) > 1 and day >= clock.today(),
            without_address=[visit for visit in shown if not visit.account.address.strip()],
        )


class RouteOrder(ActionView):
    """Puts the day `on` into the `order` of visits that a button, or a hand that drew them, says."""

    @cached_property
    def day(self) -> dt.date:
        return day_of(self.request.POST.get("on", ""))

    def act(self) -> list[Visit]:
        typed = self.request.POST.get("order", "").split(",")
        if not all(part.isascii() and part.isdigit() and len(part) <= 18 for part in typed):
            raise BadRequest("order: numbers of visits, as 3,1,2")
        return services.route_order(actor=self.reader, day=self.day, order=[int(part) for part in typed])

    def next_url(self) -> str:
        typed = {name: self.request.GET[name] for name in ("moved", "way") if name in self.request.GET}
        return f"{reverse('visit_route')}?{urlencode({'on': self.day, **typed})}"


def _tell_stops(visits: list[Visit]) -> None:
    """Gives each its `stop`: the order in which it would come one earlier, and one later; "" where it can't."""
    ids = [str(visit.pk) for visit in visits]
    swapped = [",".join([*ids[:n], ids[n + 1], ids[n], *ids[n + 2 :]]) for n in range(len(ids) - 1)]
    for visit, stop in zip(visits, zip(["", *swapped], [*swapped, ""], strict=True), strict=False):
        visit.stop = stop  # type: ignore[attr-defined]


def _focus(visits: list[Visit], moved: str, way: str) -> None:
    """The arrow that was pressed has the focus again; at the end of the day its other one."""
    for visit in visits:
        earlier, later = visit.stop  # type: ignore[attr-defined]
        ways = [name for name, order in (("earlier", earlier), ("later", later)) if order]
        is_it = str(visit.pk) == moved and way and ways
        visit.focus = (way if way in ways else ways[0]) if is_it else ""  # type: ignore[attr-defined]


def day_of(typed: str) -> dt.date:
    """The day that was typed, today when nothing was. BadRequest for what is no day."""
    if not typed:
        return clock.today()
    try:
        day = parse_date(typed)
    except ValueError:
        day = None
    if day is None or not 2000 <= day.year < 2100:
        raise BadRequest("on: for example 2026-11-30")
    return day
