from __future__ import annotations

import argparse
import datetime as dt
import json
import time
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from foundation.errors import RuleBroken
from foundation.sql import StepResult
from scoring.churn.nightly import fit_after_night
from scoring.queries.churn import churn_summary
from scoring.queries.runs import STEPS
from scoring.queries.summary import night_summary
from scoring.services import night_now
from scoring.services.follow_up import escalate_alerts, judge_alerts
from scoring.services.night import silent
from teams.models import Company

BAR = 24


class Command(BaseCommand):
    """`manage.py score`: the night of a date, computed here and now."""

    help = (
        "Compute the nightly run of a date (default: yesterday in the company's time zone), even if it is done. "
        "--verbosity 0 says nothing but what --json asks for."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--date", type=_day, help="the business date, YYYY-MM-DD")
        parser.add_argument("--full", action="store_true", help="from nothing, not going on from the night before")
        parser.add_argument("--json", action="store_true", help="print the result as one JSON object")

    def handle(self, *args: Any, date: dt.date | None, full: bool, verbosity: int, **options: Any) -> None:
        started = time.perf_counter()
        try:
            run, was_done = night_now(date, full=full, report=self._tell if verbosity else silent)
        except RuleBroken as refusal:
            raise CommandError(str(refusal.message)) from refusal
        fit = fit_after_night(run.pk)
        escalate_alerts()
        judge_alerts()
        seconds = round(time.perf_counter() - started, 3)
        summary = {**night_summary(run), "churn": churn_summary(fit)}
        if options["json"]:
            self.stdout.write(json.dumps({**summary, "seconds": seconds}, ensure_ascii=False))
        elif verbosity:
            self.stdout.write(_in_words(summary, seconds, again=was_done))

    def _tell(self, name: str, number: int, of: int, result: StepResult | None) -> None:
        """A bar in a terminal, a line a step in a log; nothing on stdout, which may be JSON."""
        label = str(STEPS.get(name, name))
        if self.stderr.isatty():
            done = number + (result is not None)
            self.stderr.write(f"\r{'█' * (BAR * done // of):·<{BAR}} {label:<48}", ending="\n" if done == of else "")
        elif result is not None:
            line = f"{number + 1:>2} of {of}  {label:<48} {result.rows:>11,} rows {result.seconds:>8.2f} s"
            self.stderr.write(line)


def _day(typed: str) -> dt.date:
    try:
        return dt.date.fromisoformat(typed)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{typed!r} is no date; write YYYY-MM-DD") from error


def _in_words(summary: dict[str, Any], seconds: float, *, again: bool) -> str:
    lines = [
        f"Night of {summary['date']} computed{' again' if again else ''} in {seconds:.1f} s.",
        f"Accounts: {summary['accounts']:,}, {summary['rated']:,} of them with an entry in the window, and so rated.",
        f"Policy: version {summary['policy_version']}, a window of {summary['window_months']} months.",
        *_table(summary["tiers"], summary["profit"]),
    ]
    if summary["top_share"] is not None:
        lines += [
            f"Top 20 %: {summary['top_accounts']:,} accounts, {summary['top_share']} % of profit.",
            f"Losing money: {summary['unprofitable']:,}, {_grouped(summary['losses'])} together.",
            f"The curve peaks at {summary['peak']} %.",
        ]
    if summary["churn"]:
        lines.append("Churn: {state}, {predicted:,} accounts predicted.".format_map(summary["churn"]))
    if not summary["published"]:
        lines.append(_UNPUBLISHED if summary["rated"] else _NOBODY)
    return "\n".join(lines)


def _table(tiers: dict[str, Any], profit: str) -> list[str]:
    """Accounts and profit of each tier, and the profit of all, in columns."""
    rows = [(name, f"{row['accounts']:,}", _grouped(row["profit"])) for name, row in tiers.items()]
    currency = Company.current().base_currency
    rows = [("", "accounts", f"profit, {currency}"), *rows, ("all", "", _grouped(profit))]
    return ["", *(f"  {name:<10}{accounts:>12}{money:>22}".rstrip() for name, accounts, money in rows), ""]


def _grouped(money: str) -> str:
    return f"{Decimal(money):,}"


_UNPUBLISHED = "A later night is on record: the accounts keep the tiers it gave them."
_NOBODY = "No account has a ledger entry in the window: nobody was rated, the accounts keep their tiers."
