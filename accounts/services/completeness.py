"""Judging how complete and fresh records are, all of them or one; saying that one is right; the rule."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import completeness
from accounts.models import Account, Completeness, CompletenessPoint, CompletenessRule
from accounts.models.completeness import MOST, TIERS
from accounts.queries.visit import company_day
from foundation.errors import RuleBroken, StaleEdit
from foundation.locks import wait_for_lock
from foundation.sql import run_step
from journal.services import record
from teams.models import Company, User
from teams.rules import only_leads

from .facts import lock_account, recompute

SQL: Final = Path(__file__).parent.parent / "sql"
LONGEST = 3650


class Asked(NamedTuple):
    """What a point counts, after how many days it is out of date, and which tiers are asked for it (none: all)."""

    weight: int
    days: int | None
    tiers: tuple[str, ...]


def records_judge() -> None:
    """Every record, by the present rule and as of today."""
    _judge(None)


def record_judge(account_id: int) -> None:
    """One record: called with each write that bears on it."""
    _judge(account_id)


def visits_bear(account_id: int, contact_ids: Collection[int]) -> None:
    """A visit was written, and the caller holds the account's lock: what it carries of its visits is made anew, and its
    record judged where that is something else now. Nothing else of a visit bears on a record."""
    if recompute([account_id], contact_ids):
        record_judge(account_id)


def completeness_rows_make() -> None:
    """A row for every account: for who loaded accounts without their triggers."""
    run_step(SQL / "completeness_rows.sql", {})
    records_judge()


def _judge(account_id: int | None) -> None:
    values = {"today": company_day(timezone.now()), "zone": Company.current().timezone, "account": account_id}
    without = ["one"] if account_id is None else []
    run_step(SQL / "completeness.sql", values, without=without, parts={"points": completeness.sources()})


@transaction.atomic
def record_looked_over(account: Account, *, actor: User) -> Completeness:
    """Somebody read the facts of this account and found them right: they are fresh as of today."""
    account = lock_account(account.pk)
    if account.is_archived:
        raise RuleBroken(_("This account is archived."))
    row: Completeness = Completeness.objects.select_for_update().get(account=account)
    today = company_day(timezone.now())
    if row.checked_on != today:
        told = {"checked_on": [row.checked_on, today]}
        Completeness.objects.filter(pk=row.pk).update(checked_on=today)
        record(actor=actor, verb="account.looked_over", subject=account, account_id=account.pk, changes=told)
        row.refresh_from_db()
    return row


@transaction.atomic
def completeness_rule_change(
    current: CompletenessRule,
    *,
    actor: User,
    reason: str,
    points: Mapping[str, Asked],
    stale_share: int,
    tier_weights: Mapping[str, int],
) -> CompletenessRule:
    """A new version of the rule; every record is judged by it soon after.

    Forbidden for those who do not lead; RuleBroken without a reason, for unknown points or tiers and for weights out of
    bounds; StaleEdit where `current` is no longer the latest version.
    """
    only_leads(actor)
    wait_for_lock("accounts.completeness")
    latest = CompletenessRule.current()
    if latest != current:
        raise StaleEdit(latest)
    _refuse_bad(points, stale_share, tier_weights, reason)
    before, after = _told(latest), _as_told(points, stale_share, tier_weights)
    if before == after:
        return latest
    made = CompletenessRule.objects.create(
        version=latest.version + 1, created_by=actor, reason=reason, stale_share=stale_share,
        **{tier or "unrated": weight for tier, weight in tier_weights.items()},
    )  # fmt: skip
    CompletenessPoint.objects.bulk_create(
        CompletenessPoint(rule=made, key=key, weight=asked.weight, days=asked.days, tiers=list(asked.tiers))
        for key, asked in points.items()
    )
    changes: dict[str, Any] = {name: [before.get(name), new] for name, new in after.items() if before.get(name) != new}
    changes |= {"version": [latest.version, made.version], "reason": reason}
    record(actor=actor, verb="completenessrule.changed", subject=made, changes=changes)
    return made


def _refuse_bad(points: Mapping[str, Asked], stale_share: int, tier_weights: Mapping[str, int], reason: str) -> None:
    if not reason.strip():
        raise RuleBroken(_("Say why."), field="reason")
    if not 0 <= stale_share <= 100:
        raise RuleBroken(_("From 0 to 100."), field="stale_share")
    known = {point.key: point for point in completeness.points()}
    if set(points) != set(known) or set(tier_weights) != set(TIERS):
        raise RuleBroken(_("Every point and every tier, and no others."), field="points")
    if not all(0 <= weight <= MOST for weight in tier_weights.values()) or not any(tier_weights.values()):
        raise RuleBroken(_("From 0 to 10, and not all of them 0."), field="points")
    for key, asked in points.items():
        if not 0 <= asked.weight <= MOST:
            raise RuleBroken(_("From 0 to 10."), field=f"weight_{key}")
        if asked.days is not None and not (known[key].ages and 1 <= asked.days <= LONGEST):
            raise RuleBroken(_("From 1 to 3650 days, and only for what ages."), field=f"days_{key}")
        if not set(asked.tiers) <= set(TIERS):
            raise RuleBroken(_("No such tier."), field=f"tiers_{key}")


def _told(rule: CompletenessRule) -> dict[str, Any]:
    points = {row.key: Asked(row.weight, row.days, tuple(row.tiers)) for row in rule.points.all()}
    return _as_told(points, rule.stale_share, {tier: rule.weight_of(tier) for tier in TIERS})


def _as_told(points: Mapping[str, Asked], stale_share: int, tier_weights: Mapping[str, int]) -> dict[str, Any]:
    """As it stands in the history: one value a name."""
    told: dict[str, Any] = {"stale_share": stale_share}
    told |= {tier or "unrated": weight for tier, weight in tier_weights.items()}
    return told | {key: [asked.weight, asked.days, sorted(asked.tiers)] for key, asked in points.items()}
