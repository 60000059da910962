"""The manager walks through the week's ten deals by keyboard alone: sixteen answers each, saved, on to the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.models import OpportunityReview, ReviewAction
from tests.pipeline.make import opportunity

DEALS = 10


@pytest.fixture
def page(new_page: Callable[..., Any], cast: Any, account: Any) -> Any:
    for number in range(DEALS):
        opportunity(account, name=f"Deal {number}", amount=str(number + 1))
    page = new_page(cast.manager)
    page.goto("/pipeline/reviews/")
    return page


def tab_to(page: Any, text: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").strip() == text:
            return
    raise AssertionError(f"{text} is not reached by Tab")


def test_ten_deals_are_reviewed_without_a_mouse(page: Any, cast: Any) -> None:
    tab_to(page, "Start the review")
    page.keyboard.press("Enter")
    for number in range(DEALS, 0, -1):
        page.locator("form[data-review]").wait_for()
        heading = page.locator("h1").inner_text()
        assert f"Deal {number - 1}" in heading
        page.keyboard.press("3")
        if number == DEALS:
            page.keyboard.press("k")
            page.keyboard.press("a")
            page.keyboard.type("Ask the plant manager")
            page.keyboard.press("Escape")
            page.keyboard.press("j")
        for _question in range(15):
            page.keyboard.press("1")
        page.keyboard.press("Control+Enter")
        page.wait_for_function("(told) => document.querySelector('h1')?.innerText !== told", arg=heading)
    page.wait_for_url("**/pipeline/reviews/")
    assert OpportunityReview.objects.filter(by=cast.manager).values("opportunity").distinct().count() == DEALS
    assert ReviewAction.objects.get().text == "Ask the plant manager"
