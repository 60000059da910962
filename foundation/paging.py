"""Pages of lists: cursors for the API, numbers for people; neither ever counts a million rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import CursorPagination

PAGE_SIZE = 50
MAX_PAGE = 200
COUNT_LIMIT = 10_000


class CursorPages(CursorPagination):
    """`{"results": […], "next": url|null, "previous": url|null}`; `page_size` 1 to 200, 400 beyond."""

    page_size = PAGE_SIZE
    page_size_query_param = "page_size"
    max_page_size = 200
    ordering = "-id"

    def get_page_size(self, request: Any) -> int:
        typed = request.query_params.get("page_size")
        if typed is None:
            return PAGE_SIZE
        if (
            not (typed.isascii() and typed.isdigit() and 1 <= int(typed[:9]) <= self.max_page_size)
            or len(typed) > 9
        ):
            raise ValidationError({"page_size": [f"A whole number from 1 to {self.max_page_size}."]})
        return int(typed)

    def get_ordering(self, request: Any, queryset: Any, view: Any) -> tuple[str, ...]:
        """The list's own order (set by its `ordering` filter), made total by the id."""
        order = tuple(queryset.query.order_by) or (self.ordering,)
        return (
            order
            if order[-1].lstrip("-") in {"id", "pk"}
            else (*order, "-id" if order[0][0] == "-" else "id")
        )


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


def list_page(rows: QuerySet[Any], typed: str | None) -> ListPage:
    """Page `typed` of `rows` (1 when missing): two queries. BadRequest for anything that is no page number."""
    number = _page_number(typed)
    start = (number - 1) * PAGE_SIZE
    found = list(rows[start : start + PAGE_SIZE + 1])
    count = rows.order_by()[: COUNT_LIMIT + 1].count()
    return ListPage(
        number, found[:PAGE_SIZE], len(found) > PAGE_SIZE, min(count, COUNT_LIMIT), count > COUNT_LIMIT
    )


def _page_number(typed: str | None) -> int:
    if not typed:
        return 1
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 3 and 1 <= int(typed) <= MAX_PAGE):
        raise BadRequest(
            f"page: a whole number from 1 to {MAX_PAGE}; narrow the list with a filter to see more"
        )
    return int(typed)
