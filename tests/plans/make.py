"""Plans made by their services, as people make them."""

from __future__ import annotations

from typing import Any

from accounts.models import Account
from foundation import clock
from plans import services
from plans.models import AccountPlan, Objective, PlanAction


def plan_of(account: Account, **fields: Any) -> AccountPlan:
    fields = {"year": clock.today().year, "aim": "First source for bearings", **fields}
    return services.plan_create(actor=account.owner, account=account, **fields)


def objective_of(plan: AccountPlan, **fields: Any) -> Objective:
    fields = {"text": "Share of wallet", "baseline": 20, "target": 40, "due_on": clock.today(), **fields}
    return services.objective_add(actor=plan.account.owner, plan=plan, **fields)


def action_of(plan: AccountPlan, **fields: Any) -> PlanAction:
    fields = {"text": "Train their fitters", "due_on": clock.today(), **fields}
    return services.action_add(actor=plan.account.owner, plan=plan, **fields)
