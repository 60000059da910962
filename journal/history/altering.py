"""PostgreSQL alters no column that a trigger names, and drops the trigger with the column.

So during a `migrate` each statement that alters a tracked table is accompanied: the trigger goes just before it and is
back just after it, in the same transaction. A migration that fails leaves everything as it was, and what others write
meanwhile is told. Whichever operation has made the statement: it is read, not the plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.db import connections, transaction

from foundation.sql import do, select_text

from .triggers import changed_trigger, columns_there

_NAME: Final = r'(?:"?\w+"?\s*\.\s*)?"?(\w+)"?'
_ALTERS: Final = re.compile(
    rf"\bALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?{_NAME}[^;]*?\b(?:TYPE|DROP|RENAME)\b", re.IGNORECASE
)
_READS: Final = re.compile(r'FROM "?\w+"?\."(\w+)" AS (it_+)|\b(it_*|NEW|OLD)\."(\w+)"')
STANDING: Final = """
SELECT function.oid::regproc::text AS function, function.prosrc AS body, of_table.relname AS name, of_table.oid AS oid,
    max(trigger.tgattr::text) AS numbers
FROM pg_proc AS function
JOIN pg_trigger AS trigger ON trigger.tgfoid = function.oid
JOIN pg_class AS of_table ON of_table.oid = trigger.tgrelid
WHERE function.proname LIKE 'history\\_of\\_%%' AND function.pronamespace = current_schema()::regnamespace
GROUP BY function.oid, of_table.oid
"""
NAMED: Final = """
SELECT attname::text AS name FROM pg_attribute
WHERE attrelid = %s AND attnum = ANY (%s) AND NOT attisdropped ORDER BY attnum
"""


def accompany(*, using: str = "default", **_: Any) -> None:
    """Receiver of `pre_migrate`."""
    part(using=using)
    connections[using].execute_wrappers.append(_beside)


def part(*, using: str = "default", **_: Any) -> None:
    """Receiver of `post_migrate`."""
    wrappers = connections[using].execute_wrappers
    wrappers[:] = [each for each in wrappers if each is not _beside]


def _beside(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
    altered = set(_ALTERS.findall(sql)) if isinstance(sql, str) else set()
    if not altered:
        return execute(sql, params, many, context)
    with _aside(altered):
        return execute(sql, params, many, context)


@contextmanager
def _aside(altered: set[str]) -> Iterator[None]:
    with transaction.atomic():
        before = select_text(STANDING, [])
        for row in before:
            if row["name"] in altered:
                do(f"DROP TRIGGER IF EXISTS history_changed ON {_quoted(row['name'])}")
        yield
        _bring_back(before, altered)


def _bring_back(before: list[dict[str, Any]], altered: set[str]) -> None:
    """Where a function reads what is no more there it goes, until `migrate` has made it anew."""
    there, names = columns_there(), {row["function"]: row["name"] for row in select_text(STANDING, [])}
    for row in before:
        name = names.get(row["function"])
        if name is None:  # the table was dropped
            continue
        if not _reads_what_is_there(row["body"], name, there):
            do(f"DROP FUNCTION {row['function']} CASCADE")
        elif row["name"] in altered and row["numbers"]:
            numbers = [int(number) for number in row["numbers"].split()]
            columns = [found["name"] for found in select_text(NAMED, [row["oid"], numbers])]
            do(changed_trigger(name, columns, row["function"]))


def _reads_what_is_there(body: str, table: str, there: dict[str, set[str]]) -> bool:
    tables, columns = {"it": table, "NEW": table, "OLD": table}, set()
    for named, alias, of, column in _READS.findall(body):
        if named:
            tables[alias] = named
        else:
            columns.add((of, column))
    return all(column in there.get(tables.get(of, ""), ()) for of, column in columns)


def _quoted(name: str) -> str:
    return connections["default"].ops.quote_name(name)
