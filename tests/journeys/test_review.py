"""The manager walks through the week's ten deals by keyboard alone: sixteen answers each, saved, on to the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.models import OpportunityReview, ReviewAction
from tests.journeys.thumb import Thumb
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


def test_on_a_phone_one_question_stands_there_at_a_time(new_page: Callable[..., Any], cast: Any, account: Any) -> None:
    """A thumb says yes to fifteen and no to one, with what is to be done; the note and the save button come last."""
    deal = opportunity(account, name="Deal by thumb")
    page = new_page(cast.manager, width=360, height=740, has_touch=True)
    page.goto(f"/pipeline/{deal.pk}/review/")
    shown, last = page.locator("[data-question]:visible"), page.locator("[data-last]:visible")
    assert (shown.count(), last.count()) == (1, 0)
    thumb = Thumb(page)
    for number in range(16):
        page.locator("[data-count]", has_text=f"{number + 1} / 16").wait_for()
        thumb.tap(shown.locator("label", has_text="No" if number == 3 else "Yes").first)
        if number == 3:
            shown.locator("[data-part=action] input").first.fill("Ask the plant manager")
            thumb.tap(page.get_by_role("button", name="Next question"))
    last.wait_for()
    assert shown.count() == 0
    thumb.tap(page.get_by_role("button", name="Back"))
    shown.wait_for()
    thumb.tap(page.get_by_role("button", name="Next question"))
    thumb.tap(page.get_by_role("button", name="Save review"))
    page.wait_for_url(f"**/pipeline/{deal.pk}/")
    review = OpportunityReview.objects.get()
    assert [answer.answer for answer in review.answers.order_by("question__position")].count("yes") == 15
    assert ReviewAction.objects.get().text == "Ask the plant manager"
