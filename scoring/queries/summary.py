"""A night in figures, for the command line and the API."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import QuerySet

from scoring.models import ScoringRun, TierDecision
from scoring.queries.concentration import concentration, is_kept_whole, whole_concentration
from scoring.queries.nights import of_night
from scoring.queries.tiers import tier_rows, whole_tier_rows


def night_summary(run: ScoringRun, decisions: QuerySet[Any] | None = None, *, is_whole: bool = False) -> dict[str, Any]:
    """Counts, sums (strings with two places, base currency) and shares (per cent, two places) of a night.

    `decisions` restricts it to what a reader may see (`is_whole`: that is all of them); without, everything counts that
    the night decided, also of accounts merged away since.
    """
    if (decisions is None or is_whole) and is_kept_whole(run):
        figures, tiers = whole_concentration(run), whole_tier_rows(run)
    else:
        rows = of_night(TierDecision.objects.all() if decisions is None else decisions, run)
        figures, tiers = concentration(rows), tier_rows(rows)
    return {
        "date": run.business_date.isoformat(),
        "policy_version": run.policy.version if run.policy else None,
        "window_months": run.policy.window_months if run.policy else None,
        "published": run.is_published,
        "accounts": sum(row.accounts for row in tiers),
        "rated": figures.accounts,
        "profit": _money(figures.profit),
        "tiers": {row.tier or "unrated": {"accounts": row.accounts, "profit": _money(row.profit)} for row in tiers},
        "top_accounts": figures.top_accounts,
        "top_share": _per_cent(figures.top_share),
        "unprofitable": figures.unprofitable,
        "unprofitable_share": _per_cent(figures.unprofitable_share),
        "losses": _money(figures.losses),
        "peak": _per_cent(figures.peak_share),
        "accounts_for_80_percent": figures.reach_goal,
        "gini": None if figures.gini is None else float(figures.gini),
    }


def _money(amount: Decimal) -> str:
    return str(amount.quantize(Decimal("0.01"), ROUND_HALF_UP))


def _per_cent(share: Decimal | None) -> float | None:
    return None if share is None else float((share * 100).quantize(Decimal("0.01"), ROUND_HALF_UP))
