"""History grows with what changes: a row stands from one night until another one decides otherwise."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db import connection

from accounts.models import Account
from scoring.models import ScoringRun, TierDecision, TierPin
from scoring.queries import Stretch, moved_since, tier_months
from scoring.services import policy_draft
from tests.cast import make_account
from tests.scoring.make import DATE, book, decision, decisions, earners, night, put_in_force
from tests.scoring.proof import checksum

DAY = dt.timedelta(days=1)


def stretches(account: Account) -> list[tuple[int, int | None, str]]:
    """(from, until, tier) of an account's rows, days counted from DATE."""
    rows = TierDecision.objects.filter(account=account).order_by("valid_from")
    return [((row.valid_from - DATE).days, row.valid_until and (row.valid_until - DATE).days, row.tier) for row in rows]


def nights(*days: int) -> None:
    for day in days:
        night(DATE + day * DAY)


def test_nights_that_find_the_same_write_nothing(cast):
    (account,) = earners(cast.rep, 100)
    nights(0, 1, 2)
    assert stretches(account) == [(0, None, "platinum")]


def test_a_row_ends_where_another_begins(cast):
    (account,) = earners(cast.rep, 100)
    nights(0, 1)
    book(account, -500, 0, DATE + 2 * DAY)
    nights(2, 3)
    assert stretches(account) == [(0, 2, "platinum"), (2, None, "lead")]


def test_other_sums_are_another_row_though_the_tier_stays(cast):
    (account,) = earners(cast.rep, 100)
    nights(0)
    book(account, 7, 0, DATE + DAY)
    nights(1)
    assert stretches(account) == [(0, 1, "platinum"), (1, None, "platinum")]
    assert (decision(account).profit, decision(account, DATE + DAY).profit) == (100, 107)


def test_an_old_night_run_again_is_cut_out_of_the_row_that_covers_it(cast):
    (account,) = earners(cast.rep, 100)
    nights(0, 1, 2, 3)
    later = [checksum(DATE + day * DAY) for day in (0, 2, 3)]
    loss = book(account, -500, 0, DATE + DAY)
    nights(1)
    assert stretches(account) == [(0, 1, "platinum"), (1, 2, "lead"), (2, None, "platinum")]
    assert [checksum(DATE + day * DAY) for day in (0, 2, 3)] == later
    loss.delete()
    nights(1)
    assert stretches(account) == [(0, 1, "platinum"), (1, 2, "platinum"), (2, None, "platinum")]


def test_the_first_night_run_again_leaves_what_followed(cast):
    (account,) = earners(cast.rep, 100)
    nights(0, 1)
    book(account, -500, 0)
    nights(0)
    assert stretches(account) == [(0, 1, "lead"), (1, None, "platinum")]
    assert decision(account, DATE + DAY).tier_before == "lead"


def moved(since: int, until: int) -> list[tuple[str, str]]:
    """(tier then, tier now) of who moved between two nights, days counted from DATE."""
    night_of = ScoringRun.objects.get(business_date=DATE + until * DAY)
    rows = moved_since(DATE + since * DAY, night_of, TierDecision.objects.all())
    return [(row.tier_then, row.tier) for row in rows]


@pytest.fixture
def dipped(cast) -> Account:
    """At a loss on the days 2 and 3 alone."""
    (account,) = earners(cast.rep, 100)
    book(account, -500, 0, DATE + 2 * DAY)
    book(account, 500, 0, DATE + 4 * DAY)
    return account


def test_who_moved_is_found_where_the_next_night_has_a_row_of_its_own(dipped):
    nights(0, 5, 3)
    assert stretches(dipped) == [(0, 3, "platinum"), (3, 5, "lead"), (5, None, "platinum")]
    assert (moved(3, 5), moved(0, 5), moved(0, 3)) == ([("lead", "platinum")], [], [("platinum", "lead")])


def test_who_moved_is_found_where_a_row_goes_on_after_the_old_night(cast):
    (account,) = earners(cast.rep, 100)
    nights(0, 5)
    book(account, -500, 0, DATE + 2 * DAY)
    nights(3)
    assert stretches(account) == [(0, 3, "platinum"), (3, 5, "lead"), (5, None, "platinum")]
    assert (moved(3, 5), moved(0, 5), moved(0, 3)) == ([("lead", "platinum")], [], [("platinum", "lead")])


def test_what_an_old_night_put_in_between_leaves_is_what_running_on_finds(dipped):
    nights(0, 3, 5)
    in_order = checksum()
    TierDecision.objects.all().delete()
    ScoringRun.objects.all().delete()
    nights(0, 5, 3)
    assert checksum() == in_order


def test_a_night_older_than_all_ends_where_they_begin(cast):
    (account,) = earners(cast.rep, 100)
    nights(0)
    nights(-9)
    assert stretches(account) == [(-9, 0, "platinum"), (0, None, "platinum")]


