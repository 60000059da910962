"""Do visits go where the cadence asks for them, and does each account get what it should?"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from accounts.views.coverage import coverage_report as visit_report
from foundation.ui.lists import address
from journal.live import LivePage
from rights.choices import ANY, Right
from rights.queries.coverage import coverage_with_rights


def coverage_report(request: HttpRequest, query: QueryDict) -> dict[str, Any]:
    """Context of rights/_coverage.html for the reader of `request`, narrowed by `query`."""
    report = visit_report(request, query, count=coverage_with_rights)
    start = reverse("four_rights_list")
    doors = {wanted: start + address(query, fails=wanted) for wanted in (ANY, *Right.values)}
    lines = [(line, doors[line.right.value]) for line in report["coverage"].rights]
    return report | {"rights": lines, "rights_url": doors[ANY]}


class CoverageReport(LivePage):
    template_name = "rights/coverage.html"
    fragment = "rights/_coverage.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, **coverage_report(self.request, self.request.GET))
