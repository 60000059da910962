"""What has stood in its stage for too long: each figure leads to its rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from foundation import clock
from foundation.ui.lists import address
from journal.live import LivePage
from pipeline.filters import FunnelFilter
from pipeline.models import Opportunity
from pipeline.queries.ageing import Age, StageAge, SubjectAge, ageing
from teams.models import Company

from .doors import OfOwnGoals


class Row(NamedTuple):
    """A line with the lists behind its figures; of a stage with what is `normal` there."""

    name: Any
    age: Age
    open_url: str
    stuck_url: str
    normal: Any = None
    won_url: str = ""


def ageing_report(request: HttpRequest, query: QueryDict) -> dict[str, Any]:
    """Context of pipeline/_ageing.html for the reader of `request`, narrowed by `query`."""
    rows = Opportunity.objects.visible_to(request.user).live()
    filterset = FunnelFilter(query, queryset=rows, request=request)
    found = ageing(filterset.rows_or_400(), clock.today())
    stages = [_of_stage(query, line) for line in found.stages]
    return {
        "filter": filterset,
        "ageing": found,
        "total": _row(query, "", found.total),
        "stages": stages,
        "worst": max(
            (row for row in stages if row.age.stuck_count), key=lambda row: row.age.stuck_amount, default=None
        ),
        "chart": [{"label": row.name, "value": row.age.stuck_amount, "url": row.stuck_url} for row in stages],
        "teams": _of_subjects(query, found.teams, "in_team"),
        "owners": _of_subjects(query, found.owners, "owner"),
        "currency": Company.current().base_currency,
    }


class AgeingReport(OfOwnGoals, LivePage):
    template_name = "pipeline/ageing.html"
    fragment = "pipeline/_ageing.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, **ageing_report(self.request, self.request.GET))


def _of_stage(query: QueryDict, line: StageAge) -> Row:
    stage = line.normal.stage
    row = _row(query, str(stage), line.age, stage=stage.key)
    # What is normal is the company's: the rows behind it are those that the reader sees of it.
    return row._replace(normal=line.normal, won_url=reverse("opportunity_list") + f"?status=won&stayed={stage.key}")


def _of_subjects(query: QueryDict, lines: Iterable[SubjectAge], key: str) -> list[Row]:
    return [_row(query, line.subject, line.age, **{key: line.subject.pk}) for line in lines]


def _row(query: QueryDict, name: Any, age: Age, **filters: Any) -> Row:
    start = reverse("opportunity_list")
    oldest_first = start + address(query, **filters, status="open", ordering="in_stage")
    return Row(name, age, oldest_first, start + address(query, **filters, flag="stuck", ordering="in_stage"))
