from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import F, QuerySet

from accounts.models import Account
from foundation.views import ListView
from scoring.ledger_filters import EntryListFilter
from scoring.models import LedgerEntry
from scoring.queries.ledger import ledger_sums
from teams.models import Company


class LedgerList(ListView):
    """The rows behind an account's revenue and cost."""

    template_name = "scoring/ledger.html"
    fragment = "scoring/_ledger.html"
    filterset_class = EntryListFilter

    @cached_property
    def account(self) -> Account:
        return self.visible(Account.objects, pk=self.kwargs["pk"])

    def rows(self) -> QuerySet[LedgerEntry]:
        return (
            LedgerEntry.objects.filter(account=self.account)
            .annotate(profit_base=F("revenue_base") - F("cost_base"))
            .order_by("-date", "-id")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs, account=self.account, currency=Company.current().base_currency)
        sums = ledger_sums(context["filter"].qs, context["currency"])
        return {**context, "sums": sums, "foreign": bool(sums["foreign"])}
