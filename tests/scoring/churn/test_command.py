"""`manage.py churn_backtest`: one JSON object, nothing written unless asked."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

from scoring.models import ChurnFit
from tests.scoring.churn.company import TODAY, book_all, simulate


@pytest.fixture
def company(cast):
    return book_all(cast.rep, simulate(220, 500, r=1.0, alpha=5.0, a=0.8, b=2.4))


def run(capsys, *options: str) -> str:
    call_command("churn_backtest", "--as-of", "2026-01-15", "--horizon-days", "60", *options)
    return capsys.readouterr().out


def test_json_is_one_object(company, capsys):
    told = json.loads(run(capsys, "--json"))
    assert {"n", "base_rate", "auc_all", "auc_repeat", "auc_top", "brier", "brier_base", "lift_at_10_percent"} <= set(
        told
    )
    assert told["horizon_days"] == 60
    assert not ChurnFit.objects.exists()


def test_it_is_kept_when_asked(company, capsys):
    run(capsys, "--keep")
    fit = ChurnFit.objects.get()
    assert (fit.purpose, str(fit.as_of), fit.backtest["horizon_days"]) == ("backtest", "2026-01-15", 60)


def test_in_words(company, capsys):
    assert "AUC" in run(capsys)


def test_a_day_after_which_nothing_is_known(company):
    with pytest.raises(CommandError, match="nothing to judge by"):
        call_command("churn_backtest", "--as-of", str(TODAY))


def test_a_day_before_all_orders_is_told_as_what_it_is(company):
    with pytest.raises(CommandError, match="no order up to 1970-01-01"):
        call_command("churn_backtest", "--as-of", "1970-01-01")


@pytest.mark.parametrize("size", ["0", "-3"])
def test_a_sample_of_nobody_is_refused(company, size):
    with pytest.raises(CommandError, match="--sample-size: a number from 1 on"):
        call_command("churn_backtest", "--as-of", "2026-01-15", "--horizon-days", "60", "--sample-size", size)


@pytest.mark.parametrize("days", ["0", "-5", "99999"])
def test_days_that_make_no_sense(company, days):
    with pytest.raises(CommandError):
        call_command("churn_backtest", "--as-of", "2026-01-15", "--horizon-days", days)
