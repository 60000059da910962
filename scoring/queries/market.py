"""What our market share means beside the key accounts' part of our revenue."""

from __future__ import annotations

from decimal import Decimal

from scoring.choices import Band, Market
from scoring.models import MarketRule, MarketShare


def standing_share(market: str = Market.WHOLE) -> MarketShare | None:
    """Our own share of that market in the latest period on record; of several that end together the longest."""
    return MarketShare.objects.filter(market=market, competitor=None).order_by("-last_day", "first_day").first()


def band(share: Decimal, key: Decimal, rule: MarketRule) -> Band:
    """`share` of the market, `key` accounts' part of our revenue (domain §2). The first that holds:

    healthy: a large share, and key accounts bring more than they should; reasonable: a still larger one, and they bring
    about that; opportunity: a middling share, and they clearly bring more.
    """
    if share >= rule.healthy_from and key > rule.key_share:
        return Band.HEALTHY
    if share >= rule.reasonable_from and key >= rule.key_share - rule.leeway:
        return Band.REASONABLE
    if rule.opportunity_from <= share <= rule.opportunity_to and key >= rule.key_share + rule.leeway:
        return Band.OPPORTUNITY
    return Band.NONE
