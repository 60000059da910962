"""Why an account stands where it stands (domain §1): inputs, rule, distance, policy version, run, in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Account
from foundation import clock
from foundation.sql import select
from scoring import rules
from scoring.choices import Rule
from scoring.models import ScoringRun, TierDecision, TierPin, TierPolicy
from scoring.queries import words
from scoring.queries.changes import with_last_night
from scoring.queries.nights import night_of, standing_night
from scoring.queries.place import place
from teams.models import Company

READING = Path(__file__).resolve().parent.parent / "reading"


@dataclass(frozen=True)
class Explanation:
    """One decision with everything it was made from. Money is in `currency`, the base currency.

    `pin` is the one that decided; `window` the days the sums run over; sentences are in the reader's language.
    """

    decision: TierDecision
    currency: str
    before: Any = None
    """The decision that stood before, with its last night (queries.changes)."""

    @property
    def run(self) -> ScoringRun:
        return self.decision.night

    @property
    def policy(self) -> TierPolicy:
        policy = self.run.policy
        assert policy, "a night on record has one"  # noqa: S101
        return policy

    @property
    def pin(self) -> TierPin | None:
        return self.decision.pin

    @property
    def is_pinned(self) -> bool:
        return self.decision.rule == Rule.PINNED

    @property
    def computed_name(self) -> str:
        """The tier by the policy alone, in the middle of a sentence."""
        return words.tier_name(self.decision.computed_tier)

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
    def share_above(self) -> str:
        return words.above_of(self.decision, self.policy)

    @property
    def why(self) -> str:
        return words.rule_sentence(self.decision, self.policy, self.currency)

    @property
    def stays(self) -> str:
        return words.stays_sentence(self.decision, self.policy, self.pin)

    @property
    def distances(self) -> list[str]:
        return words.distance_sentences(self.decision, self.policy, self.currency)


STRIP_MONTHS = 24


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
    """What stood in `night` (default: the one that stands; else the last one that judged it); None if none ever did.

    The caller has made sure that the reader may see `account`.
    """
    night = night or standing_night()
    decisions = explained(TierDecision.objects.filter(account=account))
    decision, before = _two(decisions, night) if night else (None, None)
    if decision is None:
        decision = decisions.order_by("-valid_from").first()
        night = night_of(decision) if decision else None
    if decision is None or night is None:
        return None
    place([decision], night, distances=True)
    return Explanation(decision, Company.current().base_currency, before)


def _two(decisions: QuerySet[Any], night: ScoringRun) -> tuple[Any, Any]:
    """The decision that stood in `night`, and the one that had stood until then; one query."""
    date = night.business_date
    latest, earlier = [
        *with_last_night(decisions.filter(valid_from__lte=date)).order_by("-valid_from")[:2],
        None,
        None,
    ][:2]
    if latest is None or (latest.valid_until is not None and latest.valid_until <= date):
        return None, None
    is_next = earlier is not None and earlier.valid_until == latest.valid_from
    return latest, earlier if is_next else None


def explained(decisions: Any) -> Any:
    """The queryset with what an Explanation reads; queries.place adds the rest."""
    return decisions.select_related("pin__created_by", "account")


def tier_history(account: Account) -> list[Stretch]:
    """The account's tiers as stretches of nights, oldest first. The caller has checked that it may be seen."""
    return [Stretch(**row) for row in select(READING / "tier_history.sql", {"account": account.pk})]


def tier_months(history: list[Stretch], today: dt.date) -> list[tuple[dt.date, str]]:
    """The tier at the end of each of the last 24 months, the present one up to today, from the first that knew one."""
    found = []
    for back in reversed(range(STRIP_MONTHS)):
        start = clock.add_months(clock.month_start(today), -back)
        end = min(clock.add_months(start, 1) - clock.DAY, today)
        if known := [stretch.tier for stretch in history if stretch.since <= end]:
            found.append((end, known[-1]))
    return found


def pin_stands() -> Q:
    """The condition under which a pin stands today."""
    return Q(removed_at__isnull=True, expires_on__gte=clock.today())


def pin_of(account: Account) -> TierPin | None:
    """The pin that stands today."""
    pins = TierPin.objects.filter(pin_stands(), account=account)
    return pins.select_related("created_by").first()
