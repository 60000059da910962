"""A filtered list in a real browser: the bar that swaps the list stands inside it and survives the swap."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import Cast, make_account


@pytest.fixture
def accounts(transactional_db: None, cast: Cast, new_page: Callable[..., Any]) -> Any:
    for name in ("Northwind", "Norden", "上海明远"):
        make_account(cast.rep, name)
    page = new_page(cast.rep)
    page.goto("/accounts/")
    return page


def test_searching_swaps_the_list_and_keeps_a_short_address(accounts: Any) -> None:
    accounts.locator("[data-search]").press_sequentially("northw")
    accounts.wait_for_url("**/accounts/?q=northw")
    assert accounts.locator("#list tbody tr").count() == 1
    assert accounts.locator("#list").count() == 1
    assert accounts.evaluate("document.activeElement.matches('[data-search]')")


def test_letters_typed_while_the_list_loads_are_not_lost(accounts: Any) -> None:
    held: list[Any] = []

    def hold(route: Any) -> None:
        held.append(route)

    accounts.route("**/accounts/?q=nor", hold)
    box = accounts.locator("[data-search]")
    with accounts.expect_request("**/accounts/?q=nor"):
        box.fill("nor")
    accounts.evaluate("document.querySelector('[data-search]').value = 'northw'")
    held[0].continue_()
    accounts.wait_for_url("**/accounts/?q=northw")
    assert accounts.locator("[data-search]").input_value() == "northw"


def test_the_filter_menu_stays_open_until_shown(accounts: Any) -> None:
    accounts.locator(".filter-menu summary").click()
    accounts.locator(".filter-menu select[name=tier]").select_option("gold")
    accounts.wait_for_url("**/accounts/?tier=gold")
    assert accounts.locator(".filter-menu").get_attribute("open") is not None
    accounts.locator(".filter-fields button[type=submit]").click()
    accounts.locator(".filter-menu:not([open])").wait_for()
    accounts.locator(".chip-remove").click()
    accounts.wait_for_url("**/accounts/")
