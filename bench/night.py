"""The nightly run against the least that could rank accounts: one aggregate over the window with a rank."""

from __future__ import annotations

import datetime as dt
import json
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from math import ceil
from pathlib import Path
from typing import Any, Final

import psycopg2

from foundation.embedded import PROJECT

from .cost import Cost, costs
from .diary import Diary

# date + 0: index-only over the covering index, where the planner would take the slower way through the days.
FLOOR: Final = """
SELECT account_id, rank() OVER (ORDER BY sum(revenue_base - cost_base) DESC)
FROM scoring_ledgerentry
WHERE date + 0 > current_date - %s
GROUP BY account_id
"""
YEAR: Final = 365
ENOUGH: Final = 0.5
"""Seconds of processor: fifty times what it is told in."""
DRAFTED: Final = 548
"""Days of the window that a draft asks for."""
LATE: Final = """
INSERT INTO scoring_ledgerentry (account_id, date, revenue, cost, currency, rate, external_id, note, created_at)
SELECT account_id, current_date - 9, round(avg(revenue_base), 2), round(avg(cost_base), 2), base_currency, 1, '',
       'late', now()
FROM scoring_ledgerentry, teams_company
WHERE account_id %% 100 = %s AND kind = 'sale' AND revenue > 0
GROUP BY account_id, base_currency
"""
"""Sized like what that account usually buys: an invoice that was entered late."""
LARGE: Final = """
INSERT INTO scoring_ledgerentry (account_id, date, revenue, cost, currency, rate, external_id, note, created_at)
SELECT id, current_date - 9, 1000 + id %% 700, 400, currency, 1, '', 'late', now()
FROM accounts_account, (SELECT base_currency AS currency FROM teams_company) AS company
WHERE id %% 100 = %s
"""
"""Each about what two median accounts bring in a year, together 1.2 % of all profit: boundaries move past others."""
QUIET: Final = """
DELETE FROM scoring_ledgerentry
WHERE account_id %% 8 <> 0
  AND date IN (%(date)s::date, %(date)s::date - interval '6 months', %(date)s::date - interval '1 year');
DELETE FROM accounts_visit
USING teams_company
WHERE account_id %% 8 <> 0
  AND (starts_at AT TIME ZONE timezone)::date IN (%(date)s::date, (%(date)s::date - interval '1 year')::date)
"""
"""Leaves of the entries and visits that come into or leave a window on that day those of every eighth account: one
account in a hundred changes, where in the company as made up it is one in fourteen."""
HOUR: Final = "INSERT INTO teams_costrate (user_id, valid_from, hourly) VALUES (NULL, current_date + 30, 80)"
"""Another rate makes every account's sums anew; one to come changes none of them."""
TABLES: Final = (
    "scoring_ledgerentry", "accounts_account", "accounts_publishedprofit", "accounts_visitdue", "accounts_visit",
    "scoring_standing", "scoring_rhythm", "scoring_tierdecision", "scoring_alert",
)  # fmt: skip


@dataclass(frozen=True)
class Night:
    """Times U by what was done, U being the mean of the floor before and after it; the floor's median; megabytes of the
    largest worker; seconds of what is no night; how many accounts changed before the quiet one."""

    accounts: int
    floor: Cost
    times: dict[str, float]
    costs: dict[str, Cost]
    seconds: dict[str, float]
    memory: float
    changed: int


