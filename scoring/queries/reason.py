"""Why an account stands where it stands, in one sentence and one query: for pages that tell a lot else."""

from __future__ import annotations

from accounts.models import Account
from foundation.sql import select
from scoring.models import TierDecision, TierPolicy
from scoring.queries.nights import company_now
from scoring.queries.place import READING, share_above
from scoring.queries.words import rule_sentence
from teams.models import Company

OF_THE_POLICY = ("slim_margin", "platinum_share", "platinum_rank", "gold_share", "loyal_months")
OF_THE_DECISION = ("computed_rule", "profit", "revenue", "active_months")


def reason(account: Account) -> str:
    """The sentence; empty where no night has judged the account. The caller has checked that it may be seen."""
    found = select(READING / "reason.sql", {"account": account.pk, "today": company_now().date()})
    if not found:
        return ""
    (row,) = found
    decision = TierDecision(**{name: row[name] for name in OF_THE_DECISION})
    decision.rank, decision.profit_above = row["rank"], share_above(row["above"], row["positive_profit"])
    policy = TierPolicy(**{name: row[name] for name in OF_THE_POLICY})
    return rule_sentence(decision, policy, Company.current().base_currency)
