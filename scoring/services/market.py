"""What our market looks like, and by what it is judged."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from foundation.columns import differences, save_edit
from foundation.errors import RuleBroken
from foundation.locks import wait_for_lock
from journal.services import changes_of, record
from pipeline.models import Competitor
from scoring import rules
from scoring.choices import Market
from scoring.models import MarketRule, MarketShare
from teams.models import User
from teams.rules import only_leads

WHOLE = Decimal(1)


@transaction.atomic
def market_share_set(
    *, actor: User, period: str, market: str, share: Decimal, competitor: Competitor | None = None, source: str = ""
) -> MarketShare:
    """What part of a market somebody (no competitor: we) had in a period. Set again, it is replaced. Leads only.

    RuleBroken for what is no period, no share, or more than is left of that market.
    """
    only_leads(actor)
    named = period.strip().upper()
    first, last = rules.period(named)
    if market not in Market.values:
        raise RuleBroken(_("There is no such market."), field="market")
    if not (share.is_finite() and 0 <= share <= WHOLE):
        raise RuleBroken(_("A share lies between 0 and 1."), field="share")
    wait_for_lock("scoring.market")
    of_period = MarketShare.objects.filter(period=named, market=market)
    known = of_period.filter(competitor=competitor).first()
    others = of_period.exclude(pk=known.pk) if known else of_period
    taken = others.aggregate(sum=Sum("share"))["sum"] or Decimal(0)
    if taken + share > WHOLE:
        raise RuleBroken(_("With the others of that period this is more than the whole market."), field="share")
    row, _made = MarketShare.objects.update_or_create(
        period=named,
        market=market,
        competitor=competitor,
        defaults={"first_day": first, "last_day": last, "share": share, "source": source},
    )
    _tell(actor, "market_share.set", row, known.share if known else None, share)
    return row


@transaction.atomic
def market_share_remove(row: MarketShare, *, actor: User) -> None:
    """Takes a record back. Leads only."""
    only_leads(actor)
    _tell(actor, "market_share.removed", row, row.share, None)
    row.delete()


@transaction.atomic
def market_rule_update(rule: MarketRule, *, actor: User, version: int, **fields: Any) -> MarketRule:
    """Changes by what shares are judged.

    Forbidden for who does not lead; RuleBroken for shares that contradict each other; StaleEdit if `version` is old.
    """
    only_leads(actor)
    changes = differences(rule, fields)
    if not changes:
        return rule
    wanted = {field.name: getattr(rule, field.name) for field in rule._meta.fields} | changes
    if wanted["opportunity_to"] < wanted["opportunity_from"]:
        raise RuleBroken(_("This must not lie below where it begins."), field="opportunity_to")
    told = changes_of(rule, changes)
    rule = save_edit(rule, version, changes)
    record(actor=actor, verb="market_rule.updated", subject=rule, changes=told)
    return rule


def _tell(actor: User, verb: str, row: MarketShare, before: Decimal | None, after: Decimal | None) -> None:
    changes = {
        "period": row.period,
        "market": row.market,
        "competitor": row.competitor and row.competitor.name,
        "share": [before, after],
    }
    record(actor=actor, verb=verb, subject=row, changes=changes)
