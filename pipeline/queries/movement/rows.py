"""The rows behind each line of a movement."""

from __future__ import annotations

from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DecimalField,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Abs, Coalesce
from django.db.models.lookups import Exact

from pipeline.choices import MoveCause, MoveKind, Status
from pipeline.models import Move, Opportunity, Stage

from .span import SEEN, UNSEEN, Holders, Span, concerned

_WORTH: Any = DecimalField(max_digits=30, decimal_places=8)
_ENTERING = Q(kind__in=[MoveKind.OPENED, MoveKind.REOPENED, MoveKind.HANDED])
_LEAVING = Q(kind__in=[MoveKind.WON, MoveKind.LOST])
_FROM_OPEN = Q(from_stage__isnull=False)
"""Of those that are won or lost: what another system decided without its having been open is in no line."""
_SPLIT = Q(cause=MoveCause.SPLIT)
_KINDS = {
    "new": Q(kind=MoveKind.OPENED) & ~_SPLIT,
    "reopened": Q(kind=MoveKind.REOPENED),
    "won": Q(kind=MoveKind.WON) & _FROM_OPEN,
    "lost": Q(kind=MoveKind.LOST) & _FROM_OPEN,
    "received": Q(kind=MoveKind.HANDED),
    "given": Q(kind=MoveKind.HANDED),
    "split": _SPLIT,
    "increased": ~_ENTERING & ~_LEAVING & ~_SPLIT & Q(base_after__gt=F("base_before")),
    "decreased": ~_ENTERING & ~_LEAVING & ~_SPLIT & Q(base_after__lt=F("base_before")),
}


def moves_behind(rows: QuerySet[Opportunity], line: str, span: Span, holders: Holders) -> QuerySet[Move]:
    """The moves of a line between start and end, each with its `change` in the base currency, the latest first."""
    moves = _between(holders.among(rows), span).filter(_KINDS[line])
    here, there = holders.held(rows), holders.held(rows, "from_")
    if line in {"given", "received"}:
        side, other = (there, here) if line == "given" else (here, there)
        # Without holders both sides are among them, and nothing came or went.
        moves = moves.filter(side).exclude(other) if here else moves.none()
    else:
        moves = moves.filter(here)
    joined = moves.select_related("opportunity", "opportunity__account", "owner", "team", "from_owner", "from_team")
    return joined.annotate(change=_change(line), is_seen=_is_seen(rows, holders, "opportunity")).order_by("-at", "-id")


def once_count(rows: QuerySet[Opportunity], span: Span, holders: Holders) -> int | None:
    """How many opportunities that the reader no longer sees have a part in the movement; None where none may have."""
    if holders.once is None:
        return None
    had = Move.objects.filter(holders.held(rows), at__lt=span.end).order_by().values("opportunity")
    gave = Move.objects.filter(holders.held(rows, "from_"), kind=MoveKind.HANDED, at__gte=span.start)
    return holders.once.rows.filter(pk__in=had).filter(pk__in=gave.order_by().values("opportunity")).count()


def moves_between(rows: QuerySet[Opportunity], span: Span, holders: Holders) -> QuerySet[Move]:
    """Every move of `rows` between start and end that `holders` had on either side of it."""
    return _between(rows, span).filter(holders.had() | holders.had("from_"))


def largest_moves(rows: QuerySet[Opportunity], span: Span, holders: Holders) -> QuerySet[Move]:
    """The moves of `rows` in all lines but handovers and splits, with their `line`, `change` and its `size`: largest
    first. They are named, so what the reader no longer sees is not among them."""
    lines = {name: condition for name, condition in _KINDS.items() if name not in {"received", "given", "split"}}
    named = Case(*(When(condition, then=Value(name)) for name, condition in lines.items()), output_field=CharField())
    moves = _between(rows, span).filter(holders.had())
    moves = moves.annotate(line=named, change=_worth_of(), size=Abs(_worth_of()))
    joined = moves.exclude(line=None).select_related("opportunity", "opportunity__account", "owner")
    return joined.order_by("-size", "-id")


def opportunities_behind(
    rows: QuerySet[Opportunity], line: str, span: Span, holders: Holders, stood: Stage | None = None
) -> QuerySet[Opportunity]:
    """What was open at the start, at the end, each with its `change`: what it was worth then. The largest first.
    `stood`: those in that stage then. `is_seen`: whether the reader still sees it, so that it may be named."""
    until = span.start if line == "start" else span.end
    before, once = Q(moves__at__lt=until), holders.once
    found: QuerySet[Any] = holders.among(rows).annotate(is_seen=_is_seen(rows, holders, "pk"))
    plus = before & holders.had("moves__")
    minus = before & Q(moves__kind=MoveKind.HANDED) & holders.had("moves__from_")
    if once:
        plus &= Q(is_seen=True) | once.had("moves__")
        minus &= Q(is_seen=True) | once.had("moves__from_")
    gains = Sum(_worth_of("moves__"), filter=plus)
    losses = Sum("moves__base_after", filter=minus)
    entries = Count("moves", filter=plus & Q(moves__kind__in=[MoveKind.OPENED, MoveKind.REOPENED, MoveKind.HANDED]))
    closing = Q(moves__kind__in=[Status.WON, Status.LOST], moves__from_stage__isnull=False)
    exits = Count("moves", filter=plus & closing)
    given = Count("moves", filter=minus)
    zero = Value(0, output_field=_WORTH)
    found = concerned(found, span).annotate(
        change=Coalesce(gains, zero) - Coalesce(losses, zero), is_there=entries - exits - given
    )
    found = found.filter(is_there__gt=0)
    if stood:
        last = Move.objects.filter(opportunity=OuterRef("pk"), at__lt=until).order_by("-at", "-id")
        found = found.filter(Exact(Subquery(last.values("to_stage")[:1]), stood.pk))
    return found.select_related("account", "owner", "team", "stage").order_by("-change", "-id")


def _is_seen(rows: QuerySet[Opportunity], holders: Holders, key: str) -> Any:
    if holders.once is None:
        return SEEN
    return Case(When(**{f"{key}__in": rows.order_by().values("pk")}, then=SEEN), default=UNSEEN)


def _between(rows: QuerySet[Opportunity], span: Span) -> QuerySet[Move]:
    moves = Move.objects.filter(opportunity__in=rows.order_by().values("pk"))
    return moves.filter(at__gte=span.start, at__lt=span.end)


def _worth_of(path: str = "") -> Case:
    """What a move changes for whoever holds the opportunity after it."""
    after, before = F(f"{path}base_after"), F(f"{path}base_before")
    kind = f"{path}kind__in"
    return Case(
        When(**{kind: [MoveKind.OPENED, MoveKind.REOPENED, MoveKind.HANDED]}, then=after),
        When(**{kind: [MoveKind.WON, MoveKind.LOST], f"{path}from_stage": None}, then=Value(0, output_field=_WORTH)),
        When(**{kind: [MoveKind.WON, MoveKind.LOST]}, then=-before),
        default=after - before,
        output_field=_WORTH,
    )


def _change(line: str) -> Any:
    return -F("base_after") if line == "given" else _worth_of()
