"""What else makes an account key: marks, weights, a score that lifts iron and gold by one step (domain §1)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from foundation.errors import RuleBroken
from journal.models import Event
from scoring import key_account
from scoring.models import KeyMark
from scoring.queries import explain, key_accounts, policy_lines
from scoring.services import key_marks_set
from tests.cast import make_account
from tests.scoring.make import DATE, book, decision, earners, night, policy, tiers, visit


def judged_alone(**values):
    """Only the damage counts, and a mark of 3 is enough."""
    return policy(weight_damage=1, lift_score=75, **values)


def mark(cast, account, **marks):
    key_marks_set(account, actor=cast.rep, marks=marks, reason="our reference")


@pytest.mark.parametrize(("damage", "tier"), [(2, "iron"), (3, "gold"), (4, "gold")])
def test_a_score_that_reaches_the_limit_lifts_by_one_step(cast, damage, tier):
    rows = earners(cast.rep, 500, 300, 100, 60, 40)
    judged_alone()
    mark(cast, rows[4], damage=damage)
    night()
    assert decision(rows[4]).computed_tier == tier
    assert decision(rows[4]).rule == ("key_account" if tier == "gold" else "ordinary")


def test_gold_rises_to_platinum_and_platinum_stays(cast):
    rows = earners(cast.rep, 500, 300, 100, months=6)
    judged_alone()
    for row in rows:
        mark(cast, row, damage=4)
    night()
    assert [decision(row).rule for row in rows] == ["top_profit", "key_account", "key_account"]
    assert tiers(rows) == ["platinum", "platinum", "gold"]


def test_lead_and_unrated_are_never_lifted(cast):
    loser, silent = earners(cast.rep, -5)[0], make_account(cast.rep, "Silent")
    judged_alone()
    for row in (loser, silent):
        mark(cast, row, damage=4)
    night()
    assert tiers([loser, silent]) == ["lead", ""]


def test_what_is_too_new_is_not_lifted(cast):
    rows = earners(cast.rep, 500, 40)
    judged_alone(min_months=3)
    mark(cast, rows[1], damage=4)
    night()
    assert (decision(rows[1]).tier, decision(rows[1]).rule) == ("iron", "too_new")


def test_without_weights_marks_decide_nothing(cast):
    rows = earners(cast.rep, 500, 40)
    mark(cast, rows[1], damage=4, goals=4, potential=4)
    night()
    assert decision(rows[1]).rule == "ordinary"


def test_a_mark_that_is_taken_away_lifts_no_longer(cast):
    rows = earners(cast.rep, 500, 300, 40)
    judged_alone()
    mark(cast, rows[2], damage=4)
    night()
    mark(cast, rows[2], damage=None)
    night(DATE + dt.timedelta(days=1))
    assert decision(rows[2], DATE + dt.timedelta(days=1)).tier == "iron"


def test_a_night_computed_again_counts_the_marks_that_stood_then(cast):
    rows = earners(cast.rep, 500, 300, 40)
    judged_alone()
    night()
    night(DATE + dt.timedelta(days=1))
    mark(cast, rows[2], damage=4)
    night()
    assert decision(rows[2]).tier == "iron"


@pytest.mark.parametrize(("above", "expected"), [("0", 4), ("19.99", 4), ("20", 3), ("60", 1), ("79.99", 1), ("80", 0)])
def test_the_share_is_marked_by_fifths_of_what_lies_above(above, expected):
    assert key_account.share_mark(Decimal(1), Decimal(above), Decimal(100)) == expected


def test_no_profit_is_no_share():
    assert key_account.share_mark(Decimal(0), Decimal(0), Decimal(100)) == 0


@pytest.mark.parametrize(("months", "expected"), [(0, 0), (2, 0), (3, 1), (11, 3), (12, 4), (13, 4)])
def test_stability_is_quarters_of_the_window(months, expected):
    assert key_account.stability_mark(months, 12) == expected


@pytest.mark.parametrize(("minutes", "expected"), [(0, 0), (719, 0), (720, 1), (2880, 4), (99_999, 4)])
def test_effort_is_hours_a_month(minutes, expected):
    assert key_account.effort_mark(minutes, 12) == expected


def test_the_table_adds_up_to_the_score(cast):
    rows = earners(cast.rep, 500, 300, 100, months=6)
    visit(rows[1], 1440)
    mark(cast, rows[1], damage=3)
    policy(weight_share=2, weight_damage=1, weight_stability=1, weight_effort=1, weight_goals=5)
    run = night()
    key = key_accounts([decision(rows[1])], run, run.policy)[rows[1].pk]
    assert [(line.factor, line.mark) for line in key.lines] == [
        ("share", 2), ("goals", None), ("damage", 3), ("stability", 2), ("potential", None), ("effort", 2)
    ]  # fmt: skip
    assert sum(line.contribution for line in key.lines) == key.score == Decimal(1100) / 40


def test_without_weights_the_table_is_shown_without_a_score(cast, sign_in):
    (account,) = earners(cast.rep, 500)
    night()
    page = sign_in("rep").get(f"/accounts/{account.pk}/tier/").content.decode()
    assert "What else makes it key" in page
    assert "profit alone decides" in page


def test_a_mark_set_since_is_told_as_such(cast):
    (account,) = earners(cast.rep, 500)
    run = night()
    mark(cast, account, damage=3)
    damage = key_accounts([decision(account)], run, run.policy)[account.pk].lines[2]
    assert (damage.mark, damage.then) == (None, 3)


def test_lifted_in_words(cast):
    rows = earners(cast.rep, 500, 300, 40)
    judged_alone()
    mark(cast, rows[2], damage=3)
    night()
    why = explain(rows[2])
    assert why.why.endswith("or more: iron. Its score as a key account reaches 75 and lifts it one step: gold.")
    assert [line.outcome for line in policy_lines(why.decision, why.policy, why.run)][-1] == "yes"


def test_marks_have_a_history(cast):
    account = make_account(cast.rep)
    mark(cast, account, damage=3, goals=1)
    mark(cast, account, damage=4, goals=1)
    found = KeyMark.objects.filter(factor="damage").order_by("id")
    assert [(each.mark, each.ended_at is None, each.set_by) for each in found] == [
        (3, False, cast.rep),
        (4, True, cast.rep),
    ]
    assert KeyMark.objects.filter(factor="goals").count() == 1
    assert Event.objects.filter(verb="key_account.marked").last().changes == {"damage": [3, 4]}


@pytest.mark.parametrize("marks", [{"damage": 5}, {"damage": -1}, {"share": 2}])
def test_what_is_no_mark_is_refused(cast, marks):
    with pytest.raises(RuleBroken):
        mark(cast, make_account(cast.rep), **marks)
    assert not KeyMark.objects.exists()


def test_the_page_marks_and_takes_away(cast, sign_in):
    account = make_account(cast.rep)
    client = sign_in("rep")
    address = f"/accounts/{account.pk}/key-account/"
    assert client.post(address, {"goals": "2", "damage": "", "potential": "4", "reason": "x"}).status_code == 302
    assert client.post(address, {"goals": "", "damage": "", "potential": "4"}).status_code == 302
    standing = KeyMark.objects.filter(ended_at=None).values_list("factor", "mark")
    assert list(standing) == [("potential", 4)]


def test_the_api_marks(cast, api):
    account = make_account(cast.rep)
    body = {"account": account.pk, "factor": "damage", "mark": 3, "reason": "only supplier"}
    assert api("rep").post("/api/v1/key-marks/", body, format="json").status_code == 201
    assert api("rep").post("/api/v1/key-marks/", {**body, "mark": 9}, format="json").status_code == 400
    (found,) = api("manager").get(f"/api/v1/key-marks/?account={account.pk}&ended=false").json()["results"]
    assert (found["mark"], found["reason"]) == (3, "only supplier")


@pytest.mark.parametrize(
    ("first", "months", "rule"),
    [
        (dt.date(2025, 12, 31), 3, "ordinary"),
        (dt.date(2026, 1, 1), 3, "too_new"),
        (dt.date(2025, 9, 30), 6, "ordinary"),
        (dt.date(2025, 10, 1), 6, "too_new"),
        (dt.date(2026, 3, 31), 0, "ordinary"),
    ],
)
def test_the_first_order_is_as_long_ago_as_the_policy_asks(cast, first, months, rule):
    """31 March − 6 months is 30 September: an order on that day is old enough."""
    policy(min_months=months)
    earners(cast.rep, 900)
    account = make_account(cast.rep)
    book(account, 10, 0, first)
    book(account, 10, 0)
    night()
    assert decision(account).rule == rule


def test_an_order_before_the_window_counts_and_a_cost_is_no_order(cast):
    policy(min_months=3)
    old, fresh = make_account(cast.rep, "Old"), make_account(cast.rep, "Fresh")
    book(old, 1, 0, dt.date(2019, 1, 1))
    book(fresh, 0, 5, dt.date(2019, 1, 1))
    for account in (old, fresh):
        book(account, 100, 0)
    night()
    assert (decision(old).rule, decision(fresh).rule) == ("top_profit", "too_new")


def test_a_loss_is_lead_however_new(cast):
    policy(min_months=3)
    (account,) = earners(cast.rep, -5)
    night()
    assert (decision(account).rule, decision(account).next_tier) == ("loss", "iron")


def test_marks_that_somebody_set_meanwhile_are_told_and_not_overwritten(cast, sign_in):
    account = make_account(cast.rep)
    mark(cast, account, goals=1)
    client, path = sign_in("manager"), f"/accounts/{account.pk}/key-account/"
    seen = client.get(path).context["form"]["seen"].value()
    mark(cast, account, goals=4)
    answer = client.post(path, {"goals": "1", "damage": "2", "potential": "", "seen": seen})
    assert answer.status_code == 412
    assert "goals" in answer.context["form"].errors
    assert KeyMark.objects.get(account=account, ended_at=None).mark == 4
    again = {"goals": "4", "damage": "2", "potential": "", "seen": answer.context["form"]["seen"].value()}
    assert client.post(path, again).status_code == 302
    assert KeyMark.objects.filter(account=account, ended_at=None).count() == 2