def test_what_the_latest_night_looks_back_on_follows_an_old_one_run_again(cast):
    """Gold, then run again lead: the night after it, run again, comes from lead."""
    (account,) = earners(cast.rep, 100)
    nights(0, 1)
    loss = book(account, -500, 0)
    nights(0)
    loss.delete()
    nights(1)
    assert decision(account, DATE + DAY).tier_before == "lead"
    assert checksum(DATE + DAY) == _from_nothing(DATE + DAY)


def test_an_account_that_is_archived_has_an_end(cast):
    kept, gone = earners(cast.rep, 100, 50)
    nights(0)
    Account.objects.filter(pk=gone.pk).update(archived_at=dt.datetime(2026, 4, 1, 12, tzinfo=dt.UTC))
    nights(1, 2)
    assert (stretches(gone)[-1][1], stretches(kept)[-1][1]) == (1, None)
    assert list(decisions(DATE + DAY).values_list("account", flat=True)) == [kept.pk]


def test_an_account_archived_by_a_later_day_goes_when_its_night_comes(cast):
    """Archived at once, but after the business date: the first night still counts it, the next does not."""
    _kept, gone = earners(cast.rep, 100, 50)
    Account.objects.filter(pk=gone.pk).update(archived_at=dt.datetime(2026, 4, 1, 12, tzinfo=dt.UTC))
    nights(0, 1)
    assert stretches(gone)[-1][1] == 1


def test_an_account_that_comes_back_goes_on(cast):
    _kept, gone = earners(cast.rep, 100, 50)
    nights(0)
    Account.objects.filter(pk=gone.pk).update(archived_at=dt.datetime(2026, 3, 1, tzinfo=dt.UTC))
    nights(1)
    Account.objects.filter(pk=gone.pk).update(archived_at=None)
    nights(2)
    assert [until for _since, until, _tier in stretches(gone)] == [1, None]


def test_an_old_night_is_judged_by_the_policy_and_the_pins_that_stood_then(cast):
    (account,) = earners(cast.rep, 100)
    nights(0)
    put_in_force(policy_draft(actor=cast.manager, platinum_share=0), actor=cast.manager, reason="try")
    TierPin.objects.create(account=account, tier="gold", reason="x", expires_on=DATE + 90 * DAY)
    nights(1)
    before = checksum()
    nights(0)
    assert checksum() == before
    assert (decision(account).tier, decision(account, DATE + DAY).tier) == ("platinum", "gold")


def test_nothing_dangles(cast):
    """History has no foreign keys that are checked row by row."""
    accounts = earners(cast.rep, 100, 50, -3)
    TierPin.objects.create(account=accounts[1], tier="gold", reason="x", expires_on=DATE)
    nights(0, 1)
    accounts[2].delete()
    nights(2)
    assert not TierDecision.objects.exclude(account__in=Account.objects.all()).exists()
    assert not TierDecision.objects.exclude(pin=None).exclude(pin__in=TierPin.objects.all()).exists()


def test_the_rows_of_an_account_never_overlap(cast):
    account = make_account(cast.rep)
    for day in (5, 0, 3, 9, 3, 0, 7, 5):
        book(account, day - 4, 0, DATE + day * DAY)
        nights(day)
    rows = stretches(account)
    assert all(first[1] == second[0] for first, second in pairwise(rows))
    assert rows[-1][1] is None


@pytest.mark.parametrize("table", ["scoring_tierdecision"])
def test_the_database_refuses_a_second_standing_row(cast, table):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_indexes WHERE tablename = %s AND indexdef LIKE %s",
                       [table, "CREATE UNIQUE INDEX one_standing_decision%valid_until IS NULL%"])  # fmt: skip
        assert cursor.fetchone()[0] == 1


def _from_nothing(date: dt.date) -> str:
    from scoring.services import night_now

    night_now(date, full=True)
    return checksum(date)


def stretch(since: dt.date, tier: str) -> Stretch:
    return Stretch(since, since, tier, "ordinary", Decimal(1), 1)


def test_the_strip_has_a_tier_for_the_end_of_each_month():
    history = [stretch(dt.date(2026, 1, 31), "iron"), stretch(dt.date(2026, 3, 1), "gold")]
    assert tier_months(history, dt.date(2026, 3, 15)) == [
        (dt.date(2026, 1, 31), "iron"),
        (dt.date(2026, 2, 28), "iron"),
        (dt.date(2026, 3, 15), "gold"),
    ]
    assert len(tier_months(history, dt.date(2030, 3, 15))) == 24
    assert tier_months([], dt.date(2026, 3, 15)) == []


def test_the_strip_stands_on_both_pages_in_words_too(sign_in, cast):
    account = earners(cast.rep, 100)[0]
    for date in (DATE, DATE + dt.timedelta(days=31)):
        night(date)
    client = sign_in("rep")
    for url in (f"/accounts/{account.pk}/", f"/accounts/{account.pk}/tier/"):
        body = client.get(url).content.decode()
        assert 'aria-label="Tier at the end of each month"' in body
        assert 'class="sr-only"' in body
