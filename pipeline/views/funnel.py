"""The funnel in figures: each of them leads to its rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.html import escape

from foundation import clock
from foundation.ui.lists import LINES, address
from foundation.views import PageView
from pipeline import queries
from pipeline.filters import FunnelFilter
from pipeline.models import Opportunity
from teams.models import Company
from teams.visibility import sees_everything


class Funnel(PageView):
    template_name = "pipeline/funnel.html"
    fragment = "pipeline/_funnel.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Opportunity.objects.visible_to(self.reader).live()
        narrowed = bool(self.request.GET)
        filterset = FunnelFilter(self.request.GET, queryset=rows, request=self.request, drawn=narrowed)
        is_whole = not narrowed and sees_everything(self.reader)
        funnel = queries.funnel(filterset.rows_or_400(), clock.today(), is_whole=is_whole, most=LINES)
        if not narrowed:
            filterset.offer(owner=funnel.owner_ids, team=funnel.team_ids)
        return super().get_context_data(
            **kwargs,
            filter=filterset,
            funnel=funnel,
            chart=[self._drawn(line) for line in funnel.stages],
            teams=self._with_doors(funnel.teams, "in_team"),
            owners=self._with_doors(funnel.owners, "owner"),
            currency=Company.current().base_currency,
        )

    def _drawn(self, line: queries.StageLine) -> dict[str, Any]:
        """A stage as components/charts/funnel.html draws it."""
        here = {"status": "open", "stage": line.stage.key}
        return {
            "name": str(line.stage),
            "probability": line.stage.probability,
            **vars(line.figures.open),
            "conversion": line.progress.conversion,
            "url": self._door(**here),
            "conversion_url": self._door(gone=line.stage.key) if line.progress.gone else "",
        }

    def _with_doors(self, lines: Iterable[queries.Line], key: str) -> list[dict[str, Any]]:
        """Each line with the address of its rows, escaped once for the six figures that lead there."""
        others = self._door(**{key: None}).rstrip("?")
        start = f"{others}{'&' if '?' in others else '?'}{key}="
        return [{**vars(line), "door": escape(f"{start}{line.subject.pk}")} for line in lines]

    def _door(self, **filters: Any) -> str:
        """The list of the rows behind a figure, narrowed as the funnel itself is."""
        return reverse("opportunity_list") + address(self.request.GET, **filters)
