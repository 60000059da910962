"""How accounts stand by their latest estimate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    Count,
    DecimalField,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, Greatest, RowNumber

from accounts.models import Account
from foundation import clock
from wallet.choices import Standing
from wallet.models import Estimate, Part, WalletRule

from .ours import MONEY_OF_BASE, sold, with_ours
from .told import tell

_SHARE: DecimalField[Any, Any] = DecimalField(max_digits=40, decimal_places=8)
_LATEST = ("-until", "-heard_on", "-id")
_NONE = Value(Decimal(-1))


def with_standing(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """With `wallet_id`, `wallet` (what they spend, in the base currency), `ours`, `share` (ours ÷ wallet), `left` and
    `heard_on` of the latest estimate; who spends most elsewhere first, of whom nobody knows it last."""
    latest = Estimate.objects.counting().filter(account=OuterRef("pk")).order_by(*_LATEST)
    columns = {"wallet_id": "pk", "wallet": "amount_base", "since": "since", "until": "until", "heard_on": "heard_on"}
    rows = accounts.annotate(**{name: Subquery(latest.values(column)[:1]) for name, column in columns.items()})
    bought = Greatest(Coalesce(sold("pk", "since", "until"), Value(0), output_field=MONEY_OF_BASE), Value(0))
    rows = rows.annotate(ours=Case(When(wallet_id__isnull=False, then=bought), output_field=MONEY_OF_BASE))
    rows = rows.annotate(
        share=ExpressionWrapper(F("ours") / F("wallet"), output_field=_SHARE),
        left=ExpressionWrapper(Greatest(F("wallet") - F("ours"), Value(0)), output_field=MONEY_OF_BASE),
    )
    return rows.annotate(
        **{f"{name}_order": Coalesce(F(name), _NONE, output_field=_SHARE) for name in ("wallet", "share", "left")},
        heard_order=Coalesce(F("heard_on"), Value(dt.date.min)),
    ).order_by("-left_order", "id")


def bring_wallets(accounts: Iterable[Any], rule: WalletRule) -> list[Any]:
    """Of a page of `with_standing`: each with its latest estimate as `told` (queries.told.Told), or None."""
    rows = list(accounts)
    place = Window(RowNumber(), partition_by="account", order_by=[F(name[1:]).desc() for name in _LATEST])
    wanted = Estimate.objects.counting().filter(account__in=[row.pk for row in rows if row.wallet_id])
    found = with_ours(wanted).annotate(place=place).filter(place__lte=2).order_by("account", "place")
    by_account: dict[int, list[Estimate]] = {}
    for estimate in found.prefetch_related(Prefetch("parts", Part.objects.select_related("competitor"))):
        by_account.setdefault(estimate.account_id, []).append(estimate)
    for row in rows:
        told = tell(by_account.get(row.pk, []), rule)
        row.told = told[0][1] if told else None
    return rows


def standing_q(standing: str, rule: WalletRule) -> Q:
    """The condition, on rows of `with_standing`."""
    match Standing(standing):
        case Standing.SMALL:
            return Q(share__lt=rule.small_below)
        case Standing.ROOM:
            return Q(share__gte=rule.small_below, share__lt=rule.leading_from)
        case Standing.LEADING:
            return Q(share__gte=rule.leading_from)
        case Standing.STALE:
            return Q(heard_on__lt=clock.today() - dt.timedelta(days=rule.stale_days))
    return Q(wallet_id=None)


class Summary(NamedTuple):
    """Of all accounts, those whose wallet is estimated; money of these alone, in the base currency."""

    accounts: int
    known: int
    stale: int
    wallet: Decimal
    ours: Decimal

    @property
    def share(self) -> Decimal | None:
        return self.ours / self.wallet if self.wallet else None

    @property
    def left(self) -> Decimal:
        return max(self.wallet - self.ours, Decimal(0))


def summary_of(accounts: QuerySet[Account], rule: WalletRule) -> Summary:
    """Of rows of `with_standing`: one query."""
    found = accounts.order_by().aggregate(
        n=Count("pk"),
        known=Count("wallet_id"),
        stale=Count("pk", filter=standing_q(Standing.STALE, rule)),
        all=Sum("wallet"),
        of_us=Sum("ours"),
    )
    return Summary(found["n"], found["known"], found["stale"], found["all"] or Decimal(0), found["of_us"] or Decimal(0))
