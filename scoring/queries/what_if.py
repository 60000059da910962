"""What a version of the policy would change: who moves from where to where, and whether that still holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, FilteredRelation, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from scoring.choices import RunState
from scoring.models import KeyMark, ScoringRun, TierPin, TierPolicy, Touched, WhatIf, WhatIfMove
from scoring.queries.concentration import is_kept_whole
from scoring.queries.nights import merged_since, nights, of_night
from scoring.queries.recipe import made_by
from scoring.queries.tiers import ORDER, TierRow, tier_rows, whole_tier_rows


@dataclass(frozen=True)
class Shift:
    """Accounts that go from one tier to another ("" is unrated), their profit, and what we spend on them: visits and
    their minutes. From a tier to the same: those that stay (their visits are not counted)."""

    before: str
    after: str
    accounts: int
    profit: Decimal
    minutes: int
    visits: int = 0

    @property
    def stays(self) -> bool:
        return self.before == self.after

    @property
    def query(self) -> str:
        """As the list of accounts is asked for it."""
        return f"before={self.before or 'unrated'}&after={self.after or 'unrated'}"


@dataclass(frozen=True)
class Outcome:
    """A tier as a version would leave it, and how many accounts more or fewer than now."""

    tier: str
    accounts: int
    profit: Decimal
    minutes: int
    change: int


def what_if_of(policy: TierPolicy) -> WhatIf | None:
    """The newest, be it judged or on its way."""
    return WhatIf.objects.filter(policy=policy).select_related("policy", "run__policy", "requested_by").first()


def stale_because(what_if: WhatIf, night: ScoringRun | None) -> list[str]:
    """Why it no longer tells what the run after `night`, the one that stands, would decide; empty while it does."""
    since = what_if.judged_at
    if since is None or night is None:
        return []
    zone, rates = made_by()
    reasons = {
        _("a later night has been computed"): night.pk != what_if.run_id,
        _("the night was computed again"): night.pk == what_if.run_id and (night.finished_at or since) > since,
        _("the draft was changed"): what_if.policy.changed_at > since,
        _("a tier was pinned or a pin removed"): TierPin.objects.filter(_touched("created_at", "removed_at", since)),
        _("hourly rates were changed"): bool(what_if.cost_rates) and what_if.cost_rates != rates,
        _("the company's time zone was changed"): bool(what_if.zone) and what_if.zone != zone,
        _("an account was marked"): any(what_if.policy.weights.values())
        and KeyMark.objects.filter(_touched("set_at", "ended_at", since)),
    }
    return [said for said, holds in reasons.items() if (holds.exists() if isinstance(holds, QuerySet) else holds)]


def came_since(what_if: WhatIf, night: ScoringRun | None) -> bool:
    """Whether something came since the night that stands (an entry, a visit, a complaint, a correction): it is in no
    sum of that night, so that only the next one counts it, however often the version is judged."""
    return night is not None and what_if.run_id == night.pk and Touched.objects.exists()


def rates_nobody(night: ScoringRun | None) -> bool:
    """Whether later nights than the one that stands found no entry in their window: the next one will not, either."""
    return night is not None and nights().filter(business_date__gt=night.business_date).exists()


def is_on_its_way(what_if: WhatIf | None) -> bool:
    return what_if is not None and what_if.state in (RunState.QUEUED, RunState.RUNNING)


def tiers_now(night: ScoringRun, decisions: QuerySet[Any], *, is_whole: bool) -> list[TierRow]:
    """The night's tiers over `decisions`, those that the reader may see; `is_whole`: all of them."""
    return whole_tier_rows(night) if is_whole and is_kept_whole(night) else tier_rows(of_night(decisions, night))


def out_of_sight(night: ScoringRun | None, seen: int) -> int:
    """How many accounts of the night there are beside those `seen`: the policy of the whole company judges them."""
    if night is None:
        return 0
    return max(0, night.accounts - merged_since(night).count() - seen)


