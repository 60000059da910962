"""The churn model's word about every account, in SQL; and the rule it is asked by. Fitting it is `scoring.churn`."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.columns import differences, save_edit
from foundation.errors import RuleBroken
from foundation.locks import MANY_ACCOUNTS, wait_for_lock
from foundation.sql import run_step
from journal.services import changes_of, record
from scoring.choices import Cause
from scoring.models import ChurnFit, ChurnRule
from scoring.queries.nights import last_closed_day, nights
from scoring.risk import Bands
from scoring.services.night import NIGHT, SETTLE
from teams.models import Company, User
from teams.rules import only_leads

LEAVING = NIGHT.parent / "leaving"
PREDICT = ["010_orders", "020_predict", "030_record", "040_forget"]
WEEK = 7.0


def churn_publish(fit: ChurnFit) -> int:
    """Predicts every active account by `fit`, publishes the risks, opens and resolves alerts; returns how many.

    A fit without numbers takes all numbers back. The caller holds the night's lock and a transaction.
    """
    values = _values(fit)
    predicted = 0
    if fit.has_numbers:
        values |= _formula(fit)
        predicted = [_step(name, values) for name in PREDICT][1]
    else:
        _step("045_silence", values)
    _step("055_no_causes", values)
    _step("060_causes", values)
    wait_for_lock(MANY_ACCOUNTS)
    for name in SETTLE:
        run_step(NIGHT / f"{name}.sql", values, without={"watched", "unpublished"})
    _step("070_publish", values)
    return predicted


@transaction.atomic
def churn_rule_update(rule: ChurnRule, *, actor: User, version: int, **fields: Any) -> ChurnRule:
    """Changes horizon_days, min_accounts, sample_size or stale_days, by which the next night asks, or watch_from and
    high_from, by which every page reads from now on.

    Forbidden for who does not lead; RuleBroken outside the ranges; StaleEdit if `version` is old.
    """
    only_leads(actor)
    changes = differences(rule, fields)
    if not changes:
        return rule
    for name, value in changes.items():
        _within(name, value)
    _check_bands(Bands(**{name: changes.get(name, getattr(rule, name)) for name in ("watch_from", "high_from")}))
    told = changes_of(rule, changes)
    rule = save_edit(rule, version, changes)
    record(actor=actor, verb="churn_rule.updated", subject=rule, changes=told)
    return rule


def _check_bands(bands: Bands) -> None:
    if not bands.watch_from < bands.high_from:
        raise RuleBroken(_("An account is watched before its risk is high."), field="watch_from")


def _within(name: str, value: int | Decimal) -> None:
    field: Any = ChurnRule._meta.get_field(name)
    least, most = (check.limit_value for check in field.validators[:2])
    if not least <= value <= most:
        if isinstance(value, Decimal):
            raise RuleBroken(_("A risk from 1 to 100 %."), field=name)
        raise RuleBroken(_("A number from %(least)d to %(most)d.") % {"least": least, "most": most}, field=name)


def _step(name: str, values: dict[str, Any]) -> int:
    return run_step(LEAVING / f"{name}.sql", values).rows


def _values(fit: ChurnFit) -> dict[str, Any]:
    night = nights().filter(business_date__lte=fit.as_of).values_list("business_date", flat=True).first()
    return {
        "date": fit.as_of,
        "due_from": max(fit.as_of, last_closed_day()),
        "fit": fit.pk,
        "horizon": fit.horizon_days,
        "zone": Company.current().timezone,
        "night": night,
        "account": None,
        "causes": [Cause.CHURN],
    }


def _formula(fit: ChurnFit) -> dict[str, Any]:
    names = ("r", "alpha", "a", "b", "has_dropout", "intercept")
    # A weight of next to nothing is nothing: PostgreSQL refuses a product that is less than a double can carry.
    weights = [round(weight, 12) for weight in fit.parameters["weights"]]
    told = zip(("odds", "silent", "ordered", "order_value", "overdue"), weights, strict=True)
    return {**{name: fit.parameters[name] for name in names}, **dict(told), "weeks": fit.horizon_days / WEEK}
