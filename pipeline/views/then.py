"""The open funnel as it stood on a day: each figure leads to what was open then."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from foundation.ui.lists import address
from journal.live import LivePage
from pipeline.filters import FunnelThenFilter
from pipeline.models import Opportunity
from pipeline.queries.figures import Sum
from pipeline.queries.then import StageThen, SubjectThen, funnel_then
from pipeline.queries.whole import Subject
from teams.models import Company, Team, User

from .doors import OfOwnGoals


class Row(NamedTuple):
    """A line with what stands behind it; without a door where its subject is not the reader's to ask about."""

    subject: Subject
    open: Sum
    url: str


def funnel_then_report(request: HttpRequest, query: QueryDict) -> dict[str, Any]:
    """Context of pipeline/_funnel_then.html for the reader of `request`, narrowed by `query`."""
    rows = Opportunity.objects.visible_to(request.user).live()
    filterset = FunnelThenFilter(query, queryset=rows, request=request)
    narrowed, span = filterset.rows_or_400(), filterset.span
    found = funnel_then(narrowed, span, filterset.holders)
    days = {"since": span.since.isoformat(), "until": span.until.isoformat()}
    return {
        "filter": filterset,
        "span": span,
        "then": found,
        "chart": [_drawn(query, line, days) for line in found.stages],
        "teams": _rows(query, found.teams, "in_team", days, Team.objects.visible_to(request.user)),
        "owners": _rows(query, found.owners, "owner", days, User.objects.visible_to(request.user)),
        "currency": Company.current().base_currency,
        "rows_url": _door(query, **days),
        "movement_url": reverse("movement") + address(query, **days, page=None),
    }


class FunnelThen(OfOwnGoals, LivePage):
    template_name = "pipeline/funnel_then.html"
    fragment = "pipeline/_funnel_then.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, **funnel_then_report(self.request, self.request.GET))


def _drawn(query: QueryDict, line: StageThen, days: dict[str, str]) -> dict[str, Any]:
    """A stage as components/charts/funnel.html draws it."""
    return {
        "name": str(line.stage),
        "probability": line.stage.probability,
        **vars(line.open),
        "conversion": line.gone.conversion,
        "url": _door(query, **days, stood=line.stage.key),
    }


def _rows(query: QueryDict, lines: Iterable[SubjectThen], key: str, days: dict[str, str], near: Any) -> list[Row]:
    ids = set(near.values_list("pk", flat=True))
    return [
        Row(line.subject, line.open, _door(query, **days, **{key: line.subject.pk}) if line.subject.pk in ids else "")
        for line in lines
    ]


def _door(query: QueryDict, **filters: Any) -> str:
    return reverse("movement_rows") + address(query, **filters, line="end", page=None)
