"""Were the alerts right? Verdicts, departures, precision and recall, counted from rows."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from scoring.models import Alert, ChurnRule, Departure, TierDecision
from scoring.queries.precision import MIN_CASES, records, wilson
from scoring.services import alert_update, judge_alerts
from tests.cast import make_account
from tests.scoring.make import DATE, book, night, visit

DAY = dt.timedelta(days=1)
HORIZON = 91
OPENED = DATE - HORIZON * DAY
"""The last day of which an alert can be judged on DATE."""


def alert_of(account, opened=OPENED, cause="overdue", **fields) -> Alert:
    facts = {"last_order": "2026-01-01", "usual_days": 30, "orders": 5}
    return Alert.objects.create(
        account=account,
        cause=cause,
        owner=account.owner,
        opened_on=opened,
        due_on=opened + 7 * DAY,
        facts=facts,
        **fields,
    )


def customer(cast, *orders: int, name="Steel"):
    """An account with orders so many days after the alert opened (before, if negative)."""
    account = make_account(cast.rep, name)
    for days in orders:
        book(account, 100, 0, OPENED + days * DAY)
    return account


def closed(outcome: str) -> dict[str, object]:
    state = "false_alarm" if outcome == "false_alarm" else "resolved"
    return {"state": state, "outcome": outcome, "closed_at": timezone.now()}


def verdict(alert: Alert) -> str:
    judge_alerts(DATE)
    alert.refresh_from_db()
    return alert.verdict


def at_noon(days: int) -> dt.datetime:
    return dt.datetime.combine(OPENED + days * DAY, dt.time(4), dt.UTC)


@pytest.mark.parametrize(
    ("orders", "told"),
    [
        ((-30,), "left"),
        ((-30, 0), "left"),
        ((-30, 1), "false_alarm"),
        ((-30, HORIZON), "false_alarm"),
        ((-30, HORIZON + 1), "left"),
        ((-364,), "left"),
        ((-365,), ""),
        ((), ""),
        ((5,), ""),
    ],
)
def test_it_left_when_no_order_came_within_the_horizon(cast, orders, told):
    assert verdict(alert_of(customer(cast, *orders))) == told


@pytest.mark.parametrize(
    ("orders", "outcome", "told"),
    [
        ((-30, 10), "lost", "left"),
        ((-30, 10), "false_alarm", "false_alarm"),
        ((-30, 10), "kept", "kept"),
        ((-30,), "kept", "left"),
        ((-30,), "false_alarm", "left"),
    ],
)
def test_a_closing_says_lost_or_false_alarm_but_no_order_is_no_order(cast, orders, outcome, told):
    assert verdict(alert_of(customer(cast, *orders), **closed(outcome))) == told


@pytest.mark.parametrize(("days", "told"), [(9, "kept"), (10, "kept"), (11, "false_alarm")])
def test_who_acted_before_the_order_may_have_kept_it(cast, days, told):
    assert verdict(alert_of(customer(cast, -30, 10), acting_since=at_noon(days))) == told


@pytest.mark.parametrize(
    ("days", "outcome", "told"),
    [(0, "steady", "false_alarm"), (1, "steady", "kept"), (11, "steady", "false_alarm"), (5, "not_met", "false_alarm")],
)
def test_so_may_who_saw_the_customer(cast, days, outcome, told):
    account = customer(cast, -30, 10)
    visit(account, day=OPENED + days * DAY, outcome=outcome)
    assert verdict(alert_of(account)) == told


@pytest.mark.parametrize(
    ("opened", "told"), [(OPENED + DAY, ""), (OPENED - 364 * DAY, "left"), (OPENED - 365 * DAY, "")]
)
def test_only_a_year_of_alerts_old_enough_is_judged(cast, opened, told):
    account = make_account(cast.rep)
    book(account, 100, 0, opened - 10 * DAY)
    assert verdict(alert_of(account, opened)) == told


def test_another_horizon_judges_anew(cast):
    alert = alert_of(customer(cast, -30, 60))
    assert verdict(alert) == "false_alarm"
    ChurnRule.objects.update(horizon_days=50)
    assert verdict(alert) == "left"


def test_judging_is_nobodys_edit_and_changes_no_score(cast):
    account = customer(cast, -30, -60, -90)
    night()
    before = TierDecision.objects.values().get()
    alert = alert_of(account)
    assert verdict(alert) == "left"
    assert alert.version == 1
    alert_update(alert, actor=cast.rep, version=1, outcome="lost")
    judge_alerts(DATE)
    night()
    assert TierDecision.objects.values().get() == before


def test_who_left_and_of_what_somebody_was_warned(cast):
    account = customer(cast, -40, 0)
    alert_of(account, OPENED - 20 * DAY, cause="falling_profit")
    alert_of(account, OPENED + HORIZON * DAY, cause="churn")
    alert_of(account, OPENED - 60 * DAY, cause="cadence", state="resolved", closed_at=at_noon(-1))
    judge_alerts(DATE)
    gone = Departure.objects.get()
    assert (gone.last_order, gone.left_on) == (OPENED, DATE)
    assert gone.causes == ["churn", "falling_profit"]


@pytest.mark.parametrize(("last", "count"), [(1, 0), (0, 1), (-364, 1), (-365, 0)])
def test_leaving_is_counted_for_a_year(cast, last, count):
    customer(cast, last)
    judge_alerts(DATE)
    assert Departure.objects.count() == count


def test_who_comes_back_has_not_left(cast):
    account = customer(cast, -10)
    judge_alerts(DATE)
    book(account, 100, 0, DATE)
    judge_alerts(DATE)
    assert not Departure.objects.exists()


def test_precision_and_recall_by_cause(cast):
    for number in range(30):
        account = customer(cast, *((-30,) if number < 12 else (-30, 20)), name=f"Account {number}")
        alert_of(account, acting_since=at_noon(2) if number >= 25 else None)
    customer(cast, -5, name="Left unseen")
    night()
    judge_alerts(DATE)
    _span, known = records(cast.manager)
    record = known["overdue"]
    assert (record.judged, record.left, record.kept, record.false_alarms) == (30, 12, 5, 13)
    assert (record.precision.hits, record.precision.n, record.precision.value) == (12, 25, 0.48)
    assert (record.recall.hits, record.recall.n) == (12, 13)
    assert not record.recall.is_told
    assert known["churn"].judged == 0


def test_nobody_counts_what_he_does_not_see(cast):
    alert_of(customer(cast, -30))
    night()
    judge_alerts(DATE)
    assert records(cast.rep)[1]["overdue"].left == 1
    assert records(cast.outsider)[1]["overdue"].left == 0
    assert records(cast.outsider)[1]["overdue"].recall.n == 0


def test_the_pages_and_the_api_say_it(sign_in, api, cast):
    for number in range(MIN_CASES):
        alert_of(customer(cast, -30, name=f"Account {number}"))
    night()
    judge_alerts(DATE)
    assert "100 %" in sign_in("rep").get("/alerts/").content.decode().replace("\xa0", " ")
    assert "too few" not in sign_in("manager").get("/rules/alerts/").content.decode()
    told = {each["cause"]: each for each in api("rep").get("/api/v1/alerts/precision/").json()}
    assert told["overdue"]["precision"]["value"] == 1.0
    assert told["churn"]["precision"]["value"] is None


def test_the_figures_lead_to_their_rows(sign_in, cast):
    left = alert_of(customer(cast, -30))
    alert_of(customer(cast, -30, 5, name="Stayed"))
    night()
    judge_alerts(DATE)
    client = sign_in("rep")
    span = client.get("/alerts/").context["span"]
    rows = client.get(f"/alerts/?cause=overdue&verdict=left&{span.address}").context["rows"]
    assert list(rows) == [left]


@given(n=st.integers(1, 5000), share=st.floats(0, 1))
def test_the_interval_holds_the_share_and_narrows(n, share):
    hits = round(n * share)
    low, high = wilson(hits, n)
    assert 0 <= low <= hits / n + 1e-12
    assert hits / n - 1e-12 <= high <= 1
    wide = wilson(hits, n)
    narrow = wilson(hits * 4, n * 4)
    assert narrow[1] - narrow[0] <= wide[1] - wide[0]
