"""Do visits go where the cadence asks for them, and does each account get what it should? Each figure leads to its
accounts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from accounts.filters import CoverageFilter
from accounts.models import Account
from foundation import clock
from foundation.ui.lists import address
from journal.live import LivePage
from rights.choices import ANY, Right
from rights.queries.coverage import Covered, coverage


@dataclass(frozen=True)
class Row:
    """A line with the lists behind its figures; of many lines most are folded away, and their links never made."""

    subject: Any
    covered: Covered
    start: str
    """The list of accounts as the page is narrowed, as far as the line's own filter."""
    key: str = ""

    @cached_property
    def all_url(self) -> SafeString:
        return escape(f"{self.start}{self.key}{'' if self.start.endswith('?') else '&'}coverage=any")

    @property
    def short_url(self) -> SafeString:
        return self._but("coverage=short")

    @property
    def beyond_url(self) -> SafeString:
        return self._but("coverage=beyond")

    @property
    def overdue_url(self) -> SafeString:
        return self._but("overdue=true")

    def _but(self, wanted: str) -> SafeString:
        """The same list, narrowed otherwise: no filter of this page has the name that is replaced."""
        return mark_safe(self.all_url.replace("coverage=any", wanted))  # noqa: S308  one of three words of our own


def coverage_report(request: HttpRequest, query: QueryDict) -> dict[str, Any]:
    """Context of rights/_coverage.html for the reader of `request`, narrowed by `query`."""
    filterset = CoverageFilter(query, queryset=Account.objects.visible_to(request.user), request=request)
    found = coverage(filterset.rows_or_400(), clock.today())
    start, of_tier, of_owner = reverse("four_rights_list"), _start(query, "tier"), _start(query, "owner")
    doors = {wanted: start + address(query, fails=wanted) for wanted in (ANY, *Right.values)}
    return {
        "filter": filterset,
        "coverage": found,
        "total": Row(None, found.total, _start(query)),
        "tiers": [Row(tier, covered, of_tier, tier or "unrated") for tier, covered in found.tiers],
        "owners": [Row(owner, covered, of_owner, str(owner.pk)) for owner, covered in found.owners],
        "rights": [(line, doors[line.right.value]) for line in found.rights],
        "rights_url": doors[ANY],
    }


def _start(query: QueryDict, name: str = "") -> str:
    narrowed = reverse("account_list") + address(query, **({name: None} if name else {}))
    return f"{narrowed}{'' if narrowed.endswith('?') else '&'}{name}=" if name else narrowed


class CoverageReport(LivePage):
    template_name = "rights/coverage.html"
    fragment = "rights/_coverage.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, **coverage_report(self.request, self.request.GET))
