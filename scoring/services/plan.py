"""What a night can go on from: which accounts' sums it must make anew, and where it looks for what stood before."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

from accounts.models import Cadence
from scoring import rules
from scoring.models import AlertRule, Basis, ScoringRun, TierPolicy
from scoring.queries.nights import is_latest
from teams.models import Company, CostRate

ONE_DAY = dt.timedelta(days=1)
FAR = 61
"""Months that fit into the first word of 030_profit.sql."""


@dataclass(frozen=True)
class Plan:
    """`apart`: the night is not the latest, and leaves what is kept alone. `anew`: nothing kept can be gone on from.
    `full`: all accounts' sums are made anew, not only of those touched. `everybody`: published tiers are compared with
    what stands account by account. `rules_changed`: alert rules or cadences did, since the basis."""

    basis: Basis | None
    apart: bool
    anew: bool
    full: bool
    everybody: bool
    rules_changed: bool = False

    @property
    def without(self) -> set[str]:
        """Which conditions the steps' files leave out."""
        left_out = {
            "touched": self.full,
            "carried": self.anew,
            "watched": not self.watches,
            "published": self.apart or self.everybody,
            "latest": self.apart,
            "apart": not self.apart,
        }
        return {word for word, is_left_out in left_out.items() if is_left_out}

    @property
    def watches(self) -> bool:
        """Whether alerts need to be judged only where something happened or a day has come."""
        return not (self.apart or self.anew or self.everybody or self.rules_changed)

    def values(self, date: dt.date, policy: TierPolicy, zone: str) -> dict[str, Any]:
        """What the steps take: the window and, unless all is made anew, the window of the basis."""
        basis = self.basis
        kept = None if self.full or basis is None else _days(basis.run.business_date, basis.window_months)
        now = _days(date, policy.window_months)
        return {
            **now,
            **{f"kept_{name}": kept and kept[name] for name in ("after", "middle")},
            "kept_half": kept and kept["half_before"],
            "kept_until": basis.run.business_date if basis else None,
            "months": _month_starts(now["after"], date)[:121],
            "far": _far(now["after"], date),
            "date": date,
            "month": date.replace(day=1),
            "zone": zone,
            "everybody": self.apart,
            "moved_from": min(basis.run.business_date + ONE_DAY, date) if basis else date,
        }


def plan(run: ScoringRun, policy: TierPolicy, *, full: bool) -> Plan:
    """How the night of `run` is computed under `policy`; `full`: from nothing, whatever is kept."""
    basis = Basis.objects.select_related("run").first()
    if not is_latest(run.business_date):
        return Plan(basis, apart=True, anew=False, full=True, everybody=True)
    if full or basis is None or basis.run.business_date > run.business_date:
        return Plan(None, apart=False, anew=True, full=True, everybody=True)
    stands = basis.run.is_published or basis.run_id == run.pk
    is_other = not _fits(basis, policy)
    changed = _rules_changed_since(basis.run.finished_at)
    return Plan(basis, apart=False, anew=False, full=is_other, everybody=not stands, rules_changed=changed)


def holds(night: ScoringRun, policy: TierPolicy) -> bool:
    """Whether what is kept is of `night`, over the window of `policy`."""
    return Basis.objects.filter(run=night, window_months=policy.window_months).exists()


def keep_basis(run: ScoringRun, policy: TierPolicy) -> None:
    """From now on what is kept is of this night."""
    Basis.objects.all().delete()
    Basis.objects.create(run=run, **_made_from(policy))


def _rules_changed_since(moment: dt.datetime | None) -> bool:
    if moment is None:
        return True
    return any(model.objects.filter(updated_at__gte=moment).exists() for model in (AlertRule, Cadence))


def _fits(basis: Basis, policy: TierPolicy) -> bool:
    return all(getattr(basis, name) == value for name, value in _made_from(policy).items())


def _made_from(policy: TierPolicy) -> dict[str, Any]:
    rates = list(CostRate.objects.order_by("user_id", "valid_from").values_list("user_id", "valid_from", "hourly"))
    return {
        "window_months": policy.window_months,
        "zone": Company.current().timezone,
        "cost_rates": hashlib.md5(repr(rates).encode(), usedforsecurity=False).hexdigest(),
    }


def _days(date: dt.date, months: int) -> dict[str, Any]:
    recent, earlier = rules.halves(date, months)
    return {"after": rules.window(date, months).after, "middle": recent.after, "half_before": earlier.after}


def _month_starts(after: dt.date, until: dt.date) -> list[dt.date]:
    """The first days of the months that begin in the window."""
    months = range(after.year * 12 + after.month, until.year * 12 + until.month)
    return [dt.date(month // 12, month % 12 + 1, 1) for month in months]


def _far(after: dt.date, until: dt.date) -> dt.date | str:
    starts = _month_starts(after, until)
    return starts[FAR - 1] if len(starts) >= FAR else "infinity"
