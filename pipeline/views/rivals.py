"""The report on competitors: each figure leads to its rows."""

from __future__ import annotations

from typing import Any

from foundation.views import PageView
from pipeline.filters import FunnelFilter
from pipeline.models import Opportunity
from pipeline.queries.rivals import against_whom, decided_with_a_rival
from teams.models import Company


class AgainstWhom(PageView):
    """Against whom we win, and against whom we lose."""

    template_name = "pipeline/against_whom.html"
    fragment = "pipeline/_against_whom.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Opportunity.objects.visible_to(self.reader).live()
        filterset = FunnelFilter(self.request.GET, queryset=rows, request=self.request)
        chosen = filterset.rows_or_400()
        lines = against_whom(chosen)
        decided = [line for line in lines if line.decided]
        return super().get_context_data(
            **kwargs,
            filter=filterset,
            lines=lines,
            hardest=min(decided, key=lambda line: (line.win_rate or 0, -line.decided), default=None),
            decided=decided_with_a_rival(lines, chosen),
            currency=Company.current().base_currency,
        )
