"""What a night writes on accounts, and when it holds back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from accounts.filters import AccountFilter
from accounts.models import Account
from accounts.queries.account import with_profit
from scoring.models import ScoringRun, TierDecision
from scoring.queries import standing_night
from tests.cast import make_account
from tests.scoring.make import DATE, book, decision, earners, night, policy

EARLIER = dt.date(2026, 1, 31)
LATER = dt.date(2026, 4, 30)


def published(account: Account) -> tuple[str, dt.date | None, dt.date | None]:
    account.refresh_from_db()
    return account.tier, account.tier_since, account.scored_at


def test_the_tier_stands_on_the_account(cast):
    (account,) = earners(cast.rep, 100)
    assert night().is_published
    assert published(account) == ("platinum", DATE, DATE)


def profits() -> list[tuple[str, Decimal | None]]:
    """What the account list would show, best first."""
    rows = AccountFilter({"ordering": "-profit"}, queryset=with_profit(Account.objects.all())).qs
    return [(row.name, row.net_profit) for row in rows]


def test_the_profit_stands_beside_the_account_and_an_unrated_one_comes_last(cast):
    make_account(cast.rep, "Silent")
    earners(cast.rep, 100, -40)
    night()
    assert profits() == [("Account 0", 100), ("Account 1", -40), ("Silent", None)]


def test_a_booking_moves_the_published_profit_with_the_next_night(cast):
    one, other = earners(cast.rep, 100, 50)
    night()
    book(other, 70, 0, LATER)
    one.ledger.all().delete()
    assert profits() == [("Account 0", 100), ("Account 1", 50)]
    night(LATER)
    assert profits() == [("Account 1", 120), ("Account 0", None)]


def test_an_older_night_leaves_the_published_profit_alone(cast):
    (account,) = earners(cast.rep, 100)
    night()
    book(account, 900, 0, EARLIER)
    night(EARLIER)
    assert profits() == [("Account 0", 100)]


def test_nobodys_edit_neither_version_nor_change_time_move(cast):
    (account,) = earners(cast.rep, 100)
    before = (account.version, account.updated_at)
    night()
    account.refresh_from_db()
    assert (account.version, account.updated_at) == before


def test_what_did_not_change_is_not_written(cast):
    (account,) = earners(cast.rep, 100)
    night()
    row = Account.objects.raw("SELECT id, xmin::text AS written FROM accounts_account")[0].written
    night(LATER)
    assert Account.objects.raw("SELECT id, xmin::text AS written FROM accounts_account")[0].written == row
    assert published(account) == ("platinum", DATE, DATE)


def test_the_night_it_moved_is_kept(cast):
    (account,) = earners(cast.rep, 100)
    night()
    book(account, -500, 0, LATER)
    night(LATER)
    assert published(account) == ("lead", LATER, LATER)


def test_an_account_that_is_rated_no_more_loses_its_tier(cast):
    one, other = earners(cast.rep, 100, 50)
    night()
    one.ledger.all().delete()
    night(LATER)
    assert published(one) == ("", None, LATER)
    assert published(other)[0] == "platinum"


def test_a_night_that_is_not_the_latest_publishes_nothing(cast):
    (account,) = earners(cast.rep, 100)
    night()
    book(account, -500, 0, EARLIER)
    run = night(EARLIER)
    assert (run.is_published, decision(account, EARLIER).tier) == (False, "lead")
    assert published(account) == ("platinum", DATE, DATE)


def test_the_latest_night_publishes_again_when_run_again(cast):
    (account,) = earners(cast.rep, 100)
    night(EARLIER)
    night()
    book(account, -500, 0)
    assert night().is_published
    assert published(account)[0] == "lead"


def test_a_night_without_any_entry_in_its_window_leaves_the_tiers_alone(cast):
    """A company that brought in old books: tonight's window is empty, and knows nothing about anybody."""
    (account,) = earners(cast.rep, 100)
    night()
    policy(window_months=1)
    run = night(LATER + dt.timedelta(days=5))
    assert (run.rated, run.is_published) == (0, False)
    assert published(account) == ("platinum", DATE, DATE)
    assert standing_night().business_date == DATE


def test_a_night_that_published_nothing_and_is_run_again_with_entries_publishes_everybody(cast):
    empty = make_account(cast.rep, "Empty")
    bought = make_account(cast.rep, "Bought")
    assert not night().is_published
    book(bought)
    assert night().is_published
    assert (published(empty)[2], published(bought)[0]) == (DATE, "platinum")


def test_after_an_empty_night_an_older_one_run_by_hand_still_counts(cast):
    """The scheduler came first; then somebody imports the books and scores the day they end on."""
    account = make_account(cast.rep)
    assert night(LATER).rated == 0
    book(account, 100, 0, EARLIER)
    policy(window_months=1)
    run = night(EARLIER)
    assert run.is_published
    assert standing_night() == run
    assert published(account)[0] == "platinum"


def test_a_night_of_a_day_that_has_not_come_does_not_stand_in_the_way(cast):
    """A clock gone wrong left it behind."""
    future = ScoringRun.objects.create(
        business_date=dt.date(2099, 1, 1), state="done", rated=5, finished_at=timezone.now()
    )
    (account,) = earners(cast.rep, 100)
    assert night().is_published
    assert standing_night() != future
    assert published(account)[0] == "platinum"


def test_published_tiers_and_decisions_agree(cast):
    earners(cast.rep, 100, 60, 30, 20, 10, -4, months=6)
    make_account(cast.rep, "Prospect")
    night()
    stands = dict(Account.objects.values_list("pk", "tier"))
    assert dict(TierDecision.objects.values_list("account", "tier")) == stands


def test_a_move_that_a_rerun_takes_back_leaves_the_tier_as_old_as_it_was(cast):
    (account,) = earners(cast.rep, 100)
    night()
    loss = book(account, -500, 0, LATER)
    night(LATER)
    assert published(account)[:2] == ("lead", LATER)
    loss.delete()
    night(LATER)
    assert published(account)[:2] == ("platinum", DATE)
