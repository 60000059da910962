"""Why an account stands where it stands (domain §1): inputs, rule, distance, policy version, run, in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db.models import Sum
from django.db.models.functions import Coalesce

from accounts.models import Account
from foundation import clock
from foundation.sql import select
from scoring import rules
from scoring.models import ScoringRun, TierDecision, TierPin, TierPolicy
from scoring.queries import words
from scoring.queries.nights import nights, standing_night
from teams.models import Company

READING = Path(__file__).resolve().parent.parent / "reading"


@dataclass(frozen=True)
class Explanation:
    """One decision with everything it was made from. Money is in `currency`, the base currency.

    `pin` is the one that decided; `window` the days the sums run over; sentences are in the reader's language.
    """

    decision: TierDecision
    currency: str

    @property
    def run(self) -> ScoringRun:
        return self.decision.run

    @property
    def policy(self) -> TierPolicy:
        return self.decision.policy

    @property
    def pin(self) -> TierPin | None:
        return self.decision.pin

    @property
    def window(self) -> rules.Window:
        return rules.window(self.decision.business_date, self.policy.window_months)

    @property
    def first_day(self) -> dt.date:
        """The first day of the window."""
        return self.window.after + dt.timedelta(days=1)

    @property
    def margin(self) -> Decimal | None:
        """Profit as a share of revenue; None without revenue."""
        return self.decision.profit / self.decision.revenue if self.decision.revenue else None

    @property
    def platinum_ranks(self) -> int:
        """The last rank that is within the top share of the rated accounts."""
        limit = self.policy.platinum_rank * self.run.rated
        return int(limit) + (limit != int(limit))

    @property
    def why(self) -> str:
        return words.rule_sentence(self.decision, self.policy, self.currency)

    @property
    def stays(self) -> str:
        return words.stays_sentence(self.decision, self.policy, self.pin)

    @property
    def distances(self) -> list[str]:
        return words.distance_sentences(self.decision, self.policy, self.currency)


@dataclass(frozen=True)
class Stretch:
    """Nights in a row in which an account kept its tier ("" is unrated); `profit` is that of the last one."""

    since: dt.date
    until: dt.date
    tier: str
    rule: str
    profit: Decimal
    nights: int


def explain(account: Account, night: ScoringRun | None = None) -> Explanation | None:
    """The decision of `night` (default: the one that stands; else the account's latest); None if never decided on.

    The caller has made sure that the reader may see `account`.
    """
    night = night or standing_night()
    decisions = explained(TierDecision.objects.filter(account=account))
    decision = decisions.filter(run=night).first() or decisions.filter(business_date__in=_dates()).first()
    return Explanation(decision, Company.current().base_currency) if decision else None


def explained(decisions: Any) -> Any:
    """The queryset with what an Explanation reads."""
    return decisions.select_related("run", "policy", "pin__created_by", "account")


def profit_above(decision: TierDecision) -> Decimal | None:
    """The exact profit of all accounts ranked above, for who may see all of them; None for an unrated account."""
    if decision.rank is None:
        return None
    above = TierDecision.objects.filter(business_date=decision.business_date, rank__lt=decision.rank)
    return above.aggregate(sum=Coalesce(Sum("profit"), Decimal(0)))["sum"]


def tier_history(account: Account) -> list[Stretch]:
    """The account's tiers as stretches of nights, oldest first. The caller has checked that it may be seen."""
    return [Stretch(**row) for row in select(READING / "tier_history.sql", {"account": account.pk})]


def pin_of(account: Account) -> TierPin | None:
    """The pin that stands today."""
    pins = TierPin.objects.filter(account=account, removed_at__isnull=True, expires_on__gte=clock.today())
    return pins.select_related("created_by").first()


def _dates() -> Any:
    return nights().values("business_date")
