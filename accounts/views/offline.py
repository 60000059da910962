from __future__ import annotations

from typing import Any

from accounts.forms import ReportForm
from accounts.queries import offline as queries
from foundation import clock
from foundation.offline import KeptPage
from teams.models import Company


class VisitOffline(KeptPage):
    """Log a visit without network: it waits on the phone; and what waits there, with its state."""

    template_name = "accounts/visit_offline.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = clock.today()
        guesses = {"minutes": 30, "channel": "in_person", "currency": Company.current().base_currency}
        return super().get_context_data(
            **kwargs,
            form=ReportForm(user=self.reader, account=None, initial=guesses),
            plans=queries.plans_to_take(self.reader, today)[: queries.MOST],
            accounts=queries.accounts_to_take(self.reader, today)[: queries.MOST],
        )
