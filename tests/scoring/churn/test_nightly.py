"""The fit that follows a night: kept, judged, asked for by the rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from accounts.models import Account
from foundation.errors import Forbidden, RuleBroken, StaleEdit
from journal.models import Event
from scoring.churn.nightly import fit_after_night, fit_night
from scoring.models import Alert, AlertRule, ChurnFit, ChurnPrediction, ChurnRule
from scoring.services import churn_rule_update
from tests.scoring.churn.company import TODAY, book_all, by_chance, simulate
from tests.scoring.make import night


@pytest.fixture
def company(cast):
    return book_all(cast.rep, simulate(220, 500, r=1.0, alpha=5.0, a=0.8, b=2.4))


def test_everybody_who_bought_is_predicted(company):
    fit = fit_night(TODAY)
    assert (fit.state, fit.predicted) == ("fitted", 220)
    assert ChurnPrediction.objects.count() == Account.objects.filter(churn_risk__isnull=False).count() == 220


def test_the_fit_is_judged_on_the_days_before(company):
    fit = fit_night(TODAY)
    assert fit.judged_as_of == TODAY - dt.timedelta(days=91)
    assert 0 < fit.backtest["auc_all"] < 1


def test_again_gives_the_same(company):
    first = fit_night(TODAY)
    risks = list(ChurnPrediction.objects.order_by("id").values_list("id", "risk", "fit"))
    again = fit_night(TODAY)
    assert (again.pk, again.parameters, again.backtest) == (first.pk, first.parameters, first.backtest)
    assert list(ChurnPrediction.objects.order_by("id").values_list("id", "risk", "fit")) == risks


def test_an_earlier_day_takes_nothing_back(company):
    fit_night(TODAY)
    assert fit_night(TODAY - dt.timedelta(days=1)) is None
    assert ChurnFit.objects.get().as_of == TODAY


def test_it_follows_its_night_once(company):
    run = night(TODAY)
    first = fit_after_night(run.pk)
    assert fit_after_night(run.pk).made_at == first.made_at


def test_without_signal_no_number_stands(cast):
    book_all(cast.rep, by_chance(300, 600, 8))
    fit = fit_night(TODAY)
    assert (fit.state, fit.predicted, fit.backtest) == ("no_signal", 0, {})
    assert not Account.objects.filter(churn_risk__isnull=False).exists()


def test_too_few_accounts_say_so(cast):
    book_all(cast.rep, by_chance(20, 300, 8))
    assert fit_night(TODAY).state == "too_few"


def test_an_empty_company_says_so(cast):
    assert fit_night(TODAY).state == "too_few"


def test_the_rule_says_how_far_ahead(company, cast):
    churn_rule_update(ChurnRule.current(), actor=cast.manager, version=1, horizon_days=60)
    assert fit_night(TODAY).horizon_days == 60


def test_a_smaller_sample_predicts_everybody_all_the_same(company):
    ChurnRule.objects.update(sample_size=1000)
    from scoring.churn.read import purchases

    assert len(set(purchases(TODAY, 110).account.tolist())) < 180
    assert fit_night(TODAY).predicted == 220


def test_a_change_of_the_rule_is_history(cast):
    churn_rule_update(ChurnRule.current(), actor=cast.manager, version=1, min_accounts=200)
    event = Event.objects.get(verb="churn_rule.updated")
    assert (event.actor, event.changes) == (cast.manager, {"min_accounts": [100, 200]})


def test_a_change_of_the_bounds_is_history(cast):
    churn_rule_update(ChurnRule.current(), actor=cast.manager, version=1, high_from=Decimal("0.70"))
    assert Event.objects.get(verb="churn_rule.updated").changes == {"high_from": ["0.60", "0.70"]}


@pytest.mark.parametrize(
    "wrong",
    [
        {"horizon_days": 3}, {"min_accounts": 1}, {"sample_size": 10**6}, {"high_from": Decimal("1.01")},
        {"watch_from": Decimal(0)}, {"watch_from": Decimal("0.60")}, {"high_from": Decimal("0.30")}, {"stale_days": 3},
    ],
)  # fmt: skip
def test_the_rule_keeps_its_ranges(cast, wrong):
    with pytest.raises(RuleBroken):
        churn_rule_update(ChurnRule.current(), actor=cast.manager, version=1, **wrong)


def test_the_rule_is_for_who_leads(cast):
    with pytest.raises(Forbidden):
        churn_rule_update(ChurnRule.current(), actor=cast.rep, version=1, horizon_days=60)


def test_an_old_version_of_the_rule_is_refused(cast):
    with pytest.raises(StaleEdit):
        churn_rule_update(ChurnRule.current(), actor=cast.manager, version=9, horizon_days=60)


def test_a_fit_of_a_day_that_has_not_come_does_not_stand(company, time_machine):
    noon = dt.datetime.combine(TODAY, dt.time(12), dt.UTC)
    time_machine.move_to(noon + dt.timedelta(days=400), tick=False)
    fit_night(TODAY + dt.timedelta(days=365))
    time_machine.move_to(noon + dt.timedelta(days=1), tick=False)
    fit = fit_night(TODAY)
    assert fit is not None
    assert (fit.state, ChurnPrediction.objects.filter(fit=fit).count()) == ("fitted", 220)


def test_who_is_lost_already_is_not_warned_of(company):
    AlertRule.objects.filter(cause="churn").update(tiers=[])
    fit_night(TODAY)
    warned = set(Alert.objects.filter(cause="churn").values_list("account_id", flat=True))
    gone = warned.pop()
    Alert.objects.all().delete()
    Account.objects.filter(pk=gone).update(lost_on=TODAY)
    fit_night(TODAY)
    assert set(Alert.objects.filter(cause="churn").values_list("account_id", flat=True)) == warned != set()
