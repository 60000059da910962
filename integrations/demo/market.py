"""What the market looks like: our share year by year, and who has the rest."""

from __future__ import annotations

from decimal import Decimal

from pipeline.models import Competitor
from scoring.choices import Market
from scoring.models import MarketShare
from scoring.rules import period

from .stage import Scene

OURS = ((Decimal("0.29"), Decimal("0.36")), (Decimal("0.31"), Decimal("0.38")), (Decimal("0.34"), Decimal("0.41")))
"""Of the whole and of the key-account market in the last three years that are over, the earliest first."""
THEIRS = (Decimal("0.22"), Decimal("0.14"))
SOURCE = "行业协会年报"


def make_market_shares(scene: Scene) -> None:
    rivals = list(Competitor.objects.order_by("pk")[: len(THEIRS)])
    rows = []
    for place, (whole, key) in enumerate(OURS):
        named = str(scene.today.year - len(OURS) + place)
        first, last = period(named)
        days = {"period": named, "first_day": first, "last_day": last, "source": SOURCE}
        rows.append(MarketShare(market=Market.WHOLE, share=whole, **days))
        rows.append(MarketShare(market=Market.KEY, share=key, **days))
        rows += [
            MarketShare(market=Market.WHOLE, competitor=rival, share=share, **days)
            for rival, share in zip(rivals, THEIRS, strict=False)
        ]
    MarketShare.objects.bulk_create(rows)
