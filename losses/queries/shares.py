"""Why we lose customers, beside the reference."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, DecimalField, ExpressionWrapper, F, Q, QuerySet, Sum

from losses.choices import LossState, WinBackState
from losses.models import Loss, LossReason, WinBack

from .loss import counted


@dataclass(frozen=True)
class ReasonShare:
    """`n` losses of which it was the main reason; `also` where it was a further one."""

    reason: LossReason
    n: int
    also: int
    total: int

    @property
    def share(self) -> Decimal | None:
        """None while nobody was lost: a share of nothing says nothing."""
        return Decimal(self.n) / self.total if self.total else None


@dataclass(frozen=True)
class Shares:
    """Of some losses: how many, how many of them came back, what running win-back plans expect in base currency a
    year, and each reason's part."""

    total: int
    won_back: int
    running: int
    expected: Decimal
    reasons: list[ReasonShare]

    @property
    def top(self) -> ReasonShare | None:
        return max((row for row in self.reasons if row.n), key=lambda row: row.n, default=None)


def shares_of(losses: QuerySet[Loss]) -> Shares:
    """Of these losses; those marked by mistake count for nothing."""
    losses = counted(losses).order_by()
    found = losses.aggregate(total=Count("pk"), won_back=Count("pk", filter=Q(state=LossState.WON_BACK)))
    mine = dict(losses.values_list("reason").annotate(n=Count("pk")))
    also = dict(
        Loss.also.through.objects.filter(loss__in=losses.values("pk")).values_list("lossreason").annotate(n=Count("pk"))
    )
    in_base = ExpressionWrapper(F("expected") * F("rate"), DecimalField(max_digits=30, decimal_places=2))
    plans = WinBack.objects.filter(loss__in=losses.values("pk"), state=WinBackState.RUNNING).order_by()
    hoped = plans.aggregate(running=Count("pk"), expected=Sum(in_base))
    reasons = [
        ReasonShare(reason, mine.get(reason.pk, 0), also.get(reason.pk, 0), found["total"])
        for reason in LossReason.objects.order_by("position")
        if reason.is_offered or reason.pk in mine or reason.pk in also
    ]
    return Shares(found["total"], found["won_back"], hoped["running"], hoped["expected"] or Decimal(0), reasons)
