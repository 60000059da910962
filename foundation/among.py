"""Rows whose ids were found first: where they are few of many."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, QuerySet, Value


class Among(Func):
    """For `filter`: `column` is one of the ids in `rows` (a single column), fetched as one list beforehand.

    The index of `column` is then read from one id to the next, each once: a list has no doubles to take out. Of a
    subquery after IN the database would read all rows there are as soon as it takes the ids for many.
    """

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()

    def __init__(self, column: str, rows: QuerySet[Any]) -> None:
        super().__init__(F(column), ArraySubquery(rows))


class OneOf(Func):
    """For `filter`: `column` is one of `ids`, read now and told as one text: thousands of them are parsed at once, and
    the database knows how many there are."""

    template = "%(expressions)s::bigint[])"
    arg_joiner = " = ANY("
    output_field = BooleanField()

    def __init__(self, column: str, ids: Iterable[int]) -> None:
        super().__init__(F(column), Value("{" + ",".join(map(str, ids)) + "}"))
