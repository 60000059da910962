"""Pages of lists: cursors for the API, numbers for people; neither ever counts a million rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core import exceptions as django_exceptions
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from .among import Among
from .keyset import BadCursor, Column, Place, beyond, columns_of, place_of, read_token, reversed_columns, write_token
from .sql import counts_up_to

PAGE_SIZE = 50
MAX_PAGE = 200
COUNT_LIMIT = 10_000


class CursorPages(BasePagination):
    """`{"results": […], "next": url|null, "previous": url|null}`; `page_size` 1 to 200, 400 beyond."""

    max_page_size = 200

    def paginate_queryset(self, queryset: QuerySet[Any], request: Any, view: Any = None) -> list[Any]:
        size = _page_size(request.query_params.get("page_size"), self.max_page_size)
        self.url = request.build_absolute_uri()
        self.columns = columns_of(queryset)
        place = self._place(request.query_params.get("cursor"))
        columns = reversed_columns(self.columns) if place and place.backwards else self.columns
        if place:
            queryset = self._beyond(queryset, columns, place)
        found = list(queryset.order_by(*(column.order for column in columns))[: size + 1])
        self.has_more, self.place = len(found) > size, place
        self.rows = found[:size][::-1] if place and place.backwards else found[:size]
        return self.rows

    def get_paginated_response(self, data: Any) -> Response:
        back = self.place is not None and self.place.backwards
        has_next = bool(self.rows) and (self.has_more or back)
        has_previous = bool(self.rows) and (self.has_more if back else self.place is not None)
        return Response(
            {
                "next": self._link(self.rows[-1], backwards=False) if has_next else None,
                "previous": self._link(self.rows[0], backwards=True) if has_previous else None,
                "results": data,
            }
        )

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": "string", "format": "uri", "nullable": True}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": link, "results": schema},
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        size = {"type": "integer", "minimum": 1, "maximum": self.max_page_size, "default": PAGE_SIZE}
        return [
            {"name": "cursor", "in": "query", "schema": {"type": "string"}, "description": "From next or previous."},
            {"name": "page_size", "in": "query", "schema": size, "description": "Rows on a page."},
        ]

    def _place(self, token: str | None) -> Place | None:
        try:
            return read_token(token, self.columns) if token else None
        except BadCursor as error:
            raise ValidationError({"cursor": ["Not a cursor of this list."]}) from error

    def _beyond(self, rows: QuerySet[Any], columns: list[Column], place: Place) -> QuerySet[Any]:
        try:
            return beyond(rows, columns, place.values)
        except (BadCursor, django_exceptions.ValidationError) as error:
            raise ValidationError({"cursor": ["Not a cursor of this list."]}) from error

    def _link(self, row: Any, *, backwards: bool) -> str:
        token = write_token(place_of(row, self.columns, backwards=backwards), self.columns)
        return str(replace_query_param(self.url, "cursor", token))


def _page_size(typed: str | None, most: int) -> int:
    if typed is None:
        return PAGE_SIZE
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 9 and 1 <= int(typed) <= most):
        raise ValidationError({"page_size": [f"A whole number from 1 to {most}."]})
    return int(typed)


@dataclass
class ListPage:
    """One page of a list for people.

    `count` stops at 10,000 (`is_capped`), so that a page costs the same at 50 rows and at a million.
    """

    number: int
    rows: list[Any]
    has_next: bool
    count: int
    is_capped: bool = field(default=False)

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def first(self) -> int:
        return (self.number - 1) * PAGE_SIZE + 1 if self.rows else 0

    @property
    def last(self) -> int:
        return (self.number - 1) * PAGE_SIZE + len(self.rows)


def list_page(rows: QuerySet[Any], typed: str | None, *, sorts: bool = False) -> ListPage:
    """Page `typed` of `rows` (1 when missing): two queries. BadRequest for anything that is no page number.

    `sorts`: no index gives their order, so that what is joined to them is fetched for the page's rows alone.
    """
    number = _page_number(typed)
    start = (number - 1) * PAGE_SIZE
    shown = slice(start, start + PAGE_SIZE + 1)
    found = list(rows.filter(Among("pk", rows.values("pk")[shown])) if sorts else rows[shown])
    count = rows.order_by()[: COUNT_LIMIT + 1].count()
    has_next = len(found) > PAGE_SIZE and number < MAX_PAGE
    return ListPage(number, found[:PAGE_SIZE], has_next, min(count, COUNT_LIMIT), count > COUNT_LIMIT)


def counted_page(typed: str | None, fetch: Callable[[int, int], tuple[list[Any], int]]) -> ListPage:
    """Page `typed` of what `fetch(skip, limit)` gives with the count of all: for rows that are no queryset."""
    number = _page_number(typed)
    rows, count = fetch((number - 1) * PAGE_SIZE, PAGE_SIZE)
    has_next = number * PAGE_SIZE < count and number < MAX_PAGE
    return ListPage(number, rows, has_next, min(count, COUNT_LIMIT), count > COUNT_LIMIT)


@dataclass(frozen=True)
class Tally:
    """How many rows there are, as far as anybody counts: `count` stops at 10,000 (`is_capped`)."""

    count: int
    is_capped: bool = False

    def __bool__(self) -> bool:
        return self.count > 0


def tallies(**rows: QuerySet[Any]) -> dict[str, Tally]:
    """The tally of each queryset by its name, in one query."""
    found = counts_up_to(COUNT_LIMIT + 1, rows)
    return {name: Tally(min(count, COUNT_LIMIT), count > COUNT_LIMIT) for name, count in found.items()}


def _page_number(typed: str | None) -> int:
    if not typed:
        return 1
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 3 and 1 <= int(typed) <= MAX_PAGE):
        raise BadRequest(f"page: a whole number from 1 to {MAX_PAGE}; narrow the list with a filter to see more")
    return int(typed)
