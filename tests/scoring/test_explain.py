"""Every decision can say why, in the reader's language, from figures that can be followed by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from accounts.models import Visit
from scoring.models import Alert, TierPin
from scoring.queries import explain, open_alerts, pin_of, policy_lines, tier_history
from teams.models import CostRate
from tests.cast import make_account
from tests.scoring.make import DATE, book, decision, earners, night, policy, visit

DAY = dt.timedelta(days=1)


@pytest.fixture
def seven(cast):
    rows = earners(cast.rep, 500, 300, 100, 60, 40, 7, -3, months=6)
    night()
    return rows


def plain(text: str) -> str:
    return text.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        (0, "bring 0.00 % of the positive profit, less than 50 %, and rank 1 is within the top 20 %: platinum."),
        (2, "bring 79.44 % of the positive profit, less than 80 %, and it bought in 6 months, at least 6: gold."),
        (3, "The accounts ranked above already bring 89.37 % of the positive profit, 80 % or more: iron."),
        (6, "Its profit of −¥ 3.00 is not above zero: lead."),
    ],
)
def test_the_rule_in_words(seven, place, sentence):
    assert plain(explain(seven[place]).why).endswith(sentence)


def test_not_rated_in_words(cast):
    account = make_account(cast.rep)
    night()
    assert explain(account).why == "No ledger entry in the window: the account is not rated."


def test_slim_margin_in_words(cast):
    account = make_account(cast.rep)
    book(account, 1000, 990)
    night()
    assert plain(explain(account).why) == "Its margin of 1.00 % is below 2 %: lead."


def test_distances_in_words(seven):
    row = decision(seven[3])
    said = [plain(sentence) for sentence in explain(seven[3]).distances]
    assert said == [
        f"It would be gold with ¥ {row.to_next:.2f} more profit.",
        f"It would become lead with ¥ {row.to_lower:.2f} less.",
        f"It becomes gold at once with ¥ {row.to_rise:.2f} more; with less only after nights of 2 months.",
        f"It leaves iron at once with ¥ {row.to_fall:.2f} less; with less only after nights of 2 months.",
    ]


def test_loyalty_is_a_distance_without_a_sum(cast):
    _first, second, *_rest = earners(cast.rep, 60, 30, 4, 3, 3, months=5)
    night()
    assert "It would be gold if it bought in at least 6 months of the window (now 5)." in explain(second).distances


def test_in_chinese(seven):
    with translation.override("zh-hans"):
        assert "铂金" in explain(seven[0]).why
        assert "more profit" not in explain(seven[3]).distances[0]


def test_the_inputs_lead_to_the_share_by_hand(seven):
    why = explain(seven[3])
    assert why.decision.revenue - why.decision.cost - why.decision.cost_to_serve == why.decision.profit
    assert why.decision.above == 900
    assert why.run.positive_profit == 1007
    assert round(Decimal(900) / 1007, 8) == why.decision.profit_above
    assert (why.first_day, why.window.until) == (dt.date(2025, 4, 1), DATE)
    assert why.platinum_ranks == 2


def test_the_policy_line_by_line(seven):
    outcomes = [line.outcome for line in policy_lines(*_parts(explain(seven[2])))]
    assert outcomes == ["no", "no", "no", "yes", ""]
    assert [line.outcome for line in policy_lines(*_parts(explain(seven[6])))] == ["yes", "", "", "", ""]


def _parts(why):
    return why.decision, why.policy, why.run


def test_a_pin_tells_who_until_when_and_why(cast, seven):
    TierPin.objects.create(
        account=seven[3], tier="gold", reason="group deal", expires_on=DATE + DAY, created_by=cast.manager
    )
    night()
    assert explain(seven[3]).stays == "Pinned to gold by Manager until Wed 1 April 2026: group deal"
    assert "iron" in explain(seven[3]).why


def test_buffered_tells_how_long(cast):
    first, second = earners(cast.rep, 790, 210, months=6)
    night(DATE - DAY)
    book(second, -20, 0)
    night()
    assert plain(explain(second).stays) == (
        "It stays gold: it is past the boundary by less than the buffer of 5 %, and has been in 1 of the 2 months "
        "after which it would leave."
    )
    assert explain(first).stays == ""


def test_it_is_the_night_that_stands(cast, seven):
    night(DATE - 40 * DAY)
    assert explain(seven[0]).run.business_date == DATE


def test_another_night_can_be_asked_for(cast, seven):
    earlier = night(DATE - 40 * DAY)
    assert explain(seven[0], earlier).run == earlier


def test_an_account_that_came_after_that_night_has_its_own_latest(cast, seven):
    late = make_account(cast.rep, "Late")
    assert explain(late) is None
    night(DATE - 10 * DAY)
    assert explain(late).run.business_date == DATE - 10 * DAY


def test_history_is_stretches_of_nights(cast):
    (account,) = earners(cast.rep, 100)
    for date, amount in [(DATE, 0), (DATE + DAY, 0), (DATE + 2 * DAY, -900), (DATE + 3 * DAY, 0)]:
        if amount:
            book(account, amount, 0, date)
        night(date)
    assert [(s.since, s.until, s.tier, s.nights) for s in tier_history(account)] == [
        (DATE, DATE + DAY, "platinum", 2),
        (DATE + 2 * DAY, DATE + 3 * DAY, "lead", 2),
    ]


def test_open_alerts_come_with_their_sentence(cast):
    account = make_account(cast.rep, tier="gold", last_visit_on=DATE - 40 * DAY, next_step="x", next_step_on=DATE)
    night()
    Alert.objects.create(
        account=account, cause="overdue", state="resolved", owner=cast.rep, opened_on=DATE, due_on=DATE, facts={}
    )
    (alert,) = open_alerts(account)
    days = (timezone.localdate() - account.last_visit_on).days
    assert alert.sentence == f"Last visited {days} days ago; due every 30 days."


def test_the_pin_that_stands_today(cast, account):
    TierPin.objects.create(account=account, tier="gold", reason="x", expires_on=timezone.localdate() - DAY)
    assert pin_of(account) is None
    TierPin.objects.update(expires_on=timezone.localdate())
    assert pin_of(account).tier == "gold"


def test_no_figure_is_rounded_to_the_boundary_that_it_lies_below(cast):
    policy(platinum_rank=1)
    _first, second, third = earners(cast.rep, 49996, 30003, 20001, months=8)
    slim = make_account(cast.rep, "Slim")
    book(slim, 100_000, 98_003)
    night()
    assert "bring 48.997 % of" not in plain(explain(second).why)
    said = [plain(explain(account).why) for account in (second, third, slim)]
    assert "50.00 %" not in said[0]
    assert "80.00 %" not in said[1]
    assert "margin of 1.997 % is below 2 %" in said[2]


def test_what_was_changed_since_the_night_is_said_where_its_visits_are_listed(cast, sign_in):
    CostRate.objects.create(user=None, hourly=100, valid_from=dt.date(2020, 1, 1))
    (account,) = earners(cast.rep, 1000)
    logged = visit(account, 60)
    night()
    said = "no longer add up to what the night counted"
    assert said not in sign_in("director").get(f"/accounts/{account.pk}/tier/").content.decode()
    Visit.objects.filter(pk=logged.pk).update(minutes=600)
    assert said in sign_in("director").get(f"/accounts/{account.pk}/tier/").content.decode()
