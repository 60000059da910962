"""For any account and night the explanation leads from the ledger to the tier, and says what else would change it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import Account
from scoring.models import LedgerEntry
from scoring.queries import alternatives, changes_of, decision_before, explain, first_order_of, key_accounts
from scoring.services import key_marks_set, pin_set
from tests.cast import make_account
from tests.scoring.make import DATE, book, decision, earners, night, policy, visit

DAY = dt.timedelta(days=1)


def or_if(account: Account) -> list[str]:
    why = explain(account)
    key = key_accounts([why.decision], why.run, why.policy).get(account.pk)
    found = alternatives(why.decision, why.policy, why.pin, key, first_order_of(why.decision))
    return [sentence.replace("\xa0", " ") for sentence in found]


def test_a_slim_margin_tells_the_margin_that_would_do(cast):
    account = make_account(cast.rep)
    book(account, 1000, 990)
    night()
    assert or_if(account)[0] == "Or with a margin of at least 2 % (now 1.00 %)."


def test_too_new_tells_the_day(cast):
    policy(min_months=3)
    account = make_account(cast.rep)
    book(account, 100, 0, dt.date(2026, 1, 31))
    night()
    assert or_if(account)[0].startswith("It first ordered on Sat 31 January 2026: from the night of Fri 1 May 2026")


@pytest.mark.parametrize("day", ["2026-04-30", "2026-05-01"])
def test_the_day_that_is_told_is_the_day(cast, day):
    """Three months before 30 April is 30 January: a day too early."""
    policy(min_months=3)
    account = make_account(cast.rep)
    book(account, 100, 0, dt.date(2026, 1, 31))
    date = dt.date.fromisoformat(day)
    night(date)
    assert (decision(account, date).rule == "too_new") == (day == "2026-04-30")


def test_the_score_that_would_lift_and_the_one_that_does(cast):
    rows = earners(cast.rep, 500, 300, 40)
    policy(weight_damage=1, lift_score=75)
    key_marks_set(rows[2], actor=cast.rep, marks={"damage": 2})
    night()
    assert "Or with a key-account score of 75 (now 50.0): then it would be gold." in or_if(rows[2])
    key_marks_set(rows[2], actor=cast.rep, marks={"damage": 4})
    night(DATE + DAY)
    assert "Below a key-account score of 75 (now 100.0) it would be iron." in or_if(rows[2])


def test_what_would_hold_it_and_when_a_pin_ends(cast):
    first, second = earners(cast.rep, 100, 60)
    pin_set(second, actor=cast.manager, tier="gold", reason="x", expires_on=timezone.localdate() + DAY)
    night()
    assert or_if(first)[-1].startswith("Within 5 % beyond a boundary it would keep its tier")
    assert or_if(second)[-1].endswith("the policy decides again: as things stand, iron.")


def test_what_changed_since_the_decision_before(cast):
    account, _other = earners(cast.rep, 100, 60)
    night()
    book(account, 50, 20, DATE + DAY)
    visit(account, 30, DATE + DAY)
    night(DATE + DAY)
    since = changes_of(decision(account, DATE + DAY), decision_before(decision(account, DATE + DAY)), "CNY")
    told = {str(change.label): change.difference for change in since.changes}
    assert since.night == DATE
    assert told["Revenue"].replace("\xa0", " ") == "+¥ 50.00"
    assert (told["Entries in the window"], told["Visit minutes"]) == ("+1", "+30")
    assert "Tier" not in told


def test_nothing_came_before_the_first_decision(cast):
    (account,) = earners(cast.rep, 100)
    night()
    assert decision_before(decision(account)) is None


def test_each_sum_leads_to_rows_that_add_up_to_it(cast, sign_in):
    account, above = earners(cast.rep, 60, 100, months=3)
    book(account, 7, 3, dt.date(2024, 1, 1))
    night()
    client = sign_in("rep")
    page = client.get(f"/accounts/{account.pk}/tier/").content.decode()
    ledger = f"/accounts/{account.pk}/ledger/?since=2025-04-01&amp;until=2026-03-31"
    assert ledger in page
    listed = client.get(ledger.replace("&amp;", "&")).context["sums"]
    row = decision(account)
    assert (listed["revenue"], listed["cost"]) == (row.revenue, row.cost)
    ranked = client.get(f"/tiers/accounts/?ordering=rank&least={row.profit:f}").context["rows"]
    assert [each.account_id for each in ranked] == [above.pk, account.pk]


def test_the_api_tells_the_same(cast, api):
    account, _other = earners(cast.rep, 100, 60)
    night()
    book(account, 50, 20, DATE + DAY)
    night(DATE + DAY)
    found = api("rep").get(f"/api/v1/tiers/{decision(account, DATE + DAY).pk}/").json()
    assert found["since"]["night"] == DATE.isoformat()
    assert {"name": "Entries in the window", "before": "1", "now": "2", "difference": "+1"} in found["since"]["changes"]
    assert found["alternatives"][0].startswith("Within 5")
    assert found["key_account"]["factors"][0]["factor"] == "share"


def test_of_an_unrated_account_there_is_nothing_to_follow(cast, sign_in):
    account = make_account(cast.rep)
    night()
    assert sign_in("rep").get(f"/accounts/{account.pk}/tier/").status_code == 200
    assert not LedgerEntry.objects.exists()
    assert decision(account).profit == Decimal(0)
