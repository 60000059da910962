"""The first few of what a word finds, without reading all that it finds.

A word of a third of a million names would read all of them, to put them in order and show six. So three ways are
gone in one statement, each only where none before it has found enough: names that begin with the word, from the index
of names; those of the first rows in order that hold it, which a frequent word fills at once; what the index of pairs
finds, of which so many are read as could fill a page many times over. Only a word that is frequent, and missing from
the first rows, meets that end: the first of those that were read are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, TypeVar

from django.db import connection
from django.db.models import Case, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from .search import holding, matching
from .text import sort_key

Rows = TypeVar("Rows", bound=QuerySet[Any])
Compiled = tuple[str, list[Any]]

WALKED: Final = 1_000
"""First rows in order that are looked at outright."""
LAST_LETTER: Final = "\U0010ffff"
"""An index is read from one name to another; of a LIKE only that of a database that sorts by bytes is."""
READ: Final = 2_000
"""Rows from the index of pairs that are put in order, at most."""


def first_named(rows: Rows, typed: str, most: int) -> Rows:
    """The first `most` by name of those that hold every word of `typed`; whose name begins so comes first."""
    order, key = ("sort_key", "pk"), sort_key(typed)
    begun = {"sort_key__startswith": key, "sort_key__gte": key, "sort_key__lt": key + LAST_LETTER}
    begins = holding(rows.filter(**begun), typed)
    parts = [_in_order(begins, order, most), _walked(rows, typed, "search_text", order, most)]
    found = rows.filter(pk__in=_ids(parts, matching(rows, typed), order, most))
    return found.order_by(Case(When(**begun, then=Value(0)), default=Value(1)), *order)[:most]


def first_found(
    rows: Rows, typed: str, most: int, *, column: str = "search_text", order: Sequence[str], has_index: bool
) -> Rows:
    """The first `most` in `order` of those whose `column` holds every word; `has_index`: it is the order of one."""
    parts = [_walked(rows, typed, column, order, most)] if has_index else []
    found = rows.filter(pk__in=_ids(parts, matching(rows, typed, column), order, most))
    return found.order_by(*order)[:most]


def _walked(rows: Rows, typed: str, column: str, order: Sequence[str], most: int) -> QuerySet[Any]:
    first = rows.model._base_manager.order_by(*order).values("pk")[:WALKED]
    return _in_order(holding(rows.filter(pk__in=first), typed, column), order, most)


def _in_order(rows: Rows, order: Sequence[str], most: int) -> QuerySet[Any]:
    return rows.order_by(*order).values("pk")[:most]


def _ids(parts: Sequence[QuerySet[Any]], matched: QuerySet[Any], order: Sequence[str], most: int) -> RawSQL:
    """Ids of what each of `parts` gives and of the first of `matched` in order; none is asked after enough."""
    told: list[str] = []
    values: list[Any] = []
    for text, more in [*map(_compiled, parts), _first_read(matched, order, most)]:
        enough = [f"(SELECT count(*) FROM part{before}) < {most}" for before in range(len(told))]  # noqa: S608
        where = f" WHERE {' AND '.join(enough)}" if enough else ""
        told.append(f"part{len(told)}(id) AS MATERIALIZED (SELECT * FROM ({text}) AS part{where})")  # noqa: S608
        values += more
    ids = " UNION ALL ".join(f"TABLE part{number}" for number in range(len(told)))
    return RawSQL(f"WITH {', '.join(told)} {ids}", values)  # noqa: S611  as Django compiled it


def _first_read(matched: QuerySet[Any], order: Sequence[str], most: int) -> Compiled:
    """Of those that are read, in whatever order, the first `most`."""
    names = [name.lstrip("-") for name in order]
    text, values = _compiled(matched.order_by().values("pk", *(name for name in names if name != "pk"))[:READ])
    keys = ", ".join(f"{name.lstrip('-')}{' DESC' if name.startswith('-') else ''}" for name in order)
    columns = ", ".join(["pk", *(name for name in names if name != "pk")])
    return f"SELECT pk FROM ({text}) AS read ({columns}) ORDER BY {keys} LIMIT {most}", values  # noqa: S608


def _compiled(rows: QuerySet[Any]) -> Compiled:
    """Known to be empty, it must still be a query with its columns."""
    text, values = rows.query.get_compiler(connection=connection, elide_empty=False).as_sql()
    return text, list(values)
