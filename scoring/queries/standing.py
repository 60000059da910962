"""Where an account stands and why, in one line and one query: for pages that tell a lot else."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from accounts.models import Account
from foundation.sql import select
from scoring.models import TierDecision, TierPolicy
from scoring.queries.nights import company_now
from scoring.queries.place import READING, share_above
from scoring.queries.sight import cut_share
from scoring.queries.words import rule_sentence
from teams.models import Company
from teams.visibility import sees_everything

OF_THE_POLICY = (
    *("slim_margin", "platinum_share", "platinum_rank", "gold_share", "loyal_months", "window_months"),
    *("min_months", "lift_score"),
)
OF_THE_DECISION = ("computed_rule", "computed_tier", "profit", "revenue", "active_months")


@dataclass(frozen=True)
class Standing:
    """What the night that stands says. `rank` of `rated` accounts, None for an unrated one; `profit` in `currency`."""

    why: str
    profit: Decimal
    currency: str
    rank: int | None
    rated: int
    window_months: int


def standing(account: Account, reader: Any) -> Standing | None:
    """None where no night has judged the account. The caller has checked that it may be seen.

    Not by `scored_at`: this is the night that last changed what is published, its figures may be months old.
    """
    found = select(READING / "standing.sql", {"account": account.pk, "today": company_now().date()})
    if not found:
        return None
    (row,) = found
    decision = TierDecision(**{name: row[name] for name in OF_THE_DECISION})
    decision.rank, decision.profit_above = row["rank"], share_above(row["above"], row["positive_profit"])
    policy = TierPolicy(**{name: row[name] for name in OF_THE_POLICY})
    if not sees_everything(reader):
        decision.is_rounded, decision.profit_above = True, cut_share(decision.profit_above, policy)
    currency = Company.current().base_currency
    why = rule_sentence(decision, policy, currency)
    return Standing(why, decision.profit, currency, row["rank"], row["rated"], policy.window_months)
