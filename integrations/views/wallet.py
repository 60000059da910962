"""Shares of wallet as files."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import Account
from wallet.filters import EstimateFilter, WalletFilter
from wallet.models import Estimate
from wallet.queries.files import with_competitors
from wallet.queries.ours import with_ours
from wallet.queries.standing import with_standing

from .exports import Export


class WalletExport(Export):
    """How each account of the list stands by its latest estimate, in the base currency."""

    filterset_class = WalletFilter
    name, back = "share-of-wallet", "wallet_list"
    columns = {
        "account": "name",
        "account_external_id": "external_id",
        "tier": "tier",
        "owner": "owner__email",
        "until": "until",
        "heard_on": "heard_on",
        "wallet": "wallet",
        "ours": "ours",
        "share": "share",
        "left": "left",
    }

    def rows(self) -> QuerySet[Account]:
        return with_standing(Account.objects.visible_to(self.request.user).filter(archived_at=None))


class EstimateExport(Export):
    """Every estimate that counts, one a row; `competitors` has a line for each: the name and its part."""

    filterset_class = EstimateFilter
    name, back = "wallets", "wallet_list"
    columns = {
        "account": "account__name",
        "account_external_id": "account__external_id",
        "until": "until",
        "amount": "amount",
        "currency": "currency",
        "source": "source",
        "contact": "contact__name",
        "heard_on": "heard_on",
        "heard_by": "heard_by__email",
        "ours": "ours",
        "competitors": "competitors",
        "strong points": "strong",
        "weak points": "weak",
        "note": "note",
    }

    def rows(self) -> QuerySet[Estimate]:
        seen = Estimate.objects.visible_to(self.request.user).counting().filter(account__archived_at=None)
        return with_competitors(with_ours(seen)).order_by("-until", "-heard_on", "-id")
