"""Who brings us customers, and what these are worth."""

from __future__ import annotations

from typing import Any

from foundation.paging import counted_page
from foundation.views import PageView
from pipeline.queries.referrals import brought
from relations.filters import ReferralFilter
from relations.models import Referral
from teams.models import Company


class ReferralReport(PageView):
    """The network of referrals, who brought most first; behind it each introduction."""

    template_name = "pipeline/referrals.html"
    fragment = "pipeline/_referrals.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        seen = Referral.objects.visible_to(self.request.user)
        found = ReferralFilter(self.request.GET, queryset=seen, request=self.request)
        rows = found.rows_or_400()
        page = counted_page(self.request.GET.get("page"), lambda skip, limit: brought(rows, skip, limit))
        latest = rows.select_related("account__owner", "introducer").order_by("-on", "-id")
        return super().get_context_data(
            **kwargs,
            filter=found,
            page=page,
            latest=latest[:50],
            accounts=rows.count(),
            currency=Company.current().base_currency,
        )
