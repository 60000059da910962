"""The board: open opportunities in columns by stage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, QuerySet, Sum, Window
from django.db.models.functions import RowNumber

from pipeline.choices import Status
from pipeline.models import Opportunity, Stage
from pipeline.rules import cents

CARDS = 12
_ORDER = (F("expected_close_on").asc(nulls_last=True), F("amount_base").desc(), F("id").asc())

_ON_A_CARD = ("name", "amount", "currency", "expected_close_on", "version", "stage_id", "account__name", "owner__name")
Judged = Callable[[QuerySet[Opportunity]], QuerySet[Opportunity]]


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
    """`owners` and `teams` are ids: whose the opportunities on it are."""

    columns: list[Column]
    owners: set[int]
    teams: set[int]

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


def board(rows: QuerySet[Opportunity], cards: int = CARDS, *, judged: Judged) -> Board:
    """Open ones of `rows` by stage, those that close soonest first, at most `cards` shown in each: three queries.

    `judged` adds what else a card tells, to those that are shown.
    """
    open_rows = rows.filter(status=Status.OPEN)
    sums = list(_sums(open_rows))
    shown = defaultdict(list)
    for card in judged(_first(open_rows, cards)):
        shown[card.stage_id].append(card)
    columns = [
        _column(stage, [part for part in sums if part["stage"] == stage.pk], shown[stage.pk])
        for stage in Stage.objects.all()
    ]
    return Board(columns, {part["owner"] for part in sums}, {part["team"] for part in sums})


def _sums(rows: QuerySet[Opportunity]) -> QuerySet[Any]:
    """By stage, owner and team."""
    weighted = Sum(F("amount_base") * F("stage__probability") / 100)
    parts = rows.order_by().values("stage", "owner", "team")
    return parts.annotate(count=Count("pk"), worth=Sum("amount_base"), weighted=weighted)


def _first(rows: QuerySet[Opportunity], cards: int) -> QuerySet[Opportunity]:
    """Names are read of those that are shown alone: a join before would read every account's."""
    place = Window(RowNumber(), partition_by=F("stage_id"), order_by=_ORDER)
    shown = rows.order_by().annotate(place=place).filter(place__lte=cards).values("pk")
    found = Opportunity.objects.filter(pk__in=shown).order_by(*_ORDER)
    return found.select_related("account", "owner").only(*_ON_A_CARD)


def _column(stage: Stage, parts: list[dict[str, Any]], cards: list[Opportunity]) -> Column:
    worth, weighted = (sum((part[name] for part in parts), Decimal(0)) for name in ("worth", "weighted"))
    return Column(stage, sum(part["count"] for part in parts), cents(worth), cents(weighted), cards)
