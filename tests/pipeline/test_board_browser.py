"""The board in a real browser: a card is moved with the mouse, by keyboard and with a thumb; the forecast follows."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.models import Opportunity
from tests.pipeline.make import close, move, opportunity


@pytest.fixture
def row(transactional_db: None, cast: Any, account: Any) -> Opportunity:
    return opportunity(account, amount="1000", name="Rolling mill")


def card(page: Any) -> Any:
    return page.locator("[data-card]", has_text="Rolling mill")


def in_stage(page: Any, key: str) -> Any:
    return page.locator(f"[data-stage={key}] [data-card]", has_text="Rolling mill")


def forecast(page: Any, value: str) -> Any:
    return page.locator(f"#forecast data[value='{value}']").first


def stage_of(row: Opportunity) -> str:
    row.refresh_from_db()
    return row.stage.key


def test_a_card_is_dragged_and_the_forecast_changes(cast, row, new_page):
    page = new_page(cast.manager)
    page.goto("/pipeline/")
    forecast(page, "100.00").wait_for()
    card(page).drag_to(page.locator("[data-stage=committed]"))
    forecast(page, "700.00").wait_for()
    in_stage(page, "committed").wait_for()
    assert page.locator("[data-stage=leads] [data-card]").count() == 0
    assert page.locator("[data-stage=committed] [data-weighted] data").get_attribute("value") == "700.00"
    assert stage_of(row) == "committed"


def test_a_card_is_moved_by_keyboard_alone(cast, row, new_page):
    page = new_page(cast.rep)
    page.goto("/pipeline/")
    card(page).locator("a").focus()
    page.keyboard.press("m")
    for _step in range(4):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    forecast(page, "700.00").wait_for()
    assert stage_of(row) == "committed"
    page.wait_for_function("document.activeElement.closest('[data-stage=committed] [data-card]') !== null")


def test_escape_leaves_the_menu_where_it_came_from(cast, row, new_page):
    page = new_page(cast.rep)
    page.goto("/pipeline/")
    card(page).locator("[data-card-menu-open]").press("Enter")
    page.keyboard.press("Escape")
    assert page.locator("[data-card] [role=menu]").count() == 0
    assert page.evaluate("document.activeElement.hasAttribute('data-card-menu-open')")


def test_the_arrows_walk_the_board(cast, account, row, new_page):
    move(opportunity(account, name="Furnace"), "upside")
    page = new_page(cast.rep)
    page.goto("/pipeline/")
    card(page).locator("a").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.textContent") == "Furnace"


def test_won_asks_for_the_reason_in_the_panel(cast, row, new_page):
    page = new_page(cast.rep)
    page.goto("/pipeline/")
    card(page).locator("[data-card-menu-open]").click()
    page.locator("[data-card] [data-close-as=won]").click()
    page.locator("#panel").get_by_label("Value of the solution").check()
    page.locator("#panel button[type=submit]").click()
    card(page).wait_for(state="detached")
    page.locator("#panel").wait_for(state="hidden")
    row.refresh_from_db()
    assert (row.status, row.close_reason) == ("won", "value")


def test_closing_without_a_reason_says_so(cast, row, new_page):
    page = new_page(cast.rep)
    page.goto("/pipeline/")
    card(page).locator("[data-card-menu-open]").click()
    page.locator("[data-card] [data-close-as=lost]").click()
    page.locator("#panel button[type=submit]").click()
    page.locator("#panel [role=alert]").first.wait_for()
    row.refresh_from_db()
    assert row.status == "open"


def test_of_two_browsers_the_second_is_shown_the_firsts_move_and_chooses(cast, row, new_page):
    first, page = new_page(cast.manager), new_page(cast.rep)
    first.goto("/pipeline/")
    page.goto("/pipeline/")
    card(first).drag_to(first.locator("[data-stage=prospect]"))
    forecast(first, "200.00").wait_for()
    card(page).drag_to(page.locator("[data-stage=committed]"))
    page.locator("#panel", has_text="Somebody was faster").wait_for()
    in_stage(page, "prospect").wait_for()
    assert stage_of(row) == "prospect"
    page.locator("#panel").get_by_role("button", name="Move to Committed").click()
    in_stage(page, "committed").wait_for()
    assert stage_of(row) == "committed"


def test_one_that_was_closed_meanwhile_is_not_moved(cast, row, new_page):
    page = new_page(cast.rep)
    page.goto("/pipeline/")
    close(row, "lost", cast.manager)
    card(page).drag_to(page.locator("[data-stage=committed]"))
    page.locator("#panel", has_text="It is closed now").wait_for()
    card(page).wait_for(state="detached")
    assert row.moves.count() == 2


def test_a_thumb_moves_it_from_the_panel(cast, row, new_page):
    page = new_page(cast.rep, 360, 740, has_touch=True)
    page.goto("/pipeline/")
    card(page).locator("a").tap()
    page.locator("#panel button[value=upside]").tap()
    page.locator("#panel").wait_for(state="hidden")
    in_stage(page, "upside").wait_for()
    assert stage_of(row) == "upside"


def test_the_phone_switches_between_stages(cast, row, new_page):
    page = new_page(cast.rep, 360, 740)
    page.goto("/pipeline/")
    page.locator("[data-board-switch] a", has_text="Upside").click()
    page.wait_for_function("Math.abs(document.querySelector('#stage-upside').getBoundingClientRect().left) < 60")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_move_keeps_the_boards_filters(cast, account, row, new_page):
    opportunity(account, cast.manager, amount="5000", name="Manager's own", owner=cast.manager)
    page = new_page(cast.manager)
    page.goto(f"/pipeline/?owner={cast.rep.pk}")
    card(page).drag_to(page.locator("[data-stage=upside]"))
    forecast(page, "600.00").wait_for()
