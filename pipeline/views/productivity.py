"""The productivity equation: what the funnel yields, and which factor would bring most."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy

from foundation.ui.lists import address
from journal.live import LivePage
from pipeline.choices import FACTOR_NAMES
from pipeline.filters import ProductivityFilter
from pipeline.models import Opportunity
from pipeline.queries.productivity import FACTORS, productivity
from teams.models import Company

from .doors import OfOwnGoals

_MORE, _SHORTER = gettext_lazy("%(factor)s: 10 %% more"), gettext_lazy("%(factor)s: 10 %% shorter")


def productivity_report(request: HttpRequest, query: QueryDict) -> dict[str, Any]:
    """Context of pipeline/_productivity.html for the reader of `request`, narrowed by `query`."""
    rows = Opportunity.objects.visible_to(request.user).live()
    filterset = ProductivityFilter(query, queryset=rows, request=request)
    narrowed = filterset.rows_or_400()
    until, months = filterset.window
    found = productivity(narrowed, until, months, filterset.holders)
    base, own = reverse("opportunity_list"), {"months": None, "day": None}
    closed = {"closed_from": found.first, "closed_to": until}
    return {
        "filter": filterset,
        "productivity": found,
        "months": months,
        "reachable": found.reachable,
        "chart": [
            {"label": (_SHORTER if name == "cycle" else _MORE) % {"factor": FACTOR_NAMES[name]}, "value": gain or 0}
            for name, gain in found.total.now.gains.items()
            if name in FACTORS
        ],
        "currency": Company.current().base_currency,
        "doors": {
            "open": base + address(query, **own, status="open", opened_to=until),
            "won": base + address(query, **own, status="won", **closed),
            "decided": base + address(query, **own, **closed),
        },
    }


class ProductivityReport(OfOwnGoals, LivePage):
    template_name = "pipeline/productivity.html"
    fragment = "pipeline/_productivity.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, **productivity_report(self.request, self.request.GET))
