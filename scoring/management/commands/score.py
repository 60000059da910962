from __future__ import annotations

import argparse
import datetime as dt
import json
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from foundation.errors import RuleBroken
from foundation.sql import StepResult
from scoring.churn.nightly import fit_after_night
from scoring.queries.churn import churn_summary
from scoring.queries.summary import night_summary
from scoring.services import night_now

BAR = 24


class Command(BaseCommand):
    """`manage.py score`: the night of a date, computed here and now."""

    help = "Compute the nightly run of a date (default: yesterday in the company's time zone), even if it is done."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--date", type=_day, help="the business date, YYYY-MM-DD")
        parser.add_argument("--full", action="store_true", help="from nothing, not going on from the night before")
        parser.add_argument("--json", action="store_true", help="print the result as one JSON object")

    def handle(self, *args: Any, date: dt.date | None, full: bool, **options: Any) -> None:
        started = time.perf_counter()
        try:
            run, was_done = night_now(date, full=full, report=self._tell)
        except RuleBroken as refusal:
            raise CommandError(str(refusal.message)) from refusal
        fit = fit_after_night(run.pk)
        seconds = round(time.perf_counter() - started, 3)
        summary = {**night_summary(run), "churn": churn_summary(fit)}
        text = _as_json(summary, seconds) if options["json"] else _in_words(summary, seconds, again=was_done)
        self.stdout.write(text)

    def _tell(self, name: str, number: int, of: int, result: StepResult | None) -> None:
        """A bar in a terminal, a line a step in a log; nothing on stdout, which may be JSON."""
        if self.stderr.isatty():
            done = number + (result is not None)
            bar = "█" * (BAR * done // of)
            self.stderr.write(f"\r{bar:·<{BAR}} {name:<24}", ending="\n" if done == of else "")
        elif result is not None:
            self.stderr.write(f"{name}: {result.rows} rows, {result.seconds:.3f} s")


def _day(typed: str) -> dt.date:
    try:
        return dt.date.fromisoformat(typed)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{typed!r} is no date; write YYYY-MM-DD") from error


def _as_json(summary: dict[str, Any], seconds: float) -> str:
    return json.dumps({**summary, "seconds": seconds}, ensure_ascii=False)


def _in_words(summary: dict[str, Any], seconds: float, *, again: bool) -> str:
    tiers = ", ".join(f"{name} {row['accounts']} ({row['profit']})" for name, row in summary["tiers"].items())
    lines = [
        f"Night of {summary['date']} computed{' again' if again else ''} in {seconds:.1f} s.",
        f"{summary['accounts']} accounts, {summary['rated']} rated, profit {summary['profit']}.",
        f"Policy version {summary['policy_version']}, window {summary['window_months']} months.",
        f"Tiers: {tiers}.",
    ]
    if summary["top_share"] is not None:
        lines.append(
            f"The top 20 % ({summary['top_accounts']} of {summary['rated']}) bring {summary['top_share']} % of profit; "
            f"{summary['unprofitable']} lose money ({summary['losses']}); the curve peaks at {summary['peak']} %."
        )
    if summary["churn"]:
        lines.append("Churn: {state}, {predicted} accounts predicted.".format_map(summary["churn"]))
    if not summary["published"]:
        lines.append(_UNPUBLISHED if summary["rated"] else _NOBODY)
    return "\n".join(lines)


_UNPUBLISHED = "A later night is on record: the accounts keep the tiers it gave them."
_NOBODY = "No account has a ledger entry in the window: nobody was rated, the accounts keep their tiers."
