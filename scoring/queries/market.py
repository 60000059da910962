"""What our market share means beside the key accounts' part of our revenue."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foundation import figures
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


def lacking(share: Decimal, key: Decimal, rule: MarketRule) -> str:
    """Outside all bands: what the nearest one asks for. Empty inside one."""
    if band(share, key, rule) != Band.NONE:
        return ""
    if share < rule.opportunity_from:
        return _("“opportunity” begins at %(share)s of the market") % {"share": _percent(rule.opportunity_from)}
    if share >= rule.healthy_from:
        return _("“healthy” wants more than %(key)s from key accounts") % {"key": _percent(rule.key_share)}
    if share <= rule.opportunity_to:
        return _("“opportunity” wants %(key)s or more from key accounts") % {
            "key": _percent(rule.key_share + rule.leeway)
        }
    return _("“healthy” begins at %(share)s of the market") % {"share": _percent(rule.healthy_from)}


def market_beside(key: Decimal | None) -> dict[str, Any]:
    """Our share of the market, and what it means beside key accounts' part of our revenue (None: not defined)."""
    ours, rule = standing_share(), MarketRule.current()
    if ours is None or key is None:
        return {"ours": ours, "band": None, "rule": rule, "lacks": ""}
    return {"ours": ours, "band": band(ours.share, key, rule), "rule": rule, "lacks": lacking(ours.share, key, rule)}


def _percent(value: Decimal) -> str:
    return figures.percent(value, 0, get_language() or "en")
