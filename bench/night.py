"""The nightly run against the least that could rank accounts: one aggregate over the window with a rank."""

from __future__ import annotations

import datetime as dt
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import psycopg2

from foundation.embedded import PROJECT

# date + 0: index-only over the covering index, where the planner would take the slower way through the days.
FLOOR: Final = """
SELECT account_id, rank() OVER (ORDER BY sum(revenue_base - cost_base) DESC)
FROM scoring_ledgerentry
WHERE date + 0 > current_date - 365
GROUP BY account_id
"""
LATE: Final = """
INSERT INTO scoring_ledgerentry (account_id, date, revenue, cost, currency, rate, external_id, note, created_at)
SELECT id, current_date - 9, 1000 + id %% 700, 400, currency, 1, '', 'late', now()
FROM accounts_account, (SELECT base_currency AS currency FROM teams_company) AS company
WHERE id %% 100 = %s
"""
HOUR: Final = "INSERT INTO teams_costrate (user_id, valid_from, hourly) VALUES (NULL, current_date + %s, 80)"
"""Other rates make every account's sums anew. One to come changes none of them, one of last year nearly all."""


@dataclass(frozen=True)
class Night:
    """Seconds by what was done; megabytes of the largest worker."""

    accounts: int
    floor: float
    seconds: dict[str, float]
    memory: float


def night(environ: dict[str, str], accounts: int) -> Night:
    """Nights in a row, then the last one again after late rows, and drafts judged on it; the floor before each."""
    floors, url = [], environ["DATABASE_URL"]

    def score(days_ago: int, *options: str) -> float:
        floors.append(_seconds(url, FLOOR))
        return _score(environ, days_ago, *options)

    _vacuum(url)
    done = {"first": score(5)}
    _vacuum(url)
    done["next"] = score(4)
    _write(url, HOUR, 30)
    done["all"] = score(4)
    _write(url, HOUR, -300)
    done["another hour"] = score(3)
    _vacuum(url)
    done["from nothing"] = score(2, "--full")
    _write(url, LATE, 7)
    done["one in a hundred"] = score(2)
    done |= _asked(environ)
    return Night(accounts, statistics.median(floors), done, _memory())


def _asked(environ: dict[str, str]) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.drafts"]
    done = subprocess.run(command, cwd=PROJECT, env=environ, check=True, text=True, stdout=subprocess.PIPE)
    return dict(json.loads(done.stdout))


def _score(environ: dict[str, str], days_ago: int, *options: str) -> float:
    """Seconds of the night itself, without the start of Python."""
    date = (dt.datetime.now(dt.UTC).date() - dt.timedelta(days=days_ago)).isoformat()
    command = [sys.executable, "manage.py", "score", "--date", date, "--json", *options]
    done = subprocess.run(command, cwd=PROJECT, env=environ, check=True, text=True, capture_output=True)
    return float(json.loads(done.stdout)["seconds"])


def _seconds(url: str, query: str) -> float:
    def run(cursor: Any) -> float:
        started = time.perf_counter()
        cursor.execute(query)
        return time.perf_counter() - started

    return _with_cursor(url, run)


def _write(url: str, query: str, *values: Any) -> None:
    _with_cursor(url, lambda cursor: cursor.execute(query, values))


def _vacuum(url: str) -> None:
    """What autovacuum would have done by the next night."""
    for table in ("scoring_ledgerentry", "accounts_account", "accounts_visit", "scoring_standing"):
        _with_cursor(url, lambda cursor, table=table: cursor.execute(f"VACUUM (ANALYZE) {table}"))  # type: ignore[misc]


def _with_cursor(url: str, work: Callable[[Any], Any]) -> Any:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            return work(cursor)
    finally:
        connection.close()


def _memory() -> float:
    """Of the largest process started from here so far: each night ran in one."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
