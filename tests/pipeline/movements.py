"""A movement in plain Python: every opportunity followed from move to move, its holders with it."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from pipeline.filters import MovementFilter
from pipeline.models import Move, Opportunity
from pipeline.queries.movement import GAINS, LINES, LOSSES, Holders, Movement, Span, Subject, movement
from pipeline.queries.then import funnel_then
from pipeline.rules import cents
from pipeline.views.doors import of_goals

Told = dict[str, tuple[Decimal, int]]


def agrees_with_the_moves(span: Span, rows: QuerySet[Opportunity] | None = None) -> None:
    """The identity holds for the whole, every team and every person, and each line is what plain Python makes of it."""
    _agrees(span, Opportunity.objects.live() if rows is None else rows, Holders())


def agrees_in_hands(span: Span, holders: Holders) -> Subject:
    """The same of what some people or teams held; returns the whole of it."""
    return _agrees(span, Opportunity.objects.live(), holders)


def agrees_for(reader: Any, span: Span) -> Subject:
    """What his report says of his own goals is what he, or those whom he leads, held then: whoever holds it now, and
    whether or not he still sees it."""
    asked = of_goals(QueryDict(), reader)
    asked.update({"since": str(span.since), "until": str(span.until)})
    request: Any = SimpleNamespace(user=reader, GET=asked)
    seen = Opportunity.objects.visible_to(reader).live()
    filterset = MovementFilter(asked, queryset=seen, request=request, drawn=False)
    found = movement(filterset.rows_or_400(), filterset.span, filterset.holders)
    _stood_so(filterset, found)
    return _compare(found, span, Opportunity.objects.live(), filterset.holders)


def _stood_so(filterset: MovementFilter, found: Movement) -> None:
    """The funnel of the last day is the end of the movement: of the whole, and of each team and person."""
    then = funnel_then(filterset.rows_or_400(), filterset.span, filterset.holders)
    end = found.total.end
    assert (then.total.count, then.total.amount) == (end.count, end.amount)
    assert sum(line.open.count for line in then.stages) == end.count
    for lines, subjects in ((then.teams, found.teams), (then.owners, found.owners)):
        told = {line.subject.pk: (line.open.count, line.open.amount) for line in lines}
        ends = {each.subject.pk: (each.end.count, each.end.amount) for each in subjects if each.end.count}
        assert told == ends


def _agrees(span: Span, rows: QuerySet[Opportunity], holders: Holders) -> Subject:
    return _compare(movement(rows, span, holders), span, rows, holders)


def _compare(found: Movement, span: Span, rows: QuerySet[Opportunity], holders: Holders) -> Subject:
    steps = _histories(rows)
    asked = (holders.owners, holders.teams)

    def is_asked(holder: Any) -> bool:
        return all(among is None or pk in among for pk, among in zip(holder, asked, strict=True))

    _agree(found.total, _told(steps, span, is_asked))
    for subjects, place in ((found.owners, 0), (found.teams, 1)):
        known = {subject.subject.pk: subject for subject in subjects}
        for pk in {holder[place] for history in steps for _at, _kind, _worth, holder in history}:
            told = _told(steps, span, lambda holder, pk=pk, place=place: holder[place] == pk and is_asked(holder))
            if pk in known:
                _agree(known[pk], told)
            else:
                assert not any(amount or count for amount, count in told.values())
    return found.total


def adds_up(subject: Subject) -> bool:
    """start + gains + losses = end, to the cent."""
    between = sum((subject.lines[name].amount for name in (*GAINS, *LOSSES)), Decimal(0))
    return subject.start.amount + between == subject.end.amount


def _agree(subject: Subject, told: Told) -> None:
    assert adds_up(subject)
    for name in LINES:
        amount, count = told.get(name, (Decimal(0), 0))
        assert abs(subject.lines[name].amount - amount) <= Decimal("0.01"), name
        assert subject.lines[name].count == count, name
    assert subject.end.amount == cents(told.get("end", (Decimal(0), 0))[0])


def _histories(rows: QuerySet[Opportunity]) -> list[list[Any]]:
    """Of each opportunity its (moment, kind, worth afterwards, (owner, team))."""
    found: dict[int, list[Any]] = defaultdict(list)
    for move in Move.objects.filter(opportunity__in=rows).order_by("at", "id"):
        kind = f"{move.kind} by split" if move.cause else move.kind
        step = (move.at, kind, move.base_after, (move.owner_id, move.team_id))
        found[move.opportunity_id].append(step)
    return list(found.values())


def _told(histories: list[list[Any]], span: Span, is_ours: Any) -> Told:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    counts: dict[str, int] = defaultdict(int)

    def add(line: str, amount: Decimal, count: int = 1) -> None:
        sums[line] += amount
        counts[line] += count

    for history in histories:
        has, was = Decimal(0), False
        is_open = False
        began = False
        for at, kind, worth, holder in history:
            if at >= span.end:
                break
            if at >= span.start and not began:
                began = True
                if was:
                    add("start", has)
            is_open = kind not in {"won", "lost"}
            mine = is_open and is_ours(holder)
            if began:
                _between(add, kind, worth, has, was, mine)
            has, was = (worth, True) if mine else (Decimal(0), False)
        if was and not began:
            add("start", has)
        if was:
            add("end", has)
    return {name: (sums[name], counts[name]) for name in sums}


def _between(add: Any, kind: str, worth: Decimal, has: Decimal, was: bool, mine: bool) -> None:
    """The line that a move within the span belongs to, of what was held before (`has`, `was`) and is after."""
    if kind == "opened by split" and mine:
        add("split", worth)
    elif kind == "amount by split" and was:
        add("split", worth - has, 0)
    elif kind == "opened" and mine:
        add("new", worth)
    elif kind == "reopened" and mine:
        add("reopened", worth)
    elif kind in {"won", "lost"} and was:
        add(kind, -has)
    elif kind == "handed" and was != mine:
        add("received" if mine else "given", worth if mine else -has)
    elif kind == "amount" and was and worth != has:
        add("increased" if worth > has else "decreased", worth - has)
