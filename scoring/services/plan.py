"""What a night can go on from: which accounts' sums it must make anew, and where it looks for what stood before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from accounts.models import Cadence
from scoring import rules
from scoring.models import AlertRule, Basis, Moved, ScoringRun, Shard, TierPolicy
from scoring.queries.nights import is_latest, nights
from scoring.queries.recipe import made_by
from scoring.queries.shards import Ids, ranges
from surveys.models import SurveyRule

ONE_DAY = dt.timedelta(days=1)
WORD = 61
"""Months that fit into one of the two words of 030_profit.sql."""

BOUNDARIES = ("platinum", "gold")
MOVED_BY_BUFFER = tuple(f"{name}_{lean}" for name in BOUNDARIES for lean in ("wide", "narrow"))
ALL_BOUNDARIES = (*BOUNDARIES, *MOVED_BY_BUFFER)


class Recipe(NamedTuple):
    """What sums are made by, beside the rows: the window, the zone its days are of, a digest of the cost rates.

    Read once, before the first step: what changes while a night runs then differs from what is kept, and the next one
    makes the sums anew.
    """

    window_months: int
    zone: str
    cost_rates: str

    @classmethod
    def now(cls, policy: TierPolicy) -> Recipe:
        return cls(policy.window_months, *made_by())

    @classmethod
    def of(cls, shard: Shard) -> Recipe:
        return cls(shard.window_months, shard.zone, shard.cost_rates)


@dataclass(frozen=True)
class Span:
    """Accounts whose sums are made by the same statements: those of `ids` (None: all). `kept` says of what night their
    kept sums are (None: there are none that could be gone on from); `fits`: they were made by the same recipe."""

    ids: Ids | None
    kept: Shard | None
    fits: bool

    @property
    def without(self) -> set[str]:
        """Which conditions the steps' files leave out."""
        left_out = {"touched": not self.fits, "carried": self.kept is None, "shard": self.ids is None}
        return {word for word, is_left_out in left_out.items() if is_left_out}

    def values(self) -> dict[str, Any]:
        """The ids, the date of what is kept and, unless all of it is made anew, its window."""
        kept = self.kept and _days(self.kept.business_date, self.kept.window_months)
        days = kept if self.fits and kept else {}
        return {
            **{f"kept_{name}": days.get(name) for name in ("after", "middle")},
            "kept_half": days.get("half_before"),
            "kept_until": self.kept and self.kept.business_date,
            "first": self.ids and self.ids.first,
            "last": self.ids and self.ids.last,
        }


EVERYTHING = Span(None, None, fits=False)
"""All accounts, from nothing."""


@dataclass(frozen=True)
class Plan:
    """`recipe`: what its sums are made by. `apart`: the night is not the latest, and leaves what is kept alone.
    `anew`: sums were made from nothing. `everybody`: published tiers are compared with what stands account by account.
    `rules_changed`: alert rules, cadences or the rule of surveys did, since `decided`, the date of the last night that
    decided.
    `like` was the night before, or this one; `goes_on`: what is kept tells what moved since it was ranked.
    `passed`: the boundaries of that night, where only whom they passed since may stand on another line of the policy;
    `again`: it was this very night, so that of those it decided only who was touched since may be decided otherwise."""

    recipe: Recipe
    spans: list[Span]
    apart: bool
    anew: bool
    everybody: bool
    decided: dt.date | None = None
    like: ScoringRun | None = None
    goes_on: bool = False
    rules_changed: bool = False
    passed: dict[str, Decimal] | None = None
    again: bool = False

    @property
    def without(self) -> set[str]:
        """Which conditions the files of the steps after the sums leave out."""
        left_out = {
            "carried": self.anew or self.apart,
            "watched": not self.watches,
            "news": self.everybody and not self.apart,
            "all": self.apart or not self.everybody,
            "between": self.passed is None,
            "afresh": self.again,
            "again": not self.again,
            "movers": True,
        }
        return {word for word, is_left_out in left_out.items() if is_left_out}

    @property
    def watches(self) -> bool:
        """Whether alerts need to be judged only where something happened or a day has come."""
        return not (self.apart or self.anew or self.everybody or self.rules_changed or self.decided is None)

    def values(self, date: dt.date) -> dict[str, Any]:
        """What the steps after the sums take, beside `window_values`."""
        return {
            "apart": self.apart,
            "kept_until": self.decided,
            "moved_from": min(self.decided + ONE_DAY, date) if self.decided else dt.date.min,
        }

    def between(self, boundaries: dict[str, Any]) -> dict[str, list[Any]]:
        """From where to where each boundary passed, going by where it is now."""
        now = [boundaries[f"{name}_profit"] for name in ALL_BOUNDARIES]
        before = [self.passed[name] for name in ALL_BOUNDARIES] if self.passed else now
        return {
            "passed_from": list(map(min, before, now)),
            "passed_to": list(map(max, before, now)),
            "by_buffer": [name in MOVED_BY_BUFFER for name in ALL_BOUNDARIES],
        }


