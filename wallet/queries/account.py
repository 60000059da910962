"""What one account spends, and with whom, in short for its page."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from accounts.models import Account
from wallet.models import Estimate, Part, WalletRule

from .ours import with_ours
from .told import Rival, Told

_FIGURES = ("id", "since", "until", "amount", "currency", "amount_base", "ours", "heard_on")


def with_wallet(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """Brings the last two estimates along, so that `wallet_of` asks no more."""
    parts = Part.objects.filter(estimate=OuterRef("pk")).order_by(F("share").desc(nulls_last=True), "id")
    rival = JSONObject(
        id="competitor_id", name="competitor__name", share="share", strengths="strengths", weaknesses="weaknesses"
    )
    rows = Estimate.objects.counting().filter(account=OuterRef("pk")).order_by("-until", "-heard_on", "-id")
    told = JSONObject(**{name: F(name) for name in _FIGURES}, rivals=ArraySubquery(parts.values(told=rival)))
    rule = WalletRule.objects.filter(pk=1).values(
        told=JSONObject(small="small_below", leading="leading_from", days="stale_days")
    )
    return accounts.annotate(
        wallets_told=ArraySubquery(with_ours(rows).values(told=told)[:2]), wallet_rule=Subquery(rule)
    )


def wallet_of(account: Any) -> Told | None:
    """Of an account as `with_wallet` gives it; None where nobody estimated it yet."""
    if not account.wallets_told:
        return None
    said = account.wallet_rule
    rule = WalletRule(
        small_below=_decimal(said["small"]), leading_from=_decimal(said["leading"]), stale_days=said["days"]
    )
    earlier = [_told(row, rule, None) for row in account.wallets_told[1:]]
    return _told(account.wallets_told[0], rule, earlier[0] if earlier else None)


def _told(row: dict[str, Any], rule: WalletRule, earlier: Told | None) -> Told:
    known = {rival.competitor_id: rival.share for rival in earlier.rivals} if earlier else {}
    rivals = [
        Rival(
            part["id"], part["name"], None if part["share"] is None else _decimal(part["share"]), part["strengths"],
            part["weaknesses"], known.get(part["id"]),
        )
        for part in row["rivals"]
    ]  # fmt: skip
    since, until, heard_on = (dt.date.fromisoformat(row[name]) for name in ("since", "until", "heard_on"))
    return Told(
        row["id"], since, until, _decimal(row["amount_base"]), _decimal(row["amount"]), row["currency"],
        _decimal(row["ours"]), heard_on, rivals, rule, earlier.share if earlier else None,
        earlier.amount if earlier else None,
    )  # fmt: skip


def _decimal(value: Any) -> Decimal:
    return Decimal(str(value))
