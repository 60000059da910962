"""Predicting everybody in SQL: the oracle's figures, published once, taken back where nothing may be said."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Account
from scoring.models import Alert, AlertRule, ChurnPrediction, LedgerEntry
from scoring.services import churn_publish
from tests.cast import make_account
from tests.scoring.churn import oracle
from tests.scoring.churn.company import PLAIN, TODAY, make_fit
from tests.scoring.make import book, night

DAYS = st.lists(st.integers(0, 1500), min_size=1, max_size=12, unique=True)
PARAMETERS = st.fixed_dictionaries(
    {
        "r": st.floats(0.05, 30), "alpha": st.floats(0.5, 900), "a": st.floats(0.001, 5), "b": st.floats(0.1, 900),
        "has_dropout": st.booleans(), "log_likelihood": st.just(0.0), "intercept": st.floats(-2, 2),
        "weights": st.tuples(*[st.floats(-1, 1)] * 5).map(list),
    }
)  # fmt: skip


def publish(**fields) -> int:
    with transaction.atomic():
        return churn_publish(make_fit(**fields))


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories=st.lists(DAYS, min_size=1, max_size=6), fit=PARAMETERS, horizon=st.integers(14, 730))
def test_sql_agrees_with_the_oracle(cast, histories, fit, horizon):
    with transaction.atomic():
        LedgerEntry.objects.all().delete()
        accounts = [make_account(cast.rep, f"Account {number}") for number, _ in enumerate(histories)]
        for account, days in zip(accounts, histories, strict=True):
            for day in days:
                book(account, 100 + day, 0, ago(day))
        publish(parameters=fit, horizon_days=horizon)
        for account, days in zip(accounts, histories, strict=True):
            dates, revenue = sorted(ago(day) for day in days), float(sum(100 + day for day in days))
            exact = oracle.exact_log_odds(dates, revenue, TODAY, horizon, fit)
            told = float(ChurnPrediction.objects.get(account=account).risk)
            # Just between two steps of the grid either may be told.
            near = {oracle.risk(dates, revenue, TODAY, horizon, {**fit, "intercept": fit["intercept"] + nudge})
                    for nudge in (-1e-9, 0, 1e-9)}  # fmt: skip
            assert any(abs(told - each) <= 0.00006 for each in near), (exact, told, near)
        transaction.set_rollback(True)


def test_a_purchase_is_a_day_with_revenue(cast):
    account = make_account(cast.rep)
    for date, revenue in [(ago(60), 100), (ago(60), 50), (ago(30), 80), (ago(10), -80), (ago(5), 0)]:
        book(account, revenue, 0, date)
    publish()
    found = ChurnPrediction.objects.get()
    assert (found.orders, found.first_order, found.last_order, found.revenue) == (2, ago(60), ago(30), Decimal(230))


def test_what_comes_later_is_not_known(cast):
    account = make_account(cast.rep)
    book(account, 100, 0, ago(30))
    book(account, 100, 0, TODAY + dt.timedelta(days=1))
    publish()
    assert ChurnPrediction.objects.get().orders == 1


def test_who_never_bought_has_no_risk(cast):
    account = make_account(cast.rep)
    book(account, -10, 0, ago(3))
    publish()
    account.refresh_from_db()
    assert account.churn_risk is None


def test_the_risk_is_published_and_nobody_s_version_moves(cast):
    account = make_account(cast.rep)
    book(account, 100, 0, ago(30))
    publish()
    fresh = Account.objects.get()
    assert fresh.churn_risk == ChurnPrediction.objects.get().risk
    assert (fresh.version, fresh.updated_at) == (account.version, account.updated_at)


def test_a_second_time_nothing_is_rewritten(cast):
    book(make_account(cast.rep), 100, 0, ago(30))
    first = make_fit()
    with transaction.atomic():
        churn_publish(first)
    second = make_fit(as_of=TODAY, purpose="backtest")
    with transaction.atomic():
        churn_publish(second)
    assert ChurnPrediction.objects.get().fit == first


def test_an_archived_account_loses_its_prediction(cast):
    account = make_account(cast.rep)
    book(account, 100, 0, ago(30))
    publish(as_of=ago(1))
    Account.objects.update(archived_at=dt.datetime(2026, 3, 1, tzinfo=dt.UTC))
    publish()
    account.refresh_from_db()
    assert (ChurnPrediction.objects.count(), account.churn_risk) == (0, None)


def test_a_fit_without_numbers_takes_them_back(cast):
    account = make_account(cast.rep)
    book(account, 100, 0, ago(30))
    publish(as_of=ago(1))
    publish(state="no_signal", parameters={})
    account.refresh_from_db()
    assert (ChurnPrediction.objects.count(), account.churn_risk) == (0, None)


def test_profit_at_risk_comes_from_the_night(cast):
    account = make_account(cast.rep)
    book(account, 1000, 400, ago(30))
    night(TODAY)
    publish()
    found = ChurnPrediction.objects.get()
    assert found.profit == 600
    assert found.at_stake == (found.risk * 600).quantize(Decimal("0.01"))


def test_a_loss_is_no_profit_at_risk(cast):
    book(make_account(cast.rep), 100, 400, ago(30))
    night(TODAY)
    publish()
    assert ChurnPrediction.objects.get().at_stake == 0


@pytest.mark.parametrize(("threshold", "alerts"), [("0.99", 0), ("0.10", 1)])
def test_from_the_rule_s_threshold_on_somebody_is_alerted(cast, threshold, alerts):
    AlertRule.objects.filter(cause="churn").update(threshold=threshold, tiers=[])
    book(make_account(cast.rep), 100, 0, ago(300))
    publish()
    assert Alert.objects.filter(cause="churn").count() == alerts


def test_the_night_leaves_the_model_s_alerts_alone(cast):
    AlertRule.objects.filter(cause="churn").update(threshold="0.1", tiers=[])
    book(make_account(cast.rep), 100, 0, ago(300))
    publish()
    night(TODAY)
    assert Alert.objects.get(cause="churn").is_open


def test_an_alert_is_resolved_when_the_model_falls_silent(cast):
    AlertRule.objects.filter(cause="churn").update(threshold="0.1", tiers=[])
    book(make_account(cast.rep), 100, 0, ago(300))
    publish(as_of=ago(1))
    publish(state="no_signal", parameters={})
    assert Alert.objects.get(cause="churn").state == "resolved"


def test_the_oracle_by_hand():
    """Bought on two days, 14 days apart, the last a week ago; plain model: the formula of docs/scoring.md."""
    days = [ago(21), ago(7)]
    alive = 1 / (1 + 0.8 / 2.4 * ((4.4 + 3) / (4.4 + 2)) ** 1.25)
    chance = 1 - alive + alive * ((4.4 + 3) / (4.4 + 3 + 13)) ** 1.25
    assert oracle.no_purchase(days, TODAY, 91, PLAIN) == pytest.approx(chance)


def test_a_faithful_buyer_silent_for_years_is_gone_for_sure(cast):
    """Both of two chances that are multiplied are all but zero, and the product is less than a double can carry."""
    account = make_account(cast.rep)
    for day in range(600):
        book(account, 100, 0, ago(1500 - day // 2 - day % 2))
    fit = {**PLAIN, "r": 30.0, "alpha": 0.5, "has_dropout": True}
    assert publish(parameters=fit, horizon_days=730) == 1
    assert ChurnPrediction.objects.get().risk == Decimal("1.00")