def shifts(what_if: WhatIf, moves: QuerySet[WhatIfMove]) -> list[Shift]:
    """Of `moves`, those that the reader may see; the most accounts first."""
    sums = {"accounts": Count("id"), **{name: Sum(name) for name in ("profit", "minutes", "visits")}}
    rows = moves.filter(what_if=what_if).order_by().values("before", "after").annotate(**sums)
    return [Shift(**row) for row in rows.order_by("-accounts", "before", "after")]


def matrix(tiers: Sequence[TierRow], moving: Sequence[Shift]) -> list[tuple[str, list[Shift]]]:
    """For each tier now a row: who goes to which tier, platinum first; on the diagonal who stays."""
    found = {(shift.before, shift.after): shift for shift in moving}
    now = {row.tier: row for row in tiers}
    for tier, row in now.items():
        gone = [shift for shift in moving if shift.before == tier]
        found[tier, tier] = Shift(
            tier,
            tier,
            row.accounts - sum(shift.accounts for shift in gone),
            row.profit - sum(shift.profit for shift in gone),
            row.minutes - sum(shift.minutes for shift in gone),
        )
    nobody = Decimal(0)
    return [
        (before, [found.get((before, after), Shift(before, after, 0, nobody, 0)) for after in ORDER])
        for before in ORDER
    ]


def outcome(tiers: Sequence[TierRow], moving: Sequence[Shift]) -> list[Outcome]:
    """The tiers as they would be."""
    rows = matrix(tiers, moving)
    now = {row.tier: row.accounts for row in tiers}
    found = []
    for place, tier in enumerate(ORDER):
        into = [cells[place] for _before, cells in rows]
        accounts = sum(cell.accounts for cell in into)
        profit = sum((cell.profit for cell in into), Decimal(0))
        found.append(Outcome(tier, accounts, profit, sum(cell.minutes for cell in into), accounts - now.get(tier, 0)))
    return found


def with_outcome(decisions: QuerySet[Any], what_if: WhatIf | None) -> QuerySet[Any]:
    """The decisions of the night that it was judged on, each with `after`, what would become of it; of those that move
    (`move` is not null) also `rule_then`, `visits` and `profit_then`. Highest profit first; none if nothing is judged.
    """
    told = {
        "after": Coalesce(F("move__after"), F("tier")),
        "rule_then": F("move__rule"),
        "visits": F("move__visits"),
        "profit_then": F("move__profit_then"),
    }
    is_judged = what_if is not None and what_if.judged_at is not None
    rows = of_night(decisions, what_if.run) if what_if and is_judged else decisions.none()
    rows = rows.annotate(move=_move(what_if)).annotate(**told)
    return rows.order_by("-order_profit", "account_id")


def disagreeing(decisions: QuerySet[Any], night: ScoringRun, first: WhatIf, second: WhatIf) -> QuerySet[Any]:
    """The decisions of `night` of which two versions would make something else: `first_after` and `second_after`."""
    rows = of_night(decisions, night)
    for name, what_if in (("first", first), ("second", second)):
        joined = rows.annotate(**{f"{name}_move": _move(what_if)})
        rows = joined.annotate(**{f"{name}_after": Coalesce(F(f"{name}_move__after"), F("tier"))})
    moved = WhatIfMove.objects.filter(what_if__in=[first, second]).values("account_id")
    apart = rows.filter(account_id__in=moved).exclude(first_after=F("second_after"))
    return apart.order_by("-order_profit", "account_id")


def sums_of(rows: QuerySet[Any]) -> dict[str, Any]:
    """accounts, profit, minutes and visits of rows `with_outcome`."""
    sums = {f"sum_{name}": Sum(name) for name in ("profit", "minutes", "visits")}
    found = rows.order_by().aggregate(accounts=Count("id"), **sums)
    return {name.removeprefix("sum_"): value or 0 for name, value in found.items()}


def _move(what_if: WhatIf | None) -> FilteredRelation:
    known = what_if.pk if what_if else None
    return FilteredRelation("account__what_if_moves", condition=Q(account__what_if_moves__what_if=known or 0))


def _touched(begun: str, ended: str, since: Any) -> Q:
    return Q(**{f"{begun}__gt": since}) | Q(**{f"{ended}__gt": since})
