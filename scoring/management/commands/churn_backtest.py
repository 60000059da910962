from __future__ import annotations

import argparse
import datetime as dt
import json
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scoring.choices import FitMethod, FitState
from scoring.churn.backtest import backtest
from scoring.churn.nightly import keep, wish_of
from scoring.churn.read import purchases
from scoring.models import ChurnRule
from scoring.queries.churn_words import note_sentence

from .score import _day


class Command(BaseCommand):
    """`manage.py churn_backtest --as-of D --horizon-days N`: how good the churn model would have been."""

    help = "Fit the churn model on what was known on a day, and judge it on what followed. Writes nothing."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--as-of", type=_day, required=True, help="nothing after this day is known: YYYY-MM-DD")
        parser.add_argument("--horizon-days", type=int, help="days ahead (default: the churn rule's)")
        parser.add_argument("--sample-size", type=int, help="accounts looked at (default: the churn rule's)")
        parser.add_argument("--json", action="store_true", help="print the result as one JSON object")
        parser.add_argument("--keep", action="store_true", help="keep it, to be shown on the churn page")

    def handle(self, *args: Any, as_of: dt.date, **options: Any) -> None:
        rule, started = ChurnRule.current(), time.perf_counter()
        horizon = rule.horizon_days if options["horizon_days"] is None else options["horizon_days"]
        if not 1 <= horizon <= 3660:
            raise CommandError("--horizon-days: a number from 1 to 3660")
        if (size := options["sample_size"]) is not None and size < 1:
            raise CommandError("--sample-size: a number from 1 on")
        until = as_of + dt.timedelta(days=horizon)
        known = purchases(until, size or rule.sample_size)
        if not len(known.upto(as_of.toordinal()).day):
            raise CommandError(f"The ledger has no order up to {as_of}: there is nothing to fit on.")
        if known.last_day <= as_of.toordinal():
            raise CommandError(f"The ledger has no order in the {horizon} days after {as_of}: nothing to judge by.")
        figures = backtest(known, as_of.toordinal(), wish_of(rule, horizon))
        seconds = time.perf_counter() - started
        if options["keep"]:
            keep(figures, figures["n"], seconds)
        told = {**figures, "seconds": round(seconds, 3)}
        self.stdout.write(json.dumps(told, ensure_ascii=False) if options["json"] else _in_words(told))


def _in_words(told: dict[str, Any]) -> str:
    lines = [
        (
            f"As of {told['as_of']}, {told['horizon_days']} days ahead: {told['n']} accounts, {told['repeat_buyers']} "
            f"bought more than once; {told['base_rate']} bought nothing in that time."
        ),
        f"State: {FitState(told['state']).label}. Method: {FitMethod(told['method']).label}.",
    ]
    if told["state"] == FitState.FITTED:
        lines += [
            (
                f"AUC {told['auc_all']} (repeat buyers {told['auc_repeat']}, top spenders {told['auc_top']}), "
                f"Brier {told['brier']} (base {told['brier_base']}), lift at 10 % {told['lift_at_10_percent']}, "
                f"lead time {told['lead_time_days']} days."
            ),
        ]
        lines += [f"  {name}: AUC {row['auc_all']}" for name, row in told["comparison"].items()]
    return "\n".join([*lines, *(str(note_sentence(note)) for note in told["notes"])])
