"""Runs numbered .sql files: one step a file, named values only, seconds and rows measured.

In this room SQL text meets a cursor (locks, loading and the replica's lag beside it); all other rooms pass through here
or the ORM.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connection, connections, models
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from . import replica, telling


@dataclass(frozen=True)
class StepResult:
    """What one step did: its file's stem, rows touched (by the statement that touched most), wall seconds."""

    name: str
    rows: int
    seconds: float


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def run_step(
    path: Path,
    values: Mapping[str, Any],
    *,
    without: Collection[str] = (),
    parts: Mapping[str, Sequence[Path]] | None = None,
) -> StepResult:
    """Executes one file with `%(name)s` values; its statements end with a semicolon at the end of a line.

    Lines that end with `-- only <word>` are left out for the words in `without`: a condition that is not there can be
    planned for, one that is switched off by a value cannot. The line `-- here <word>` stands for the SELECTs of the
    files in `parts`, one below the other: each room brings its own.
    """
    started = time.perf_counter()
    rows = 0
    whole = text_of(path)
    for word, files in (parts or {}).items():
        whole = whole.replace(f"-- here {word}", "\nUNION ALL\n".join(text_of(file).rstrip() for file in files))
    marks = tuple(f"-- only {word}" for word in without)
    text = "\n".join(line for line in whole.split("\n") if not (marks and line.endswith(marks)))
    with connection.cursor() as cursor:
        for statement in text.split(";\n"):
            cursor.execute(statement, values)
            rows = max(rows, cursor.rowcount)
    return StepResult(path.stem, rows, time.perf_counter() - started)


def write(path: Path, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a writing .sql file of one statement RETURNs, or counts of what it wrote: rows by column name."""
    return write_text(text_of(path), values)


def write_text(query: str, values: Sequence[Any] | Mapping[str, Any]) -> list[dict[str, Any]]:
    """The same of a statement composed from an ORM queryset's own SQL."""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return _as_dicts(cursor)


def analyze(*of: type[models.Model]) -> None:
    """Lets the planner look at tables of which many rows were written just now: it may still think they are empty."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(connection.ops.quote_name(model._meta.db_table) for model in of)}")


def select(path: Path, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Rows of a reading .sql file, each a dict by column name."""
    with _reading().cursor() as cursor:
        cursor.execute(text_of(path), values)
        return _as_dicts(cursor)


def select_text(query: str, values: Sequence[Any] | Mapping[str, Any]) -> list[dict[str, Any]]:
    """Rows of a query composed from an ORM queryset's own SQL (`qs.query.sql_with_params()`)."""
    with _reading().cursor() as cursor:
        cursor.execute(query, values)
        return _as_dicts(cursor)


def select_over(
    path: Path, rows: QuerySet[Any], values: Mapping[str, Any], *, through: Path | None = None
) -> list[dict[str, Any]]:
    """Rows of a reading .sql file in which `/*rows*/`, once, stands for the query of `rows` (seen by the reader).

    `through`: a file of the same form that first makes of these rows those that `path` reads.
    """
    with _reading().cursor() as cursor:
        cursor.execute(_over(cursor, path, rows, through), values)
        return _as_dicts(cursor)


def rows_of(path: Path, rows: QuerySet[Any], values: Mapping[str, Any], *, through: Path | None = None) -> RawSQL:
    """The same as a part of another query, `filter(pk__in=rows_of(…))`."""
    with _reading().cursor() as cursor:
        text = cursor.mogrify(_over(cursor, path, rows, through), values).decode()
    return RawSQL(text.replace("%", "%%"), [])  # noqa: S611  the files' own text, each value quoted by the driver


def _over(cursor: Any, path: Path, rows: QuerySet[Any], through: Path | None) -> str:
    # A queryset known to be empty must still be a query with its columns.
    query, parameters = rows.query.get_compiler(connection=connection, elide_empty=False).as_sql()
    text: str = cursor.mogrify(query, parameters).decode().replace("%", "%%")
    for outer in (through, path):
        if outer is not None:
            before, after = text_of(outer).split("/*rows*/")
            text = f"{before}{text}{after}"
    return text


def _reading() -> Any:
    """The connection on which this request reads."""
    return connections[replica.alias()]


def counts_up_to(most: int, rows: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """How many rows each queryset has, none counted beyond `most`: one query, whatever the size."""
    parts, values = [], []
    for name, some in rows.items():
        limited = some.order_by().values("pk")[:most].query
        query, parameters = limited.get_compiler(connection=connection, elide_empty=False).as_sql()
        parts.append(f"(SELECT count(*) FROM ({query}) AS counted) AS {connection.ops.quote_name(name)}")  # noqa: S608
        values += parameters
    return select_text(f"SELECT {', '.join(parts)}", values)[0]


def expected_rows(rows: QuerySet[Any]) -> int:
    """How many rows the database expects, without reading them."""
    return int(json.loads(rows.explain(format="json"))[0]["Plan"]["Plan Rows"])


def allow_memory(size: str) -> None:
    """For the rest of the transaction each sort and join may take `size` ("128MB")."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('work_mem', %s, TRUE)", [size])


def do(text: str) -> None:
    """Runs statements of our own that take no values, such as making a trigger."""
    with connection.cursor() as cursor:
        cursor.execute(text)


def in_one_process() -> None:
    """For the rest of the transaction no statement is shared out: sums by account that several processes begin and one
    ends cost twice the processor time of sums made in the order of accounts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('max_parallel_workers_per_gather', '0', TRUE)")


def say_in_transaction(name: str, value: str) -> None:
    """Sets a parameter of our own (`kam.…`) that triggers read, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, TRUE)", [name, value])


@contextmanager
def aside() -> Iterator[Callable[[Path, Mapping[str, Any]], None]]:
    """Yields `run(path, values)` on a second connection, where each statement is committed at once.

    For telling how far a long transaction is. It must not touch rows that the transaction has written: it would wait
    for it for ever.
    """
    other = connection.copy()
    try:
        yield lambda path, values: _run_on(other, path, values)
    finally:
        other.close()


def _run_on(other: Any, path: Path, values: Mapping[str, Any]) -> None:
    with other.cursor() as cursor:
        cursor.execute(text_of(path), values)


def _as_dicts(cursor: Any) -> list[dict[str, Any]]:
    names = [column.name for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def copy_rows(table: str, columns: Iterable[str], rows: Iterable[tuple[Any, ...]], batch: int = 5000) -> int:
    """Writes `rows` into `table` by COPY, `batch` at a time, so that any number fits in memory. None is NULL.

    Returns how many. `table` and `columns` are names of our own, never typed by anybody.
    """
    command, count, waiting = f"COPY {table} ({', '.join(columns)}) FROM STDIN", 0, iter(rows)
    with connection.cursor() as cursor:
        telling.before_copy(cursor)
        while lines := [_copy_line(row) for row in islice(waiting, batch)]:
            cursor.copy_expert(command, StringIO("".join(lines)))
            count += len(lines)
    return count


_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def _copy_line(row: tuple[Any, ...]) -> str:
    return "\t".join(r"\N" if value is None else str(value).translate(_ESCAPES) for value in row) + "\n"
