"""Where a page of a list begins: after the last row of the one before it, by all columns the list is sorted by.

An offset would skip or repeat rows when others are inserted, and cost more the further one reads; a cursor on the
first column alone would go round in circles where more rows share its value than fit on a page.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q, QuerySet

from .text import is_storable


class BadCursor(ValueError):
    """Not a cursor of ours, or one of a list in another order."""


@dataclass(frozen=True)
class Column:
    name: str
    descending: bool

    @property
    def order(self) -> str:
        return f"-{self.name}" if self.descending else self.name


@dataclass(frozen=True)
class Place:
    """The row after which (`backwards`: before which) a page begins: its values in the list's columns."""

    values: list[str | None]
    backwards: bool = False


def columns_of(rows: QuerySet[Any], default: str = "-id") -> list[Column]:
    """The columns `rows` are sorted by, made total by the id in the direction of the first one."""
    names = [str(name) for name in rows.query.order_by] or [default]
    columns = [Column(name.lstrip("-"), name.startswith("-")) for name in names]
    if columns[-1].name not in {"id", "pk"}:
        columns.append(Column("id", columns[0].descending))
    return columns


def reversed_columns(columns: list[Column]) -> list[Column]:
    return [replace(column, descending=not column.descending) for column in columns]


def place_of(row: Any, columns: list[Column], *, backwards: bool) -> Place:
    values = [_value_of(row, column.name) for column in columns]
    return Place([None if value is None else str(value) for value in values], backwards)


def _value_of(row: Any, name: str) -> Any:
    """Also of a row that it points to: None where it points to none."""
    for part in name.split("__"):
        row = None if row is None else getattr(row, part)
    return row


def beyond(rows: QuerySet[Any], columns: list[Column], values: list[str | None]) -> QuerySet[Any]:
    """`rows` that come after `values` in the order of `columns`, with PostgreSQL's place for nulls: at the end of an
    ascending, at the start of a descending order. BadCursor for values that the columns cannot have."""
    condition, ties = Q(), Q()
    for column, value in zip(columns, values, strict=True):
        condition |= ties & _past(rows, column, value)
        ties &= Q(**{column.name: value}) if value is not None else Q(**{f"{column.name}__isnull": True})
    try:
        return rows.filter(_bound(rows, columns[0], values[0]), condition)
    except (ValueError, TypeError) as error:
        raise BadCursor from error


def write_token(place: Place, columns: list[Column]) -> str:
    text = json.dumps([[column.order for column in columns], place.values, int(place.backwards)])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_token(token: str, columns: list[Column]) -> Place:
    try:
        order, values, backwards = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    except (ValueError, TypeError, binascii.Error, RecursionError) as error:
        raise BadCursor from error
    is_ours = order == [column.order for column in columns] and isinstance(values, list)
    if not (is_ours and len(values) == len(columns) and all(map(_is_value, values))):
        raise BadCursor
    return Place(values, bool(backwards))


def _is_value(value: Any) -> bool:
    return value is None or (isinstance(value, str) and is_storable(value))


def _past(rows: QuerySet[Any], column: Column, value: str | None) -> Q:
    if value is None:
        return Q(**{f"{column.name}__isnull": False}) if column.descending else Q(pk__in=[])
    past = Q(**{f"{column.name}__{'lt' if column.descending else 'gt'}": value})
    if column.descending or not _may_be_null(rows, column.name):
        return past
    return past | Q(**{f"{column.name}__isnull": True})


def _bound(rows: QuerySet[Any], column: Column, value: str | None) -> Q:
    """Says again what the condition implies of the first column, in the one form that an index can start from."""
    if value is None or (not column.descending and _may_be_null(rows, column.name)):
        return Q()
    return Q(**{f"{column.name}__{'lte' if column.descending else 'gte'}": value})


def _may_be_null(rows: QuerySet[Any], name: str) -> bool:
    try:
        return bool(getattr(rows.model._meta.get_field(name), "null", True))
    except FieldDoesNotExist:
        return name != "pk"
