"""Language and appearance, chosen from the menu of every page and before signing in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from teams.models import User

LANGUAGE = "document.documentElement.lang"
BACKGROUND = "getComputedStyle(document.documentElement).backgroundColor"


def test_the_language_is_switched_where_one_stands_and_stays(
    new_page: Callable[..., Any], enter: Any, cast: Any
) -> None:
    page = new_page(cast.rep)
    page.goto("/accounts/?q=steel")
    page.locator(".rail summary").click()
    page.locator(".rail").get_by_role("button", name="中文").click()
    page.locator("html[lang=zh-Hans]").wait_for()
    assert page.url.endswith("/accounts/?q=steel")
    assert "客户" in page.locator("h1").inner_text()

    elsewhere = new_page()
    elsewhere.goto("/sign-in/")
    assert elsewhere.evaluate(LANGUAGE) == "en"
    enter(elsewhere, cast.rep)
    assert elsewhere.evaluate(LANGUAGE) == "zh-Hans"


def test_who_is_not_signed_in_chooses_a_language_too(phone: Callable[..., Any], cast: Any) -> None:
    page = phone()
    page.goto("/sign-in/?next=/accounts/")
    page.get_by_role("link", name="中文").tap()
    page.get_by_role("button", name="登录").wait_for()
    assert page.locator("[name=next]").input_value() == "/accounts/"


def test_the_browsers_own_language_is_the_first_guess(new_page: Callable[..., Any], cast: Any) -> None:
    page = new_page(locale="zh-CN")
    page.goto("/sign-in/")
    assert page.evaluate(LANGUAGE) == "zh-Hans"


def test_the_phone_switches_to_dark_and_the_person_keeps_it(phone: Callable[..., Any], cast: Any) -> None:
    page = phone(cast.rep, color_scheme="light")
    page.goto("/")
    light = page.evaluate(BACKGROUND)
    page.locator(".bottom-bar summary").tap()
    with page.expect_response("**/preferences/"):
        page.locator(".bottom-bar [name=theme][value=dark]").tap()
    assert page.evaluate(BACKGROUND) != light
    assert User.objects.get(pk=cast.rep.pk).theme == "dark"
    page.goto("/accounts/")
    assert page.evaluate(BACKGROUND) != light


def test_without_a_choice_the_device_decides(new_page: Callable[..., Any], cast: Any) -> None:
    pages = [new_page(cast.rep, color_scheme=scheme) for scheme in ("light", "dark")]
    for page in pages:
        page.goto("/")
    assert pages[0].evaluate(BACKGROUND) != pages[1].evaluate(BACKGROUND)


def test_numbers_dates_and_today_are_the_readers(new_page: Callable[..., Any], cast: Any, account: Any) -> None:
    page = new_page(cast.rep)
    page.goto("/preferences/")
    page.locator("[name=timezone]").select_option("Pacific/Kiritimati")
    page.get_by_role("button", name="Save preferences").click()
    page.goto(f"/visits/new/?account={account.pk}")
    page.locator("details.more summary").click()
    shown = page.locator("[name=starts_at]").input_value()
    there = page.evaluate(
        "new Intl.DateTimeFormat('sv', {dateStyle: 'short', timeZone: 'Pacific/Kiritimati'}).format(new Date())"
    )
    assert shown.startswith(there)
