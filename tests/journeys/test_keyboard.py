"""Work without a mouse: places, search, rows, forms, dialogs, and the way past the rail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import Visit
from tests.cast import make_account

FOCUS = "document.activeElement"


@pytest.fixture
def desk(new_page: Callable[..., Any], cast: Any) -> Any:
    page = new_page(cast.manager)
    page.goto("/")
    return page


@pytest.mark.parametrize(
    ("keys", "path"),
    [
        ("ga", "/accounts/"),
        ("gp", "/pipeline/"),
        ("gt", "/tiers/"),
        ("gl", "/alerts/"),
        ("gr", "/reports/"),
        ("gu", "/rules/"),
        ("nv", "/visits/new/"),
    ],
)
def test_two_letters_lead_to_each_place(desk: Any, keys: str, path: str) -> None:
    for key in keys:
        desk.keyboard.press(key)
    desk.wait_for_url(f"**{path}")


def test_the_first_tab_skips_the_rail(desk: Any) -> None:
    desk.keyboard.press("Tab")
    assert desk.evaluate(f"{FOCUS}.getAttribute('href')") == "#main"
    desk.keyboard.press("Enter")
    assert desk.evaluate(f"{FOCUS}.id") == "main"


def test_an_account_is_found_and_opened(desk: Any, cast: Any) -> None:
    make_account(cast.rep, "北京钢铁")
    wanted = make_account(cast.rep, "上海化工")
    desk.keyboard.press("g")
    desk.keyboard.press("a")
    desk.wait_for_url("**/accounts/")
    desk.keyboard.press("/")
    desk.keyboard.type("shhg")
    desk.get_by_text("北京钢铁").wait_for(state="detached")
    desk.evaluate(f"{FOCUS}.blur()")
    desk.keyboard.press("j")
    desk.keyboard.press("Enter")
    desk.wait_for_url(f"**/accounts/{wanted.pk}/")


def test_a_visit_is_logged(new_page: Callable[..., Any], cast: Any, account: Any) -> None:
    page = new_page(cast.rep)
    page.goto(f"/accounts/{account.pk}/")
    _tab_to(page, "a[href*='/visits/new/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/visits/new/**")
    _tab_to(page, "[name=outcome]")
    page.keyboard.press("Space")
    _tab_to(page, "[name=summary]")
    page.keyboard.type("Agreed on the price.")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**/accounts/{account.pk}/")
    assert Visit.objects.get().summary == "Agreed on the price."


def test_escape_closes_the_list_of_keys_and_focus_returns(desk: Any) -> None:
    desk.keyboard.press("?")
    assert desk.locator("#keys").is_visible()
    desk.keyboard.press("Escape")
    assert not desk.locator("#keys").is_visible()
    desk.keyboard.press("?")
    assert desk.locator("#keys").is_visible()


def test_letters_typed_into_a_field_lead_nowhere(desk: Any) -> None:
    desk.goto("/accounts/new/")
    desk.locator("[name=name]").press_sequentially("ga n/v?")
    assert desk.locator("[name=name]").input_value() == "ga n/v?"
    assert desk.url.endswith("/accounts/new/")


def test_the_menu_opens_and_closes(desk: Any) -> None:
    _tab_to(desk, ".rail summary")
    desk.keyboard.press("Enter")
    assert desk.locator(".rail details").get_attribute("open") is not None
    desk.keyboard.press("Escape")
    assert desk.locator(".rail details").get_attribute("open") is None
    assert desk.evaluate(f"{FOCUS}.matches('.rail summary')")


def _tab_to(page: Any, selector: str, most: int = 60) -> None:
    """Presses Tab until the focus is there, and sees that it is shown on the way."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(f"(selector) => {FOCUS}.matches(selector)", selector):
            assert page.evaluate(
                f"getComputedStyle({FOCUS}).outlineStyle !== 'none' || getComputedStyle({FOCUS}).boxShadow !== 'none'"
            )
            return
    pytest.fail(f"Tab does not reach {selector}")


def test_everything_is_searched_from_wherever_one_is(desk: Any, cast: Any) -> None:
    wanted = make_account(cast.rep, "上海化工")
    desk.keyboard.press("Control+k")
    desk.wait_for_url("**/search/")
    desk.locator("[data-search]:focus").wait_for()
    desk.keyboard.type("shhg")
    desk.get_by_text("上海化工").wait_for()
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    desk.wait_for_url(f"**/accounts/{wanted.pk}/")
