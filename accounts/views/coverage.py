"""Do visits go where the cadence asks for them? Each figure leads to its accounts."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from accounts.filters import CoverageFilter
from accounts.models import Account
from accounts.queries.coverage import Covered, coverage
from foundation import clock
from foundation.ui.lists import address
from journal.live import LivePage


class Row(NamedTuple):
    """A line with the lists behind its figures."""

    subject: Any
    covered: Covered
    all_url: str
    short_url: str
    beyond_url: str
    overdue_url: str


def coverage_report(request: HttpRequest, query: QueryDict) -> dict[str, Any]:
    """Context of accounts/_coverage.html for the reader of `request`, narrowed by `query`."""
    filterset = CoverageFilter(query, queryset=Account.objects.visible_to(request.user), request=request)
    found = coverage(filterset.rows_or_400(), clock.today())
    return {
        "filter": filterset,
        "coverage": found,
        "total": _row(query, None, found.total),
        "tiers": [_row(query, tier, covered, tier=tier or "unrated") for tier, covered in found.tiers],
        "owners": [_row(query, owner, covered, owner=owner.pk) for owner, covered in found.owners],
    }


class CoverageReport(LivePage):
    template_name = "accounts/coverage.html"
    fragment = "accounts/_coverage.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, **coverage_report(self.request, self.request.GET))


def _row(query: QueryDict, subject: Any, covered: Covered, **filters: Any) -> Row:
    start = reverse("account_list")
    everything, short, beyond = (
        start + address(query, **filters, coverage=wanted) for wanted in ("any", "short", "beyond")
    )
    return Row(subject, covered, everything, short, beyond, start + address(query, **filters, overdue="true"))
