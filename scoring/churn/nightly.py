"""Fitting as of a night's date, with its back-test; predicting everybody by it."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from foundation.locks import wait_for_lock
from scoring.choices import FitPurpose, FitState
from scoring.models import ChurnFit, ChurnRule, ScoringRun
from scoring.queries.nights import company_now
from scoring.services.churn import churn_publish
from teams.models import User

from .backtest import backtest, checks, judged_days, notes, parameters
from .learn import Wish, learn
from .panel import Purchases
from .read import purchases


def fit_after_night(run_id: int) -> ChurnFit | None:
    """The fit that belongs to a night, unless it has been made since the night was computed; None if a later one
    stands, whose word must not be taken back."""
    run = ScoringRun.objects.get(pk=run_id)
    if run.finished_at is None:
        return None
    made = ChurnFit.objects.filter(purpose=FitPurpose.NIGHT, as_of=run.business_date).first()
    if made and made.made_at > run.finished_at:
        return made
    return fit_night(run.business_date, requested_by=run.requested_by)


@transaction.atomic
def fit_night(date: dt.date, *, requested_by: User | None = None) -> ChurnFit | None:
    """Fits as of `date`, judges, predicts everybody; one row a date, computed again in its place. The night's lock is
    held throughout: both write accounts. None, and nothing done, where a later fit stands; one of a day that has not
    come (a clock gone wrong) does not."""
    wait_for_lock("scoring.night")
    if ChurnFit.objects.filter(purpose=FitPurpose.NIGHT, as_of__gt=date, as_of__lte=company_now().date()).exists():
        return None
    rule, started = ChurnRule.current(), time.perf_counter()
    known = purchases(date, rule.sample_size)
    wish = wish_of(rule)
    learned = learn(known, date.toordinal(), wish)
    values = {
        "state": learned.state, "method": learned.method, "parameters": parameters(learned),
        "checks": {"notes": notes(learned), "days": learned.check_days, **checks(learned)},
        "backtest": _judged(known, date.toordinal(), wish) if learned.state == FitState.FITTED else {},
        "horizon_days": wish.horizon, "sampled": learned.accounts, "requested_by": requested_by,
        "made_at": timezone.now(),
    }  # fmt: skip
    fit, _made = ChurnFit.objects.update_or_create(as_of=date, purpose=FitPurpose.NIGHT, defaults=values)
    fit.predicted = churn_publish(fit)
    fit.seconds = round(time.perf_counter() - started, 2)
    fit.save(update_fields=["predicted", "seconds"])
    return fit


def wish_of(rule: ChurnRule, horizon: int | None = None) -> Wish:
    """What the rule asks for; `horizon`: another look ahead."""
    return Wish(horizon or rule.horizon_days, rule.min_accounts, rule.stale_days, float(rule.high_from))


def keep(figures: dict[str, Any], sampled: int, seconds: float) -> ChurnFit:
    """A back-test made by hand, kept beside the nightly ones."""
    return ChurnFit.objects.create(
        as_of=figures["as_of"], purpose=FitPurpose.BACKTEST, horizon_days=figures["horizon_days"],
        state=figures["state"], method=figures["method"], parameters=figures["parameters"], checks=figures["checks"],
        backtest=figures, sampled=sampled, seconds=round(seconds, 2),
    )  # fmt: skip


def _judged(known: Purchases, today: int, wish: Wish) -> dict[str, Any]:
    """The same procedure as of one look ahead ago."""
    days = judged_days(known, today, wish.horizon)
    return backtest(known, today - days, replace(wish, horizon=days))