def night(environ: dict[str, str], folder: Path, accounts: int) -> Night:
    """Nights in a row, then the last one again after late rows, and drafts judged on it; each once a company."""
    diary, url = Diary(folder / "measured.json"), environ["DATABASE_URL"]

    def between_floors(name: str, work: Callable[[], Any]) -> dict[str, Any]:
        def measured() -> dict[str, Any]:
            before = _floor(folder, url)
            done = work()
            return {"floors": [asdict(before), asdict(_floor(folder, url))], **done}

        return dict(diary.once(name, measured))

    def score(days_ago: int, *options: str) -> dict[str, Any]:
        return _json_of(environ, "bench.score", str(folder), _day(days_ago), *options)

    def after(change: Callable[[], Any], days_ago: int, *options: str) -> dict[str, Any]:
        change()
        return score(days_ago, *options)

    def before_a_quiet_day() -> None:
        _write(url, QUIET, {"date": _day(3)})
        score(4)
        _vacuum(url)

    def drafts() -> dict[str, Any]:
        return {**_json_of(environ, "bench.drafts", str(folder)), "drafted": asdict(_floor(folder, url, DRAFTED))}

    kept = {
        "first": between_floors("first", lambda: after(lambda: _vacuum(url), 5)),
        "next": between_floors("next", lambda: after(lambda: _vacuum(url), 4)),
        "late": between_floors("late", lambda: after(lambda: _write(url, LATE, [7]), 4)),
        "late, large": between_floors("late, large", lambda: after(lambda: _write(url, LARGE, [13]), 4)),
        "all": between_floors("all", lambda: after(lambda: _write(url, HOUR), 4)),
        "quiet": between_floors("quiet", lambda: after(before_a_quiet_day, 3)),
        "drafts": between_floors("drafts", drafts),
        "from nothing": between_floors("from nothing", lambda: after(lambda: _vacuum(url), 2, "--full")),
    }
    return _summed_up(accounts, kept)


def _summed_up(accounts: int, kept: dict[str, dict[str, Any]]) -> Night:
    floors = [Cost(**floor) for done in kept.values() for floor in done["floors"]]
    drafts = kept["drafts"]
    named = {name: (Cost(**done["night"]), done) for name, done in kept.items() if name != "drafts"}
    named |= {f"churn, {name}": (Cost(**kept[name]["churn"]), kept[name]) for name in ("first", "next")}
    named |= {name: (Cost(**cost), drafts) for name, cost in drafts["costs"].items()}
    named["what-if, window, own"] = (Cost(**drafts["costs"]["what-if, window"]), {"floors": [drafts["drafted"]]})
    return Night(
        accounts,
        Cost(*(statistics.median(getattr(floor, what) for floor in floors) for what in ("seconds", "processor"))),
        {name: cost.processor / _mean_floor(done) for name, (cost, done) in named.items()},
        {name: cost for name, (cost, _done) in named.items()},
        drafts["seconds"],
        max(done["memory"] for done in kept.values() if "memory" in done),
        kept["quiet"]["changed"],
    )


def _mean_floor(done: dict[str, Any]) -> float:
    return statistics.mean(floor["processor"] for floor in done["floors"])


def _json_of(environ: dict[str, str], module: str, *arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=PROJECT, env=environ, check=True, text=True, stdout=subprocess.PIPE)
    return dict(json.loads(done.stdout))


def _day(days_ago: int) -> str:
    return (dt.datetime.now(dt.UTC).date() - dt.timedelta(days=days_ago)).isoformat()


def _floor(folder: Path, url: str, days: int = YEAR) -> Cost:
    """Of one statement; of few accounts the mean of many: processor time is told in hundredths of a second."""
    with _cursor(url) as cursor:
        once = costs(folder, lambda: cursor.execute(FLOOR, [days]))
        times = repeats(once)
        if times == 1:
            return once
        all_ = costs(folder, lambda: [cursor.execute(FLOOR, [days]) for _ in range(times)])
        return Cost(all_.seconds / times, all_.processor / times)


def repeats(once: Cost) -> int:
    """How often what cost so much must be done to be told to two digits or more."""
    return max(1, ceil(ENOUGH / once.processor))


def _write(url: str, query: str, values: Any = None) -> None:
    with _cursor(url) as cursor:
        cursor.execute(query, values)


def _vacuum(url: str) -> None:
    """What autovacuum would have done by the next night; at any other moment it would be measured with the rest."""
    _write(url, "ALTER SYSTEM SET autovacuum = off")
    _write(url, "SELECT pg_reload_conf()")
    for table in TABLES:
        _write(url, f"VACUUM (ANALYZE) {table}")


@contextmanager
def _cursor(url: str) -> Iterator[Any]:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()
