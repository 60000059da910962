"""Companies that are hardly any: nobody, one, all alike, nothing but losses."""

from __future__ import annotations

import datetime as dt

import pytest

from scoring.models import ScoringRun, TierDecision
from scoring.queries import night_summary
from tests.cast import make_account
from tests.scoring.make import DATE, book, decision, earners, night, tiers


def test_nobody(cast):
    run = night()
    assert (run.state, run.accounts, run.rated, run.is_published) == ("done", 0, 0, False)
    assert night_summary(run)["top_share"] is None


def test_one_account_is_platinum_and_its_own_top_fifth(cast):
    (only,) = earners(cast.rep, 10)
    summary = night_summary(night())
    assert (decision(only).tier, decision(only).rank, decision(only).profit_above) == ("platinum", 1, 0)
    assert (summary["top_accounts"], summary["top_share"], summary["peak"]) == (1, 100.0, 100.0)


def test_all_alike_are_ranked_by_age_and_the_same_every_time(cast):
    rows = earners(cast.rep, *[100] * 10, months=6)
    expected = ["platinum"] * 2 + ["gold"] * 6 + ["iron"] * 2
    night()
    first = tiers(rows)
    night()
    assert first == expected == tiers(rows)


def test_all_lose(cast):
    rows = earners(cast.rep, -1, -5, 0)
    summary = night_summary(night())
    assert tiers(rows) == ["lead"] * 3
    assert [decision(row).profit_above for row in rows] == [None] * 3
    assert (summary["top_share"], summary["peak"], summary["unprofitable"], summary["losses"]) == (
        None,
        None,
        3,
        "-6.00",
    )


def test_a_total_of_nothing(cast):
    winner, loser = earners(cast.rep, 100, -100)
    summary = night_summary(night())
    assert tiers([winner, loser]) == ["platinum", "lead"]
    assert (summary["profit"], summary["top_share"], summary["accounts_for_80_percent"]) == ("0.00", None, None)


def test_losses_far_larger_than_all_profit_fit(cast):
    winner, loser = earners(cast.rep, "0.01", -9_999_999_999)
    night()
    assert decision(loser).profit_above == 1
    assert decision(winner).tier == "platinum"


def test_archived_accounts_are_left_out(cast):
    kept, gone = earners(cast.rep, 100, 1000)
    gone.archived_at = dt.datetime(2026, 3, 31, 12, tzinfo=dt.UTC)
    gone.save()
    night()
    assert TierDecision.objects.get().account == kept
    assert decision(kept).rank == 1


def test_an_account_archived_after_the_date_still_counts_for_it(cast):
    _kept, gone = earners(cast.rep, 100, 1000)
    gone.archived_at = dt.datetime(2026, 4, 1, 12, tzinfo=dt.UTC)
    gone.save()
    night()
    assert decision(gone).tier == "platinum"


def test_archived_since_and_run_again_the_decision_goes(cast):
    kept, gone = earners(cast.rep, 100, 1000)
    night()
    gone.archived_at = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    gone.save()
    run = night()
    assert list(TierDecision.objects.values_list("account", flat=True)) == [kept.pk]
    assert run.accounts == 1


def test_created_tonight_without_entries_is_unrated(cast):
    account = make_account(cast.rep)
    night()
    row = decision(account)
    assert (row.tier, row.rule, row.to_next, row.to_lower) == ("", "no_entry", None, None)


def test_entries_older_than_the_window_rate_nobody(cast):
    account = make_account(cast.rep)
    book(account, date=dt.date(2020, 1, 1))
    night()
    assert decision(account).rule == "no_entry"


@pytest.mark.parametrize("date", ["1970-01-01", "2026-11-20"])
def test_any_day_that_has_been_can_be_scored(cast, date):
    assert night(dt.date.fromisoformat(date)).state == "done"


def test_no_decision_is_ever_forgotten_by_a_join(cast):
    """Accounts with entries, with visits, with both, with neither: each has one row."""
    from tests.scoring.make import visit

    accounts = [make_account(cast.rep, f"A{n}") for n in range(4)]
    book(accounts[0])
    visit(accounts[1])
    book(accounts[2])
    visit(accounts[2])
    night()
    assert set(TierDecision.objects.values_list("account", flat=True)) == {account.pk for account in accounts}
    assert ScoringRun.objects.get(business_date=DATE).rated == 2
