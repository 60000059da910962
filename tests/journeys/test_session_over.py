"""Fault 30: the session ends while somebody types. He signs in again and finds every letter; saving then works."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session

from accounts.models import Account, Visit
from tests.accounts.make import contact_of

SAID = "They want a second quotation before 春节."


@pytest.fixture
def half_typed(phone: Callable[..., Any], cast: Any, account: Account) -> Any:
    """The visit form, filled in but not sent."""
    contact_of(account, "王小明")
    page = phone(cast.rep)
    page.goto(f"/visits/new/?account={account.pk}")
    page.get_by_text("王小明").tap()
    page.locator("label:has([name=outcome][value=setback])").tap()
    page.locator("[name=summary]").fill(SAID)
    return page


def _holds_everything(page: Any) -> bool:
    outcome = page.locator("[name=outcome][value=setback]").is_checked()
    return (
        outcome
        and page.locator("[name=contacts]").is_checked()
        and page.locator("[name=summary]").input_value() == SAID
    )


def test_saving_leads_to_sign_in_and_back_to_what_was_typed(half_typed: Any, enter: Any, cast: Any) -> None:
    page, address = half_typed, half_typed.url
    Session.objects.all().delete()
    page.locator("form[data-draft] button[type=submit]").tap()
    page.wait_for_url("**/sign-in/**")
    assert Visit.objects.count() == 0

    enter(page, cast.rep)
    assert page.url == address
    assert _holds_everything(page)

    page.locator("form[data-draft] button[type=submit]").tap()
    page.wait_for_url("**/accounts/*/")
    assert Visit.objects.get().summary == SAID


def test_after_saving_the_form_is_empty_again(half_typed: Any) -> None:
    page, address = half_typed, half_typed.url
    page.locator("form[data-draft] button[type=submit]").tap()
    page.wait_for_url("**/accounts/*/")
    page.goto(address)
    assert page.locator("[name=summary]").input_value() == ""


def test_what_never_arrived_is_there_when_the_form_is_opened_again(half_typed: Any) -> None:
    page, address = half_typed, half_typed.url
    page.route("**/visits/new/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    with page.expect_event("requestfailed"):
        page.locator("form[data-draft] button[type=submit]").tap()
    page.unroute_all()
    page.goto("/accounts/")
    page.goto(address)
    assert _holds_everything(page)
    page.locator("form[data-draft] button[type=submit]").tap()
    page.wait_for_url("**/accounts/*/")
    assert Visit.objects.get().summary == SAID


def test_a_refused_form_keeps_what_was_typed(half_typed: Any) -> None:
    page = half_typed
    page.locator("[name=next_step]").fill("Call")
    page.locator("details.more summary").tap()
    page.locator("[name=next_step_on]").fill("2001-01-01")
    page.locator("form[data-draft] button[type=submit]").tap()
    page.locator("[data-errors]").wait_for()
    assert page.evaluate("document.activeElement.matches('[data-errors]')")
    assert page.locator("[name=next_step_on]").get_attribute("aria-invalid") == "true"
    assert _holds_everything(page)
    assert Visit.objects.count() == 0


def test_a_search_in_mid_page_leads_to_sign_in_and_back(
    new_page: Callable[..., Any], enter: Any, cast: Any, account: Account
) -> None:
    page = new_page(cast.rep)
    page.goto("/accounts/")
    Session.objects.all().delete()
    page.locator("[data-search]").fill("steel")
    page.wait_for_url("**/sign-in/**")
    enter(page, cast.rep)
    assert page.url.endswith("/accounts/")


def test_somebody_else_who_signs_in_does_not_see_it(half_typed: Any, enter: Any, cast: Any) -> None:
    page, address = half_typed, half_typed.url
    Session.objects.all().delete()
    page.locator("form[data-draft] button[type=submit]").tap()
    page.wait_for_url("**/sign-in/**")
    enter(page, cast.manager)
    assert page.url == address
    assert page.locator("[name=summary]").input_value() == ""
