"""The board: open opportunities in columns by stage."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, QuerySet, Sum, Window
from django.db.models.functions import RowNumber

from pipeline.choices import Status
from pipeline.models import Opportunity, Stage
from pipeline.rules import cents

CARDS = 30
_ORDER = (F("expected_close_on").asc(nulls_last=True), F("amount_base").desc(), F("id").asc())

_ON_A_CARD = ("name", "amount", "currency", "expected_close_on", "version", "stage_id", "account__name", "owner__name")


@dataclass(frozen=True)
class Column:
    """A stage with its figures over all rows (base currency, two places) and the first cards of them."""

    stage: Stage
    count: int
    amount: Decimal
    weighted: Decimal
    cards: list[Opportunity]

    @property
    def more(self) -> int:
        """How many cards are not shown."""
        return self.count - len(self.cards)


@dataclass(frozen=True)
class Board:
    columns: list[Column]

    @property
    def count(self) -> int:
        return sum(column.count for column in self.columns)

    @property
    def amount(self) -> Decimal:
        return sum((column.amount for column in self.columns), Decimal(0))

    @property
    def weighted(self) -> Decimal:
        """The weighted forecast: Σ amount × probability."""
        return sum((column.weighted for column in self.columns), Decimal(0))


def board(rows: QuerySet[Opportunity], cards: int = CARDS) -> Board:
    """Open ones of `rows` by stage, those that close soonest first, at most `cards` shown in each: three queries."""
    open_rows = rows.filter(status=Status.OPEN)
    sums = {row["stage"]: row for row in _sums(open_rows)}
    shown = defaultdict(list)
    for card in _first(open_rows, cards):
        shown[card.stage_id].append(card)
    return Board([_column(stage, sums.get(stage.pk, {}), shown[stage.pk]) for stage in Stage.objects.all()])


def _sums(rows: QuerySet[Opportunity]) -> QuerySet:
    weighted = Sum(F("amount_base") * F("stage__probability") / 100)
    return rows.order_by().values("stage").annotate(count=Count("pk"), worth=Sum("amount_base"), weighted=weighted)


def _first(rows: QuerySet[Opportunity], cards: int) -> QuerySet[Opportunity]:
    place = Window(RowNumber(), partition_by=F("stage_id"), order_by=_ORDER)
    found = rows.annotate(place=place).filter(place__lte=cards).order_by("place")
    return found.select_related("account", "owner").only(*_ON_A_CARD)


def _column(stage: Stage, sums: dict, cards: list[Opportunity]) -> Column:
    return Column(stage, sums.get("count", 0), cents(sums.get("worth")), cents(sums.get("weighted")), cards)
