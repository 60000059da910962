"""Won and lost against whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet, Sum

from pipeline.choices import Status
from pipeline.models import Competitor, Opportunity, Rival
from pipeline.rules import cents, share_of


@dataclass(frozen=True)
class Against:
    """A competitor: deals with him that are open, that we won, that we lost, and of these the ones lost to him."""

    competitor: Competitor
    open: int
    won: int
    lost: int
    lost_to: int
    won_amount: Decimal
    lost_amount: Decimal

    @property
    def decided(self) -> int:
        return self.won + self.lost

    @property
    def win_rate(self) -> Decimal | None:
        """won ÷ decided, 0–1; None where nothing is decided."""
        return share_of(self.won, self.decided)


def against_whom(rows: QuerySet[Opportunity]) -> list[Against]:
    """Each competitor in `rows` (archived ones are left out by the caller), those met most often first: two queries.

    A deal with two competitors counts with each of them, so the lines do not add up to all deals.
    """
    is_won, is_lost = Q(opportunity__status=Status.WON), Q(opportunity__status=Status.LOST)
    told = (
        Rival.objects.filter(opportunity__in=rows.order_by().values("pk"))
        .order_by()
        .values("competitor")
        .annotate(
            open=Count("pk", filter=Q(opportunity__status=Status.OPEN)),
            won=Count("pk", filter=is_won),
            lost=Count("pk", filter=is_lost),
            lost_to=Count("pk", filter=is_lost & Q(opportunity__lost_to=F("competitor"))),
            won_amount=Sum("opportunity__amount_base", filter=is_won),
            lost_amount=Sum("opportunity__amount_base", filter=is_lost),
        )
    )
    found = {row.pop("competitor"): row for row in told}
    names = Competitor.objects.in_bulk(found)
    lines = [
        Against(names[pk], **{**row, **{name: cents(row[name]) for name in ("won_amount", "lost_amount")}})
        for pk, row in found.items()
    ]
    return sorted(lines, key=lambda line: (-line.decided, -line.open, str(line.competitor)))


def decided_with_a_rival(lines: Sequence[Against], rows: QuerySet[Opportunity]) -> int:
    """How many decided deals of `rows` name a competitor."""
    decided = rows.exclude(status=Status.OPEN).filter(rivals__isnull=False)
    return decided.order_by().values("pk").distinct().count() if lines else 0