def window_values(date: dt.date, policy: TierPolicy, zone: str) -> dict[str, Any]:
    """The days that all steps count from."""
    now = _days(date, policy.window_months)
    return {
        **now,
        **_month_bits(now["after"], date, policy.window_months),
        "date": date,
        "month": date.replace(day=1),
        "zone": zone,
    }


def plan(run: ScoringRun, policy: TierPolicy, *, full: bool) -> Plan:
    """How the night of `run` is computed under `policy`; `full`: from nothing, whatever is kept."""
    date, recipe = run.business_date, Recipe.now(policy)
    basis = Basis.objects.select_related("run").first()
    decided = basis.run.business_date if basis else None
    like = nights().filter(business_date__lte=date).first()
    if not is_latest(date):
        return Plan(recipe, [EVERYTHING], apart=True, anew=True, everybody=True, decided=decided, like=like)
    # Not where a clock went wrong: a night it ran ahead to is on record, and what is kept is of another one.
    is_astray = basis is not None and basis.run != like
    spans = [EVERYTHING] if full or is_astray else spans_of(date, recipe)
    anew = any(span.kept is None for span in spans) or Shard.objects.filter(is_anew=True).exists()
    everybody = anew or basis is None or not basis.run.is_published
    passed = None if everybody or basis is None else boundaries_kept(basis.run, policy)
    return Plan(
        recipe,
        spans,
        apart=False,
        anew=anew,
        everybody=everybody,
        decided=decided,
        like=like,
        goes_on=not anew and basis is not None and basis.run == like and "tiers" in (like.figures or {}),
        rules_changed=_rules_changed_since(basis.run.judged_as_of if basis else None),
        passed=passed,
        again=passed is not None and decided == date,
    )


def boundaries_to_keep(values: dict[str, Any], policy: TierPolicy) -> dict[str, str]:
    """What `boundaries_kept` reads, as JSON takes it, of the values of `ranking.boundaries`."""
    return {name: str(values[f"{name}_profit"]) for name in ALL_BOUNDARIES} | {"policy": str(policy.pk)}


def boundaries_kept(run: ScoringRun, policy: TierPolicy) -> dict[str, Decimal] | None:
    """Those of a night judged by the same version; None where it also counts what passes by itself: months since the
    first order, the marks of key accounts."""
    kept = (run.figures or {}).get("boundaries", {})
    if kept.get("policy") != str(policy.pk) or policy.min_months or any(policy.weights.values()):
        return None
    return {name: Decimal(kept[name]) for name in ALL_BOUNDARIES} if kept.keys() >= {*ALL_BOUNDARIES} else None


def spans_of(date: dt.date, recipe: Recipe) -> list[Span]:
    """All accounts, in one span where all their sums are of the same night."""
    spans = [span_of(ids, date, recipe) for ids in ranges()]
    if len({span.kept and (span.kept.business_date, Recipe.of(span.kept)) for span in spans}) == 1:
        return [Span(None, spans[0].kept, fits=spans[0].fits)]
    return spans


def span_of(ids: Ids, date: dt.date, recipe: Recipe) -> Span:
    """The accounts of one range; what is kept of a later night can't be gone on from."""
    kept = Shard.objects.filter(first=ids.first, last=ids.last, business_date__lte=date).first()
    return Span(ids, kept, fits=kept is not None and Recipe.of(kept) == recipe)


def are_ready(ids: Ids, date: dt.date, recipe: Recipe) -> bool:
    """Whether the sums of a range have been brought up to the night already."""
    span = span_of(ids, date, recipe)
    return span.fits and span.kept is not None and span.kept.business_date == date


def keep_sums(ids: Ids, date: dt.date, recipe: Recipe, *, is_anew: bool) -> None:
    """From now on the sums of that range are of this night."""
    Shard(first=ids.first, last=ids.last, business_date=date, is_anew=is_anew, **recipe._asdict()).save()


def keep_basis(run: ScoringRun, recipe: Recipe) -> None:
    """From now on all that is kept is of this night."""
    Shard.objects.all().delete()
    Moved.objects.all().delete()
    for ids in ranges():
        keep_sums(ids, run.business_date, recipe, is_anew=False)
    Basis.objects.all().delete()
    Basis.objects.create(run=run)


def _rules_changed_since(moment: dt.datetime | None) -> bool:
    """Since the last night began: what changed while it ran may have come too late for it."""
    if moment is None:
        return True
    return any(model.objects.filter(updated_at__gte=moment).exists() for model in (AlertRule, Cadence, SurveyRule))


def _days(date: dt.date, months: int) -> dict[str, Any]:
    recent, earlier = rules.halves(date, months)
    return {"after": rules.window(date, months).after, "middle": recent.after, "half_before": earlier.after}


def _month_bits(after: dt.date, until: dt.date, count: int) -> dict[str, list[int]]:
    """Of each day of the window of `count` months the bit of its calendar month, in the first word or in the second.

    Of the month in which it begins and ends, count months apart, it has two ends that are one month together.
    """
    days = [after + ONE_DAY * n for n in range(1, (until - after).days + 1)]
    months = [(day.year * 12 + day.month) % count for day in days]
    near, far = ([1 << month - least if 0 <= month - least < WORD else 0 for month in months] for least in (0, WORD))
    return {"near_months": near, "far_months": far if any(far) else []}
