"""Cursors of the API and page numbers for people."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from accounts.models import Account
from foundation import paging
from foundation.keyset import columns_of, write_token
from foundation.paging import CursorPages, ListPage, list_page
from tests.cast import Cast, make_account

ORDERS = [["name"], ["-name"], ["last_visit_on"], ["-last_visit_on"], ["tier", "-name"], []]


def test_the_last_page_leads_no_further(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "MAX_PAGE", 2)
    monkeypatch.setattr(paging, "PAGE_SIZE", 1)
    for name in "abc":
        make_account(cast.rep, name)
    assert [list_page(Account.objects.order_by("pk"), page).has_next for page in ("1", "2")] == [True, False]


def ask(rows: QuerySet[Any], url: str) -> tuple[list[Any], dict[str, Any]]:
    """The rows and the answer of one page."""
    pages = CursorPages()
    found = pages.paginate_queryset(rows, Request(APIRequestFactory().get(url)))
    return found, pages.get_paginated_response([row.pk for row in found]).data


def walk(rows: QuerySet[Any], url: str, direction: str = "next") -> list[list[int]]:
    pages, next_url = [], url
    while next_url:
        _, answer = ask(rows, next_url)
        pages.append(answer["results"])
        next_url = answer[direction]
        assert len(pages) < 100, "goes round in circles"
    return pages


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    names=st.lists(st.sampled_from("abc"), max_size=12),
    days=st.lists(st.sampled_from([None, "2026-01-01", "2026-01-02"]), min_size=12, max_size=12),
    order=st.sampled_from(ORDERS),
    size=st.integers(1, 5),
)
def test_pages_hold_every_row_once_and_in_order(cast: Cast, names, days, order, size) -> None:
    made = [make_account(cast.rep, name, last_visit_on=day, tier=name) for name, day in zip(names, days, strict=False)]
    rows = Account.objects.filter(pk__in=[row.pk for row in made]).order_by(*order)
    total = [column.order for column in columns_of(rows)]
    expected = list(rows.order_by(*total).values_list("pk", flat=True))
    forward = walk(rows, f"/?page_size={size}")
    assert [pk for page in forward for pk in page] == expected
    _assert_backward_is_forward(rows, size, forward)


def _assert_backward_is_forward(rows: QuerySet[Any], size: int, forward: list[list[int]]) -> None:
    url = f"/?page_size={size}"
    for _ in forward[1:]:
        url = ask(rows, url)[1]["next"]
    assert walk(rows, url, "previous")[::-1] == forward


def test_a_row_that_comes_in_between_shifts_nothing(cast: Cast) -> None:
    first, second = make_account(cast.rep, "b"), make_account(cast.rep, "d")
    rows = Account.objects.order_by("name")
    page, answer = ask(rows, "/?page_size=1")
    make_account(cast.rep, "a")
    following, _ = ask(rows, answer["next"])
    assert (page, following) == ([first], [second])


@pytest.mark.parametrize("size", ["0", "-1", "201", "1000000000", "1e3", "ten", "", "１２", "1.5", "9" * 30])
def test_a_page_size_is_a_number_from_1_to_200(db: None, size: str) -> None:
    with pytest.raises(ValidationError):
        ask(Account.objects.all(), f"/?page_size={size}")


@pytest.mark.parametrize("cursor", ["x", "bnVsbA", "W10", "e30", "A" * 5000, "W1siaWQiXSxbIjEiXSwwXQ", "%00", "é"])
def test_a_made_up_cursor_is_refused(db: None, cursor: str) -> None:
    with pytest.raises(ValidationError):
        ask(Account.objects.order_by("name"), f"/?cursor={cursor}")


def test_a_cursor_belongs_to_its_order(cast: Cast) -> None:
    make_account(cast.rep, "a")
    make_account(cast.rep, "b")
    _, answer = ask(Account.objects.order_by("name"), "/?page_size=1")
    with pytest.raises(ValidationError):
        ask(Account.objects.order_by("-name"), answer["next"])


@pytest.mark.parametrize("value", ["not a day", "2026-02-31", "9" * 400])
def test_a_cursor_with_values_no_column_has_is_refused(db: None, value: str) -> None:
    rows = Account.objects.order_by("last_visit_on")
    columns = columns_of(rows)
    token = write_token(type("P", (), {"values": [value, "1"], "backwards": False})(), columns)
    with pytest.raises(ValidationError):
        ask(rows, f"/?cursor={token}")


def test_people_get_numbers(cast: Cast) -> None:
    Account.objects.bulk_create(
        Account(owner=cast.rep, team=cast.north, name=str(n), sort_key=f"{n:03}", search_text="") for n in range(120)
    )
    page = list_page(Account.objects.order_by("sort_key"), "3")
    assert (len(page.rows), page.first, page.last, page.count) == (20, 101, 120, 120)
    assert (page.has_previous, page.has_next, page.is_capped) == (True, False, False)


def test_counting_stops_at_ten_thousand(db: None, monkeypatch: pytest.MonkeyPatch, cast: Cast) -> None:
    monkeypatch.setattr("foundation.paging.COUNT_LIMIT", 2)
    for name in "abc":
        make_account(cast.rep, name)
    page = list_page(Account.objects.all(), None)
    assert (page.count, page.is_capped) == (2, True)


def test_an_empty_list_has_one_empty_page(db: None) -> None:
    assert list_page(Account.objects.all(), None) == ListPage(1, [], has_next=False, count=0)


@pytest.mark.parametrize("typed", ["0", "-1", "201", "x", "1.0", "１", "100000000000000000000", " 1"])
def test_what_is_no_page_number_is_refused(db: None, typed: str) -> None:
    with pytest.raises(BadRequest):
        list_page(Account.objects.all(), typed)
