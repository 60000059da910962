"""The history that another system kept: its rows are the moves, and what was never open moves no open funnel."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from pipeline.models import Opportunity
from pipeline.queries.movement import Span, largest_moves, movement
from pipeline.queries.movement.rows import moves_behind, opportunities_behind
from pipeline.queries.movement.span import Holders
from pipeline.services import (
    Entry,
    Past,
    history_import,
    opportunity_assign,
    opportunity_import,
    opportunity_reopen,
    progress_recount,
)
from tests.cast import Cast
from tests.pipeline.make import competitor, move, split, stage
from tests.pipeline.movements import agrees_with_the_moves

MARCH = Span(dt.date(2026, 3, 1), dt.date(2026, 3, 31))


def at(day: int) -> dt.datetime:
    return dt.datetime(2026, 3, day, 12, tzinfo=dt.UTC)


def came(account: Any, **told: Any) -> Opportunity:
    """An opportunity of 100 as another system told it, without its history."""
    past = Past(name="Mill", amount=Decimal(100), owner=account.owner, account=account, **told)
    (pk,) = opportunity_import(actor=account.owner, rows=[past]).created
    return Opportunity.objects.get(pk=pk)


@pytest.fixture
def tell(cast: Cast, account: Any) -> Any:
    """Tells the history of a new opportunity of 100; returns it."""

    def told(*entries: Entry) -> Opportunity:
        row = came(account)
        history_import(actor=cast.manager, told=[(row, entries)])
        agrees_with_the_moves(MARCH)
        assert progress_recount() == 0
        return Opportunity.objects.get(pk=row.pk)

    return told


def kinds(row: Opportunity) -> list[tuple[str, bool]]:
    return [(move.kind, move.from_stage_id is not None) for move in row.moves.order_by("at", "id")]


def test_what_is_won_when_first_heard_of_was_never_opened(tell: Any) -> None:
    row = tell(Entry(at(3), outcome="won"))
    assert kinds(row) == [("won", False)]
    assert (row.status, row.closed_on, row.left_stages) == ("won", dt.date(2026, 3, 3), [])


def test_what_turned_from_won_to_lost_is_one_move_with_its_new_amount(tell: Any) -> None:
    row = tell(Entry(at(3), outcome="won"), Entry(at(9), outcome="lost", amount=Decimal(70)))
    assert kinds(row) == [("won", False), ("lost", False)]
    last = row.moves.last()
    assert (last.amount_before, last.amount_after, last.days) == (70, 70, None)


def test_what_was_open_in_between_is_told_stage_by_stage(tell: Any) -> None:
    row = tell(
        Entry(at(3), stage("leads")), Entry(at(5), outcome="won"), Entry(at(9), stage("upside")),
        Entry(at(11), outcome="lost"),
    )  # fmt: skip
    assert kinds(row) == [("opened", False), ("won", True), ("reopened", False), ("lost", True)]


def test_what_was_never_open_is_in_no_line_and_no_list_of_moves(tell: Any) -> None:
    row = tell(Entry(at(3), outcome="won"), Entry(at(9), outcome="lost"))
    rows = Opportunity.objects.all()
    assert movement(rows, MARCH).total.is_empty
    assert not moves_behind(rows, "won", MARCH, Holders())
    assert not largest_moves(rows, MARCH, Holders())
    assert row.moves.count() == 2


def test_once_reopened_it_is_open_for_its_amount(cast: Cast, tell: Any) -> None:
    row = tell(Entry(at(3), outcome="won"))
    opportunity_reopen(row, actor=cast.manager, version=row.version, note="Came back")
    today = row.moves.last().at.date()
    now = Span(today, today + dt.timedelta(days=1))
    agrees_with_the_moves(now)
    [there] = opportunities_behind(Opportunity.objects.all(), "end", now, Holders())
    assert there.change == 100


def test_why_it_was_lost_stays_when_its_history_comes(cast: Cast, account: Any) -> None:
    rival = competitor("Norvik")
    row = came(account, status="lost", close_reason="price", close_note="Too dear", closed_on=dt.date(2026, 3, 9))
    Opportunity.objects.filter(pk=row.pk).update(lost_to=rival)
    row.refresh_from_db()
    history_import(actor=cast.manager, told=[(row, [Entry(at(3), stage("leads")), Entry(at(9), outcome="lost")])])
    row.refresh_from_db()
    assert (row.close_reason, row.close_note, row.lost_to) == ("price", "Too dear", rival)
    last = row.moves.latest("at")
    assert (last.kind, last.reason, last.note) == ("lost", "price", "Too dear")


def test_nothing_of_a_loss_is_left_where_the_history_says_otherwise(cast: Cast, account: Any) -> None:
    row = came(account, status="lost", close_reason="price", close_note="Too dear", closed_on=dt.date(2026, 3, 9))
    history_import(actor=cast.manager, told=[(row, [Entry(at(3), stage("leads")), Entry(at(9), outcome="won")])])
    row.refresh_from_db()
    assert (row.status, row.close_reason, row.close_note, row.lost_to) == ("won", "unsaid", "", None)


@pytest.mark.parametrize("how", ["moved", "handed", "split"])
def test_what_happened_here_is_not_replaced(how: str, cast: Cast, account: Any) -> None:
    row = came(account)
    match how:
        case "moved":
            move(row, "upside", actor=cast.manager)
        case "handed":
            opportunity_assign(row, actor=cast.manager, version=row.version, owner=cast.manager)
        case "split":
            split(row, "60", "40", actor=cast.manager)
    row = Opportunity.objects.get(pk=row.pk)
    before = kinds(row)
    changed, kept = history_import(actor=cast.manager, told=[(row, [Entry(at(3), stage("upside"))])])
    assert (changed, kept, kinds(row)) == (set(), {row.pk}, before)
