"""An administrator adds somebody, hands over the link; the new person chooses a password and works."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from teams.models import User

CHOSEN = "seven-quiet-harbours"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_from_the_form_to_the_first_day(
    new_page: Callable[..., Any],
    phone: Callable[..., Any],
    enter: Any,
    in_language: Any,
    cast: Any,
    said: Any,
    language: str,
) -> None:
    desk = new_page(in_language("admin", language))
    desk.goto("/people/")
    desk.get_by_role("link", name=said("New person")).click()
    desk.locator("[name=name]").fill("陈静")
    desk.locator("[name=email]").fill("chen.jing@kam.example")
    desk.locator("[name=role]").select_option("rep")
    desk.locator("[name=team]").select_option(str(cast.south.pk))
    desk.locator("select[name=language]").select_option(language)
    desk.get_by_role("button", name=said("Add person")).click()
    link = desk.locator("code").inner_text().strip()

    theirs = phone()
    theirs.goto(link)
    for box in theirs.locator("[type=password]").all():
        box.fill(CHOSEN)
    theirs.locator("form button[type=submit]").tap()
    theirs.get_by_role("heading", name=said("My day"), level=1).wait_for()
    assert theirs.evaluate("document.documentElement.lang").lower() == language

    theirs.context.clear_cookies(name="sessionid")
    theirs.goto("/sign-in/")
    enter(theirs, User.objects.get(email="chen.jing@kam.example"), CHOSEN)
    theirs.get_by_role("heading", name=said("My day"), level=1).wait_for()
    assert theirs.locator(".toast-error").count() == 0


def test_an_email_that_is_taken_is_refused_at_its_field(new_page: Callable[..., Any], cast: Any) -> None:
    desk = new_page(cast.admin)
    desk.goto("/people/new/")
    desk.locator("[name=name]").fill("Another rep")
    desk.locator("[name=email]").fill(cast.rep.email.upper())
    desk.locator("[name=team]").select_option(str(cast.south.pk))
    desk.get_by_role("button", name="Add person").click()
    desk.locator("[name=email][aria-invalid=true]").wait_for()
    assert desk.locator("[name=name]").input_value() == "Another rep"


def test_access_that_ends_ends_the_open_page(new_page: Callable[..., Any], cast: Any) -> None:
    theirs, desk = new_page(cast.rep), new_page(cast.admin)
    theirs.goto("/accounts/")
    desk.goto(f"/people/{cast.rep.pk}/")
    desk.get_by_role("button", name="End access").click()
    desk.locator("dialog[open]").get_by_role("button", name="End access").click()
    desk.get_by_text("This person has no access.").wait_for()
    theirs.get_by_role("link", name="Pipeline").click()
    theirs.wait_for_url("**/sign-in/**")
