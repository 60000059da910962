"""How the open funnel changed between two days: a waterfall of which every bar opens its rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from foundation.paging import list_page
from foundation.ui.lists import address
from foundation.views import PageView
from journal.live import LivePage
from pipeline.choices import LINE_NAMES
from pipeline.filters import MovementFilter, MovementRowsFilter
from pipeline.models import Opportunity
from pipeline.queries.movement import (
    LINES,
    Subject,
    flow,
    movement,
    moves_behind,
    once_count,
    opportunities_behind,
    slips,
)
from teams.models import Company, Team, User
from teams.visibility import sees_everything

from .doors import OfOwnGoals


def movement_report(request: HttpRequest, query: QueryDict) -> dict[str, Any]:
    """Context of pipeline/_movement.html for the reader of `request`, narrowed by `query`."""
    rows = Opportunity.objects.visible_to(request.user).live()
    filterset = MovementFilter(query, queryset=rows, request=request)
    narrowed = filterset.rows_or_400()
    span, holders = filterset.span, filterset.holders
    found = movement(narrowed, span, holders)
    return {
        "filter": filterset,
        "span": span,
        "movement": found,
        "lines": [(name, LINE_NAMES[name]) for name in _told([found.total, *found.teams, *found.owners])],
        "chart": [_drawn(query, found.total, name) for name in _told([found.total])],
        "flow": flow(narrowed, span, holders),
        "once": 0 if sees_everything(request.user) else once_count(narrowed, span, holders),
        "slips": slips(narrowed, span, holders),
        "near_people": set(User.objects.visible_to(request.user).values_list("pk", flat=True)),
        "near_teams": set(Team.objects.visible_to(request.user).values_list("pk", flat=True)),
        "currency": Company.current().base_currency,
        "rows_url": reverse("movement_rows"),
    }


class MovementReport(OfOwnGoals, LivePage):
    template_name = "pipeline/movement.html"
    fragment = "pipeline/_movement.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, **movement_report(self.request, self.request.GET))


class MovementRows(OfOwnGoals, PageView):
    """The moves of a line; of the start and of the end the opportunities that were open then."""

    template_name = "pipeline/movement_rows.html"
    fragment = "pipeline/_movement_rows.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Opportunity.objects.visible_to(self.reader).live()
        filterset = MovementRowsFilter(self.request.GET, queryset=rows, request=self.request)
        narrowed = filterset.rows_or_400()
        typed = getattr(filterset.form, "cleaned_data", {})
        line, stood = typed.get("line") or "end", typed.get("stood")
        behind: QuerySet[Any] = (
            opportunities_behind(narrowed, line, filterset.span, filterset.holders, stood)
            if line in {"start", "end"}
            else moves_behind(narrowed, line, filterset.span, filterset.holders)
        )
        page = list_page(behind, self.request.GET.get("page"))
        report_query = address(self.request.GET, line=None, stood=None, page=None)
        return super().get_context_data(
            **kwargs,
            filter=filterset,
            span=filterset.span,
            line=line,
            line_name=LINE_NAMES[line],
            stood=stood,
            are_moves=line not in {"start", "end"},
            page=page,
            rows=page.rows,
            currency=Company.current().base_currency,
            report_url=reverse("movement") + report_query,
        )


def _told(subjects: Iterable[Subject]) -> list[str]:
    """The lines of which any of `subjects` has some; the first and the last, won and lost always."""
    told = {name for subject in subjects for name, line in subject.lines.items() if line.count}
    return [name for name in LINES if name in told or name in {"start", "won", "lost", "end"}]


def _drawn(query: QueryDict, total: Subject, name: str) -> dict[str, Any]:
    line = total.lines[name]
    return {
        "label": LINE_NAMES[name],
        "amount": line.amount,
        "count": line.count,
        "is_total": name in {"start", "end"},
        "tone": "won" if name == "won" else "",
        "url": reverse("movement_rows") + address(query, line=name, page=None) if line.count else "",
    }
