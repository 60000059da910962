"""Losses made by their services, as people make them."""

from __future__ import annotations

from typing import Any

from accounts.models import Account
from foundation import clock
from losses import services
from losses.models import Loss, LossReason, WinBack, WinBackStep


def loss_of(account: Account, **fields: Any) -> Loss:
    reason = LossReason.objects.order_by("position")[0]
    fields = {"lost_on": clock.today(), "reason": reason, "learned": "Call them more often", **fields}
    return services.loss_record(actor=account.owner, account=account, **fields)


def win_back_of(loss: Loss, **fields: Any) -> WinBack:
    return services.win_back_plan(actor=loss.account.owner, loss=loss, **{"aim": "A better price", **fields})


def step_of(plan: WinBack, **fields: Any) -> WinBackStep:
    fields = {"text": "Call their buyer", "due_on": clock.today(), **fields}
    return services.win_back_step_add(actor=plan.loss.account.owner, win_back=plan, **fields)
