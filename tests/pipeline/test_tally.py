"""The funnel of everything is kept by a tally: at any moment it is what the opportunities themselves say."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import F, Sum
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from foundation import clock
from foundation.clock import add_months
from pipeline.models import Move, Opportunity, Tally
from pipeline.rules import mean_of, median_of
from pipeline.services import opportunity_archive, opportunity_reopen, progress_recount, tally_fold, tally_recount
from pipeline.services.history import rewriting
from tests.pipeline.make import DAY, close, move, opportunity, split
from tests.pipeline.tallies import agrees_with_the_rows

COLUMNS = (
    "grain", "stage", "status", "expected_close_on", "closed_on", "owner", "team", "left_stages", "passed_stages",
    "tenths", "n", "amount",
)  # fmt: skip


def stays() -> int:
    return Tally.objects.filter(grain="stay").aggregate(n=Sum("n"))["n"] or 0


def summands() -> list[str]:
    return sorted(map(str, Tally.objects.values_list(*COLUMNS)))


def test_of_nothing_it_is_empty(cast):
    agrees_with_the_rows()
    assert not Tally.objects.exists()


def test_whatever_happens_to_one(account):
    row = move(opportunity(account, amount="100.10"), "upside")
    agrees_with_the_rows()
    row = close(row, "lost")
    agrees_with_the_rows()
    row = opportunity_reopen(row, actor=account.owner, version=row.version)
    agrees_with_the_rows()
    split(row, "60.10", "40")
    agrees_with_the_rows()


def test_an_archived_one_takes_its_stays_along(account):
    row = close(move(opportunity(account), "upside"), "won")
    assert stays() == 2
    opportunity_archive(row, actor=account.owner, version=row.version)
    assert stays() == 0
    agrees_with_the_rows()


def test_a_deleted_one_leaves_nothing(account):
    row = close(move(opportunity(account), "upside"), "won")
    row.delete()
    assert tally_fold() == 0
    assert not Tally.objects.exists()


def test_sql_by_hand_counts_too(company):
    rewriting()
    Opportunity.objects.filter(status="open").update(expected_close_on=clock.today() - 40 * DAY, owner=company.peer)
    Opportunity.objects.exclude(status="open").update(amount=F("amount") * 3, team=company.south)
    Move.objects.exclude(days=None).update(days=F("days") + 1.26)
    agrees_with_the_rows()


def test_moves_without_and_with_their_days(company):
    rewriting()
    Move.objects.update(days=None)
    agrees_with_the_rows()
    progress_recount()
    agrees_with_the_rows()


def test_what_is_undone_was_never_counted(account):
    with transaction.atomic():
        opportunity(account)
        transaction.set_rollback(True)
    assert not Tally.objects.exists()


def test_what_no_figure_asks_for_writes_nothing(account):
    opportunity(account)
    before = Tally.objects.count()
    Opportunity.objects.update(next_step="Call", source="Fair")
    assert Tally.objects.count() == before


def test_folding_changes_no_figure(company):
    before = agrees_with_the_rows()
    rows = Tally.objects.count()
    tally_fold()
    assert Tally.objects.count() < rows
    assert agrees_with_the_rows().total == before.total
    assert tally_fold() == 0


def test_told_anew_it_is_the_same(company):
    tally_fold()
    kept = summands()
    assert tally_recount() == len(kept)
    assert summands() == kept


def test_lines_are_cut_where_the_page_ends_but_counted_whole(company):
    found = agrees_with_the_rows(most=1)
    assert (len(found.owners), len(found.owner_ids), len(found.team_ids)) == (1, 3, 2)


@pytest.mark.parametrize("months", [-14, -3, 0, 2])
def test_the_days_that_count_are_the_readers(company, months):
    agrees_with_the_rows(add_months(clock.today(), months))


@given(st.lists(st.integers(-5, 400), min_size=1))
def test_median_and_mean_of_counts_are_those_of_the_values(values):
    assert median_of(Counter(values)) == statistics.median(values)
    assert mean_of(Counter(values)) == pytest.approx(statistics.mean(values))


@pytest.mark.django_db(transaction=True)
def test_who_moves_while_another_archives_is_counted_right(account):
    """The one waits for the other, whichever comes first."""
    rows = [opportunity(account) for _ in range(4)]
    with ThreadPoolExecutor() as pool:
        for row in rows:
            pool.submit(in_its_own_connection, lambda row=row: move(row, "upside"))
            pool.submit(in_its_own_connection, lambda row=row: put_away(row))
    agrees_with_the_rows()


def put_away(row: Opportunity) -> None:
    Opportunity.objects.filter(pk=row.pk).update(archived_at=timezone.now())


def in_its_own_connection(work: Callable[[], Any]) -> None:
    try:
        work()
    finally:
        connection.close()
