"""The funnel in figures: each of them leads to its rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.html import escape

from foundation import clock
from foundation.ui.lists import LINES, address
from journal.live import LivePage
from pipeline import queries
from pipeline.filters import FunnelFilter
from pipeline.models import Opportunity
from pipeline.queries import periods
from teams.models import Company
from teams.visibility import sees_everything

from .doors import OfOwnGoals, of_goals


def funnel_report(request: HttpRequest, query: QueryDict, most: int | None = LINES) -> dict[str, Any]:
    """Context of pipeline/_funnel.html for the reader of `request`, narrowed by `query`; the `most` foremost lines of
    teams and people."""
    rows = Opportunity.objects.visible_to(request.user).live()
    narrowed = query.dict() != of_goals(QueryDict(), request.user).dict()
    filterset = FunnelFilter(query, queryset=rows, request=request, drawn=narrowed)
    is_whole = not query and sees_everything(request.user)
    narrow_rows, today = filterset.rows_or_400(), clock.today()
    funnel = queries.funnel(narrow_rows, today, is_whole=is_whole, most=most)
    if not narrowed:
        filterset.offer(owner=funnel.owner_ids, team=funnel.team_ids)
    return {
        "filter": filterset,
        "funnel": funnel,
        "begins_on": _begins_on(funnel, today),
        "chart": [_drawn(query, line) for line in funnel.stages],
        "teams": _with_doors(query, funnel.teams, "in_team"),
        "owners": _with_doors(query, funnel.owners, "owner"),
        "currency": Company.current().base_currency,
    }


def _begins_on(funnel: queries.Funnel, today: dt.date) -> dt.date | None:
    """When the first was decided, where that is less than a year ago and anything was decided since."""
    first = funnel.first_decided_on if funnel.total.cases else None
    return first if first and first > periods.period("year", today)[0] else None


class Funnel(OfOwnGoals, LivePage):
    template_name = "pipeline/funnel.html"
    fragment = "pipeline/_funnel.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, **funnel_report(self.request, self.request.GET))


def _drawn(query: QueryDict, line: queries.StageLine) -> dict[str, Any]:
    """A stage as components/charts/funnel.html draws it."""
    return {
        "name": str(line.stage),
        "probability": line.stage.probability,
        **vars(line.figures.open),
        "conversion": line.progress.conversion,
        "url": _door(query, status="open", stage=line.stage.key),
        "conversion_url": _door(query, gone=line.stage.key) if line.progress.gone else "",
    }


def _with_doors(query: QueryDict, lines: Iterable[queries.Line], key: str) -> list[dict[str, Any]]:
    """Each line with the address of its rows, escaped once for the six figures that lead there."""
    others = _door(query, **{key: None}).rstrip("?")
    start = f"{others}{'&' if '?' in others else '?'}{key}="
    return [{**vars(line), "door": escape(f"{start}{line.subject.pk}")} for line in lines]


def _door(query: QueryDict, **filters: Any) -> str:
    """The list of the rows behind a figure, narrowed as the funnel itself is."""
    return reverse("opportunity_list") + address(query, **filters)
