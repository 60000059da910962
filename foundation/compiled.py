"""Annotations that are the same for every reader, made into SQL once and not with each page.

A page that shows one row beside what a dozen rooms know of it spends more time on writing that statement than the
database does on answering it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any

from django.db import connection, models
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL


def bring(rows: QuerySet[Any], *wanted: tuple[Any, ...]) -> QuerySet[Any]:
    """`rows` with what each of `wanted` brings: (a function that annotates rows with subqueries, its further values).

    Kept by those values: a day or a number of rows, never anything of a reader. Joins of one to one are brought too.
    """
    annotations: dict[str, RawSQL] = {}
    related: list[str] = []
    for make, *values in wanted:
        model: Any = rows.model
        told, joined = _compiled(model, make, tuple(values))
        related += joined
        for name, (text, parameters, field) in told.items():
            annotations[name] = RawSQL(text, parameters, output_field=field)  # noqa: S611  as Django compiled it
    return rows.select_related(*related).annotate(**annotations) if related else rows.annotate(**annotations)


@lru_cache(maxsize=256)
def _compiled(model: type[models.Model], make: Callable[..., Any], values: tuple[Hashable, ...]) -> Any:
    query = make(model._base_manager.all(), *values).query
    compiler = query.get_compiler(connection=connection)
    told = {}
    for name, expression in query.annotations.items():
        text, parameters = compiler.compile(expression)
        told[name] = text, tuple(parameters), expression.output_field
    if sum(uses > 0 for uses in query.alias_refcount.values()) > 1:
        raise TypeError(f"{make.__name__} joins tables: what it brings is no subquery")
    return told, list(query.select_related or ())
