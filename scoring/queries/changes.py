"""What changed about an account since the decision before, sum by sum."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from foundation.figures import DASH, exact
from scoring.models import TierDecision
from scoring.queries.nights import nights
from scoring.queries.words import exact_money, tier_name


@dataclass(frozen=True)
class Change:
    """A figure before and now, in words; `difference` where it can be told."""

    label: Any
    before: str
    now: str
    difference: str


@dataclass(frozen=True)
class Since:
    """The last night of the decision before, and what differs from it."""

    night: dt.date
    changes: list[Change]


def with_last_night(decisions: QuerySet[Any]) -> QuerySet[Any]:
    """The decisions; those that ended with `night_date`, their last night, and the `version` of its policy."""
    night = nights().filter(business_date__lt=OuterRef("valid_until")).order_by("-business_date")
    told = {"night_date": night.values("business_date")[:1], "version": night.values("policy__version")[:1]}
    return decisions.annotate(**{name: Subquery(rows) for name, rows in told.items()})


def decision_before(decision: TierDecision) -> Any:
    """The one that stood until `decision` did, with its last night; None for an account's first."""
    rows = TierDecision.objects.filter(account=decision.account_id, valid_until=decision.valid_from)
    return with_last_night(rows).first()


def changes_of(decision: TierDecision, before: Any, currency: str) -> Since | None:
    """None where nothing came before, or no night of it is on record."""
    if before is None or before.night_date is None:
        return None
    version = decision.night.policy.version if decision.night.policy else None
    found = [_money(name, label, before, decision, currency) for name, label in MONEY]
    found += [_whole(name, label, before, decision) for name, label in WHOLE]
    found += [_said(label, tell(before), tell(decision)) for label, tell in SAID]
    found += [_said(_("Policy version"), _number(before.version), _number(version))]
    return Since(before.night_date, [change for change in found if change.before != change.now])


MONEY = [
    ("revenue", _("Revenue")),
    ("cost", _("Direct cost")),
    ("cost_to_serve", _("Cost to serve")),
    ("profit", _("Profit")),
]
WHOLE = [
    ("entries", _("Entries in the window")),
    ("active_months", _("Active months")),
    ("minutes", _("Visit minutes")),
]
SAID: list[tuple[Any, Callable[[TierDecision], str]]] = [
    (_("Tier"), lambda row: tier_name(row.tier)),
    (_("Decided by"), lambda row: str(row.get_rule_display())),
]


def _money(name: str, label: Any, before: TierDecision, now: TierDecision, currency: str) -> Change:
    old, new = getattr(before, name), getattr(now, name)
    sign = "+" if new > old else ""
    return Change(
        label, exact_money(old, currency), exact_money(new, currency), sign + exact_money(new - old, currency)
    )


def _whole(name: str, label: Any, before: TierDecision, now: TierDecision) -> Change:
    old, new = getattr(before, name), getattr(now, name)
    return Change(label, _number(old), _number(new), ("+" if new > old else "") + exact(Decimal(new - old)))


def _number(value: int | None) -> str:
    return DASH if value is None else exact(Decimal(value))


def _said(label: Any, before: str, now: str) -> Change:
    return Change(label, before, now, "")
