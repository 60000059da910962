"""What is missing where: the gaps of one record with the place that fills each, of many by team and by point."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.db.models import Case, Count, F, Func, IntegerField, Q, QuerySet, Sum, Value, When
from django.urls import reverse

from accounts import completeness
from accounts.choices import ContactRoleKind, Tier
from accounts.models import Account, Completeness, CompletenessPoint, CompletenessRule, Contact
from accounts.models.completeness import TIERS

LOW: Final = 60
"""Below this many percent a platinum or gold record is spoken of."""
VERSIONS_SHOWN: Final = 20


@dataclass(frozen=True)
class Gap:
    """A point that one record lacks, or that is out of date; `gain`: the share of the record that filling it brings."""

    point: completeness.Point
    is_stale: bool
    gain: Decimal
    days: int | None
    url: str


class TeamLine(NamedTuple):
    """The records of a team's own accounts; `score`: their mean, each counted by what its tier weighs."""

    team_id: int
    name: str
    accounts: int
    score: Decimal
    low: int


class GapLine(NamedTuple):
    """How many records lack a point, and which share of them that is."""

    key: str
    name: Any
    accounts: int
    share: float


class Summary(NamedTuple):
    """`low`: platinum and gold records below LOW percent."""

    accounts: int
    score: Decimal | None
    key_accounts: int
    low: int
    teams: list[TeamLine]
    gaps: list[GapLine]
    low_share: Decimal = Decimal(LOW) / 100


def with_account(rows: QuerySet[Completeness]) -> QuerySet[Completeness]:
    """Of accounts that are there, the least complete first, with what a row of the list shows."""
    rows = rows.filter(account__archived_at=None, account__merged_into=None)
    return rows.select_related("account__owner", "account__team").order_by("score", "id")


def rule_versions() -> list[CompletenessRule]:
    """The latest ones, each with who made it."""
    return list(CompletenessRule.objects.select_related("created_by")[:VERSIONS_SHOWN])


def rule_version(version: int) -> CompletenessRule:
    """One that is not there is like none of those that are."""
    return CompletenessRule.objects.filter(version=version).first() or CompletenessRule()


def names_of(keys: list[str]) -> list[Any]:
    """Of points that are still asked for."""
    return [point.name for key in keys if (point := completeness.point(key))]


def gaps_of(account: Account, kept: Completeness, rule: CompletenessRule) -> list[Gap]:
    """The weightiest first, each with the page that fills it: two queries."""
    asked = [row for row in rule.points.all() if row.weight and (not row.tiers or account.tier in row.tiers)]
    whole = sum(row.weight for row in asked)
    order = {key: place for place, key in enumerate(kept.gaps)}
    gaps = sorted((row for row in asked if row.key in order), key=lambda row: (-row.weight, order[row.key]))
    person = _first_person(account)
    return [
        Gap(point, row.key in kept.stale, _gain(row, whole, rule, row.key in kept.stale), row.days,
            _place(point.page, account, person))
        for row in gaps
        if (point := completeness.point(row.key))
    ]  # fmt: skip


def summary_of(rows: QuerySet[Completeness], rule: CompletenessRule) -> Summary:
    """Of the records the reader sees: three queries at any number."""
    rows = rows.order_by()
    weight = _weight(rule)
    is_key = Q(account__tier__in=(Tier.PLATINUM, Tier.GOLD))
    totals: dict[str, Any] = {
        "n": Count("pk"), "keys": Count("pk", filter=is_key), "low": Count("pk", filter=is_key & Q(score__lt=LOW)),
        "counted": Sum(weight * F("score")), "whole": Sum(weight),
    }  # fmt: skip
    whole = rows.aggregate(**totals)
    by_team = rows.values("account__team", "account__team__name").annotate(**totals)
    lines = [
        TeamLine(row["account__team"], row["account__team__name"], row["n"], score, row["low"])
        for row in by_team
        if (score := _mean(row)) is not None
    ]
    lines.sort(key=lambda line: (-line.score, line.name))
    return Summary(whole["n"], _mean(whole), whole["keys"], whole["low"], lines, _gaps(rows, whole["n"]))


def _gaps(rows: QuerySet[Completeness], whole: int) -> list[GapLine]:
    lacking = Func(Func(F("missing"), F("stale"), function="array_cat"), function="unnest")
    counts = rows.annotate(gap=lacking).values_list("gap").annotate(n=Count("pk")).order_by("-n", "gap")
    return [GapLine(key, point.name, n, n / whole) for key, n in counts if (point := completeness.point(key))]


def _weight(rule: CompletenessRule) -> Case:
    cases = [When(account__tier=tier, then=Value(rule.weight_of(tier))) for tier in TIERS]
    return Case(*cases, default=Value(0), output_field=IntegerField())


def _mean(row: dict[str, Any]) -> Decimal | None:
    """A share of 1."""
    return Decimal(row["counted"]) / row["whole"] / 100 if row["whole"] else None


def _gain(row: CompletenessPoint, whole: int, rule: CompletenessRule, is_stale: bool) -> Decimal:
    return Decimal(row.weight) / whole * (1 - rule.stale_part if is_stale else 1)


def _first_person(account: Account) -> int | None:
    """Who decides, else whoever is known there."""
    people = Contact.objects.filter(account=account, archived_at=None)
    decides = Count("roles", filter=Q(roles__role=ContactRoleKind.DECISION_MAKER))
    return people.annotate(decides=decides).order_by("-decides", "pk").values_list("pk", flat=True).first()


def _place(page: str, account: Account, person: int | None) -> str:
    """See completeness.Point."""
    name, _hash, field = page.partition("#")
    name, asks, _account = name.partition("?")
    anchor = f"#{field}" if field else ""
    if asks:
        return f"{reverse(name)}?account={account.pk}{anchor}"
    if name == "person":
        return (
            reverse("contact_edit", args=[person]) if person else reverse("contact_new", args=[account.pk])
        ) + anchor
    return reverse(name, args=[account.pk]) + anchor
