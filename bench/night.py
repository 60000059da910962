"""The nightly run against the least that could rank accounts: one aggregate with a rank."""

from __future__ import annotations

import datetime as dt
import json
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Final

import psycopg2

from foundation.embedded import PROJECT

FLOOR: Final = """
SELECT account_id, rank() OVER (ORDER BY sum(revenue_base - cost_base) DESC)
FROM scoring_ledgerentry
WHERE date > current_date - 365
GROUP BY account_id
"""


@dataclass(frozen=True)
class Night:
    """Seconds of the floor, of a first night, and of the night after it."""

    accounts: int
    floor: float
    first: float
    second: float


def night(environ: dict[str, str], accounts: int) -> Night:
    """Two nights in a row: the first writes every tier, the second only what changed."""
    floor = _floor(environ["DATABASE_URL"])
    return Night(accounts, floor, _score(environ, days_ago=2), _score(environ, days_ago=1))


def _floor(url: str) -> float:
    taken = []
    connection = psycopg2.connect(url)
    with connection, connection.cursor() as cursor:
        for _again in range(4):
            started = time.perf_counter()
            cursor.execute(FLOOR)
            taken.append(time.perf_counter() - started)
    connection.close()
    return statistics.median(taken[1:])


def _score(environ: dict[str, str], days_ago: int) -> float:
    """Seconds of the night itself, without the start of Python."""
    date = (dt.datetime.now(dt.UTC).date() - dt.timedelta(days=days_ago)).isoformat()
    command = [sys.executable, "manage.py", "score", "--date", date, "--json"]
    done = subprocess.run(command, cwd=PROJECT, env=environ, check=True, text=True, capture_output=True)
    return float(json.loads(done.stdout)["seconds"])
