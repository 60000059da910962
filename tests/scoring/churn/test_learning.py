"""What may speak, in which form, and what it must not look at."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.churn import combine
from scoring.churn.backtest import backtest
from scoring.churn.learn import Learned, Wish, learn
from scoring.churn.panel import Purchases, panel
from tests.scoring.churn.company import by_chance, simulate

DAY = 700_300


@pytest.fixture(scope="module")
def company() -> Purchases:
    return simulate(1500, 400, r=0.6, alpha=5.0, a=0.8, b=2.4)


def learned(purchases: Purchases, day: int = DAY, horizon: int = 60, least: int = 100) -> Learned:
    return learn(purchases, day, Wish(horizon, least))


def test_a_company_that_loses_customers_has_a_signal(company):
    result = learned(company)
    assert (result.state, result.rates.has_dropout) == ("fitted", True)
    assert result.checks["plain"].least_auc > 0.5


def test_nothing_after_the_day_changes_the_model(company):
    assert learned(company.upto(DAY)) == learned(company)


def test_the_same_ledger_gives_the_same_model(company):
    assert learned(company) == learned(company)


def test_buying_by_chance_is_no_signal():
    assert learned(by_chance(500, 600, 8), 700_500).state == "no_signal"


def test_a_first_handful_does_not_outvote_everybody_since():
    """Sixty bought every other day, and half of them stopped on one day: no model saw that coming. It says little about
    the eight hundred that have come since."""
    later = simulate(800, 190, r=0.6, alpha=5.0, a=0.8, b=2.4)
    first = [(account, day) for account in range(60) for day in range(0, 200 if account % 2 else 50, 2)]
    account, day = np.array(first).T
    accounts, days = np.concatenate([account, later.account + 60]), np.concatenate([day + 700_000, later.day + 70])
    assert learned(Purchases(accounts, days, np.ones(len(days))), 700_260).state == "fitted"


def test_nothing_can_be_told_where_nobody_ever_stops():
    """Everybody buys each week."""
    account, day = (grid.ravel() for grid in np.meshgrid(np.arange(200), 700_000 + np.arange(0, 400, 7), indexing="ij"))
    assert learned(Purchases(account, day, np.ones(len(day))), 700_392).state == "no_signal"


def test_one_entry_of_1970_changes_little(company):
    """A slip of the pen makes one account old, not the company."""
    old = Purchases(
        np.concatenate([[company.account.max() + 1], company.account]),
        np.concatenate([[680_000], company.day]),
        np.concatenate([[1.0], company.value]),
    )
    order = np.lexsort((old.day, old.account))
    slipped = Purchases(old.account[order], old.day[order], old.value[order])
    assert learned(slipped).state == "fitted"


def test_too_few_accounts(company):
    assert learned(company, least=2000).state == "too_few"


def test_no_account_at_all():
    nobody = Purchases(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))
    assert learned(nobody).state == "too_few"


def test_one_time_buyers_only():
    once = Purchases(np.arange(300), 700_000 + np.arange(300), np.ones(300))
    assert learned(once).state == "one_time"


def test_a_ledger_too_short_for_the_look():
    assert learned(simulate(500, 60, r=2, alpha=5.0, a=0.8, b=2.4), 700_060).state == "too_short"


def test_a_look_more_than_twice_the_past_is_too_far(company):
    assert learned(company, horizon=601).state == "too_short"


def test_a_ledger_that_was_not_brought_up_to_date(company):
    assert learned(company.upto(DAY), DAY + 90).state == "stale"


def test_how_long_nobody_may_buy_is_asked_for(company):
    wish = Wish(90, stale_days=120)
    assert learn(company.upto(DAY), DAY + 90, wish).state == "fitted"


def test_a_look_longer_than_the_past_allows_is_learned_from_shorter_ones(company):
    assert learned(company, horizon=150).check_days == 100


def test_what_the_past_adds_is_used():
    """Who spends more stays: the purchase model cannot see that, the past can."""
    company = simulate(1500, 400, r=0.6, alpha=5.0, a=0.8, b=2.4)
    orders = np.bincount(company.account)
    value = 50.0 * (1 + orders[company.account] ** 2)
    result = learned(Purchases(company.account, company.day, value))
    assert result.method == "combined"
    assert result.model.weights[3] < 0


def test_more_silence_never_lowers_the_risk_and_more_orders_never_raise_it(company):
    weights = learned(company).model.weights
    assert weights[0] >= 0
    assert weights[1] >= 0
    assert weights[2] <= 0
    assert weights[3] <= 0
    assert weights[4] >= 0


def test_the_plain_model_is_the_chance_of_no_purchase(company):
    result = learned(company)
    now = panel(company, DAY)
    rows = combine.features(now, result.rates, 60)
    assert combine.predict(combine.PLAIN, rows) == pytest.approx(result.plain(now), abs=1e-6)


def test_a_backtest_tells_all_its_figures(company):
    told = backtest(company, DAY, Wish(60))
    assert told["n"] == len(panel(company, DAY))
    assert told["brier"] < told["brier_base"]
    assert told["auc_all"] > 0.6
    assert set(told["comparison"]) == {"p0", "recency", "rfm"}
    assert sum(row["n"] for row in told["calibration"]) == told["n"]
    assert told["lift_at_10_percent"] > 1


def test_a_backtest_without_signal_tells_no_accuracy():
    told = backtest(by_chance(500, 600, 8), 700_500, Wish(60))
    assert (told["state"], told["signal"], told["auc_all"], told["brier"]) == ("no_signal", False, None, None)
    assert "no_signal" in told["notes"]


def test_a_ledger_that_ends_within_the_look_ahead_is_said(company):
    """Who had not bought by then counts as stopped: the share that stopped is too high."""
    whole, cut = (backtest(known, DAY, Wish(60)) for known in (company, company.upto(DAY + 30)))
    assert "ledger_ends_early" not in whole["notes"]
    assert "ledger_ends_early" in cut["notes"]
    assert cut["base_rate"] > whole["base_rate"]


def test_a_few_days_without_an_order_at_the_end_are_not(company):
    assert "ledger_ends_early" not in backtest(company.upto(DAY + 55), DAY, Wish(60))["notes"]
