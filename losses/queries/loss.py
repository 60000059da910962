"""Losses as lists and the account page tell them."""

from __future__ import annotations

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Case, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import JSONObject

from accounts.models import Account
from losses.choices import LossState
from losses.models import Loss, WinBack


def with_loss(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """Brings the number of the review by which an account is lost, as `loss_id`."""
    lost = Loss.objects.filter(account=OuterRef("pk"), state=LossState.LOST).order_by()
    return accounts.annotate(loss_id=Subquery(lost.values("pk")[:1]))


def for_list(losses: QuerySet[Loss]) -> QuerySet[Loss]:
    """With what a list shows, also the newest win-back plan as `win_back` (state, expected, currency); what is lost
    still stands first."""
    plans = WinBack.objects.filter(loss=OuterRef("pk")).order_by("-id")
    told = JSONObject(state="state", expected="expected", currency="currency")
    rows = losses.annotate(win_back=Subquery(plans.values(told=told)[:1]))
    is_over = Case(When(state=LossState.LOST, then=0), default=1)
    return rows.select_related("account__owner", "reason", "competitor").order_by(is_over, "-lost_on", "-id")


def with_further(losses: QuerySet[Loss]) -> QuerySet[Loss]:
    """Brings the texts of the further reasons as one line, parted by semicolons, as `further`."""
    reasons = Loss.also.through.objects.filter(loss=OuterRef("pk")).order_by().values("loss")
    texts = StringAgg("lossreason__text", "; ", order_by="lossreason__position")
    return losses.annotate(further=Subquery(reasons.values(said=texts)))


def counted(losses: QuerySet[Loss]) -> QuerySet[Loss]:
    """Those that count: not the ones that were marked by mistake."""
    return losses.exclude(state=LossState.WITHDRAWN)
