"""Fault 20 as people meet it: two edit one account; the second sees both texts, compares, and saves again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_second_sees_both_texts_and_decides(
    new_page: Callable[..., Any], in_language: Any, cast: Any, account: Any, said: Any, language: str
) -> None:
    first, second = new_page(cast.manager), new_page(in_language("rep", language))
    for page in (first, second):
        page.goto(f"/accounts/{account.pk}/edit/")
    first.locator("[name=industry]").fill("Steel")
    first.locator("form[data-draft] button[type=submit]").click()
    first.wait_for_url(f"**/accounts/{account.pk}/")

    second.locator("[name=industry]").fill("Stainless 不锈钢")
    second.locator("[name=phone]").fill("010 1234")
    second.locator("form[data-draft] button[type=submit]").click()
    second.locator("[data-errors]").wait_for()
    assert second.locator("[name=industry]").input_value() == "Stainless 不锈钢"
    assert said("Saved meanwhile: %(value)s") % {"value": "Steel"} in second.locator("#main").inner_text()
    account.refresh_from_db()
    assert (account.industry, account.phone) == ("Steel", "")

    second.locator("form[data-draft] button[type=submit]").click()
    second.wait_for_url(f"**/accounts/{account.pk}/")
    account.refresh_from_db()
    assert (account.industry, account.phone) == ("Stainless 不锈钢", "010 1234")


def test_a_draft_of_an_older_text_meets_the_newer_one_as_a_conflict(
    new_page: Callable[..., Any], cast: Any, account: Any
) -> None:
    mine = new_page(cast.rep)
    mine.goto(f"/accounts/{account.pk}/edit/")
    mine.locator("[name=industry]").fill("Half typed")
    type(account).objects.filter(pk=account.pk).update(industry="Steel", version=account.version + 1)
    mine.reload()
    assert mine.locator("[name=industry]").input_value() == "Half typed"
    mine.locator("form[data-draft] button[type=submit]").click()
    mine.locator("[data-errors]").wait_for()
    account.refresh_from_db()
    assert account.industry == "Steel"
