"""A manager at the desk reads the funnel, moves an opportunity on the board, and the forecast is another one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.models import Opportunity
from tests.cast import PASSWORD
from tests.pipeline.make import close, opportunity

BOTH = pytest.mark.parametrize("language", ["en", "zh-hans"])


@pytest.fixture
def deals(transactional_db: None, cast: Any, account: Any) -> Opportunity:
    """1,000 in the first stage (10 %), beside 500 in the second (20 %) and one that was lost: weighted 200."""
    close(opportunity(account, amount="700", name="Furnace"), "lost")
    opportunity(account, amount="500", name="Crane", stage="prospect")
    return opportunity(account, amount="1000", name="轧机 Rolling mill")


@BOTH
def test_the_funnel_is_read_a_card_is_dragged_and_the_forecast_changes(
    new_page: Callable[..., Any], enter: Any, in_language: Any, said: Any, deals: Any, language: str
) -> None:
    manager, page = in_language("manager", language), new_page()
    page.goto("/")
    enter(page, manager)
    page.locator(".rail").get_by_role("link", name=said("Reports"), exact=True).click()
    page.locator("main").get_by_role("link", name=said("Sales funnel")).click()
    _weighted(page, "#funnel-sentence", "200.00")
    assert page.locator("#funnel-sentence data[value='1500.00']").count() == 1

    page.locator(".rail").get_by_role("link", name=said("Pipeline"), exact=True).click()
    _weighted(page, "#forecast", "200.00")
    page.locator("[data-card]", has_text="轧机").drag_to(page.locator("[data-stage=committed]"))
    _weighted(page, "#forecast", "800.00")
    page.locator("[data-stage=committed] [data-card]", has_text="轧机").wait_for()

    page.locator(".rail").get_by_role("link", name=said("Reports"), exact=True).click()
    page.locator("main").get_by_role("link", name=said("Sales funnel")).click()
    _weighted(page, "#funnel-sentence", "800.00")
    move = deals.moves.latest("at")
    assert (move.by, move.from_stage.key, move.to_stage.key) == (manager, "leads", "committed")


@BOTH
def test_the_same_without_a_mouse(new_page: Callable[..., Any], in_language: Any, deals: Any, language: str) -> None:
    manager, page = in_language("manager", language), new_page()
    page.goto("/sign-in/")
    page.keyboard.type(manager.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    _press(page, "g", "r")
    page.wait_for_url("**/reports/")
    _press(page, "j", "j", "Enter")
    _weighted(page, "#funnel-sentence", "200.00")
    _press(page, "g", "p")
    _weighted(page, "#forecast", "200.00")
    while not page.evaluate("document.activeElement.matches('[data-card] a')"):
        page.keyboard.press("Tab")
    _press(page, "m", *["ArrowDown"] * 4, "Enter")
    _weighted(page, "#forecast", "800.00")
    deals.refresh_from_db()
    assert deals.stage.key == "committed"
    page.wait_for_function("document.activeElement.closest('[data-stage=committed] [data-card]') !== null")


def test_a_figure_of_the_funnel_leads_to_its_rows(new_page: Callable[..., Any], cast: Any, deals: Any) -> None:
    page = new_page(cast.manager)
    page.goto("/reports/funnel/")
    page.locator("#funnel-sentence a").first.click()
    page.wait_for_url("**/pipeline/opportunities/**")
    names = page.locator("#list tbody th > a").all_inner_texts()
    assert sorted(names) == ["Crane", "轧机 Rolling mill"]


def _weighted(page: Any, where: str, amount: str) -> None:
    page.locator(f"{where} data[value='{amount}']").wait_for()


def _press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
