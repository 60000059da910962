"""Of which customers we have how much, and where most is left to win."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from accounts.models import Account
from foundation.views import ListView
from teams.models import Company
from wallet.filters import WalletFilter
from wallet.models import WalletRule
from wallet.queries.standing import bring_wallets, summary_of, with_standing


class WalletList(ListView):
    """All accounts that the reader sees, by their latest estimate; of whom nobody knows it stand last."""

    template_name = "wallet/wallet_list.html"
    fragment = "wallet/_wallet_list.html"
    filterset_class = WalletFilter

    def rows(self) -> QuerySet[Account]:
        return with_standing(Account.objects.visible_to(self.reader).filter(archived_at=None).select_related("owner"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rule = WalletRule.current()
        bring_wallets(context["rows"], rule)
        summary = summary_of(context["filter"].rows_or_400(), rule)
        return context | {"summary": summary, "rule": rule, "currency": Company.current().base_currency}
