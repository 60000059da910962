"""`python -m bench.partitions FOLDER`: would a ledger in partitions by date cost less than the one there is?

FOLDER is a company that `KAM_BENCH_ONLY=night` kept (…/night-100000). Its two years of ledger, and the same twice more
before them, are copied into a schema of their own: as one table, and in partitions by year and by month, each with
the two indexes that nights read; at the end the schema is dropped. Each question is asked of each in turn, three
times; told is the median of the processor seconds of the database.
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path
from typing import Any, Final

import psycopg2

from .company import servers
from .cost import costs
from .table import lines_of

ROUNDS: Final = 3
SCHEMA: Final = "bench_partitions"
TABLES: Final = {
    "two years": ([0], ""),
    "six years": ([4, 2, 0], ""),
    "by_year": ([4, 2, 0], "year"),
    "by_month": ([4, 2, 0], "month"),
}
"""By name how many years its copies lie back, and how long a partition is."""
COLUMNS: Final = "account_id, date, revenue_base, cost_base"
SOME: Final = "account_id IN (SELECT id FROM accounts_account WHERE id % 10 = 7)"
# date + 0: the nights' own way to read the whole index in its order; a partition is left out by the date alone.
QUESTIONS: Final = {
    "a year, summed and ranked (U)": (
        "SELECT account_id, rank() OVER (ORDER BY sum(revenue_base - cost_base) DESC) FROM {table} "
        "WHERE {date} > current_date - 365 GROUP BY account_id"
    ),
    "a year of one account in ten, account by account": (
        "SELECT total FROM accounts_account, LATERAL (SELECT sum(revenue_base) AS total FROM {table} "
        "WHERE account_id = id AND date > current_date - 365 OFFSET 0) AS summed WHERE id % 10 = 7"
    ),
    "all orders of one account in ten, account by account": (
        "SELECT total FROM accounts_account, LATERAL (SELECT count(*) AS total FROM {table} "
        "WHERE account_id = id OFFSET 0) AS summed WHERE id % 10 = 7"
    ),
    "whose entries are of 30 days": (
        "SELECT account_id FROM {table} WHERE date BETWEEN current_date - 214 AND current_date - 185 "
        "GROUP BY account_id"
    ),
    "late rows for one account in ten": (
        "INSERT INTO {table} SELECT id, current_date - 9, 100, 40 FROM accounts_account WHERE id % 10 = 7"
    ),
}


def main() -> None:
    folder = Path(sys.argv[1]).resolve()
    with servers(folder) as environ:
        connection = psycopg2.connect(environ["DATABASE_URL"])
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(
                f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE; CREATE SCHEMA {SCHEMA}; SET search_path = {SCHEMA}, public"
            )
            try:
                for name in TABLES:
                    _make(cursor, name)
                rows = [[question, *_asked(cursor, folder, text)] for question, text in QUESTIONS.items()]
            finally:
                cursor.execute(f"DROP SCHEMA {SCHEMA} CASCADE")
        connection.close()
    print("\n".join(lines_of([["", *TABLES], *rows])))


def _make(cursor: Any, name: str) -> None:
    years, step = TABLES[name]
    table = f'"{name}"'
    cursor.execute(
        f"CREATE TABLE {table} (account_id bigint NOT NULL, date date NOT NULL, revenue_base numeric(30, 8) NOT NULL, "
        f"cost_base numeric(30, 8) NOT NULL) {'PARTITION BY RANGE (date)' if step else ''}"
    )
    if step:
        cursor.execute(
            "SELECT day::date, (day + %(step)s::interval)::date FROM generate_series(date_trunc('year', current_date)"
            " - interval '6 years', current_date, %(step)s::interval) AS day",
            {"step": f"1 {step}"},
        )
        for first, end in cursor.fetchall():
            part = f"CREATE TABLE {name}_{first:%Y%m} PARTITION OF {table} FOR VALUES FROM (%s) TO (%s)"
            cursor.execute(part, [first, end])
    cursor.execute(
        f"INSERT INTO {table} SELECT account_id, (date - make_interval(years => back))::date, revenue_base, cost_base "
        "FROM scoring_ledgerentry, unnest(%s) AS back ORDER BY back DESC, id",
        [years],
    )
    cursor.execute(f"CREATE INDEX ON {table} (account_id, date) INCLUDE (revenue_base, cost_base)")
    cursor.execute(f"CREATE INDEX ON {table} (date) INCLUDE (account_id)")
    cursor.execute(f"VACUUM (ANALYZE) {table}")


def _asked(cursor: Any, folder: Path, question: str) -> list[str]:
    cursor.execute("SET max_parallel_workers_per_gather = 0; SET work_mem = '128MB'")
    seconds: dict[str, list[float]] = {name: [] for name in TABLES}
    for _round in range(ROUNDS):
        for name, (_years, step) in TABLES.items():
            query = question.format(table=f'"{name}"', date="date" if step else "date + 0")
            seconds[name].append(costs(folder, lambda query=query: cursor.execute(query)).processor)  # type: ignore[misc]
    return [f"{statistics.median(found):.2f} s" for found in seconds.values()]


if __name__ == "__main__":
    main()
