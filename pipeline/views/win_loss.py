"""Why we win and lose, and against whom: each figure leads to its rows."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import QueryDict
from django.urls import reverse

from foundation.ui.lists import address
from foundation.views import PageView
from pipeline.choices import Status
from pipeline.filters import WinLossFilter
from pipeline.models import Opportunity
from pipeline.queries.win_loss import Outcome, win_loss
from teams.models import Company


class Row(NamedTuple):
    """A line with the lists behind its figures."""

    line: Outcome
    won_url: str
    lost_url: str


class WinLossReport(PageView):
    """Of the last twelve months unless the address says otherwise (`?closed=`)."""

    template_name = "pipeline/win_loss.html"
    fragment = "pipeline/_win_loss.html"

    @property
    def query(self) -> QueryDict:
        query = self.request.GET.copy()
        query.setdefault("closed", "year")
        return query

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Opportunity.objects.visible_to(self.reader).live()
        filterset = WinLossFilter(self.query, queryset=rows, request=self.request)
        found = win_loss(filterset.rows_or_400())
        return super().get_context_data(
            **kwargs,
            filter=filterset,
            found=found,
            total=self._row(found.total),
            reasons=[self._row(line, close_reason=line.key) for line in found.reasons],
            competitors=[self._row(line, competitor=line.key) for line in found.competitors],
            currency=Company.current().base_currency,
        )

    def _row(self, line: Outcome, **filters: Any) -> Row:
        doors = [
            reverse("opportunity_list") + address(self.query, status=s, **filters) for s in (Status.WON, Status.LOST)
        ]
        return Row(line, *doors)
