"""The style guide in a real browser: nothing sticks out, the keyboard reaches everything, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Guide = Callable[..., Any]


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_nothing_sticks_out(guide: Guide, cast: Any, width: int, language: str) -> None:
    cast.admin.language = language
    cast.admin.save()
    page = guide(width)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_phone_shows_bottom_bar_and_log_button(guide: Guide) -> None:
    page = guide(360, 740)
    assert page.locator(".bottom-bar").is_visible()
    assert not page.locator(".rail").is_visible()


def test_slash_searches_and_j_walks_the_rows(guide: Guide) -> None:
    page = guide()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.matches('[data-search]')")
    page.keyboard.press("j")
    assert page.locator("[data-search]").input_value() == "j"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#2"
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#1"


def test_question_mark_lists_the_keys_and_escape_closes(guide: Guide) -> None:
    page = guide()
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#keys").is_visible()


def test_ctrl_enter_saves(guide: Guide) -> None:
    page = guide()
    page.evaluate("document.addEventListener('submit', (e) => { e.preventDefault(); window.saved = true })")
    page.locator("#id_name").first.press("Control+Enter")
    assert page.evaluate("window.saved")


def test_the_theme_changes_at_once_and_stays(guide: Guide) -> None:
    page = guide(color_scheme="light")
    background = "getComputedStyle(document.body.parentElement).backgroundColor"
    light = page.evaluate(background)
    page.locator(".rail summary").click()
    with page.expect_response("**/preferences/"):
        page.locator(".rail button[name=theme][value=dark]").click()
    assert page.evaluate(background) != light
    page.reload()
    assert page.evaluate(background) != light
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_what_was_typed_survives_a_reload_and_can_be_thrown_away(guide: Guide) -> None:
    page = guide()
    form = page.locator("form[data-draft=sample]")
    form.locator("[name=name]").fill("Northwind 北风")
    form.locator("[name=channel][value=w]").check()
    page.reload()
    assert form.locator("[name=name]").input_value() == "Northwind 北风"
    assert form.locator("[name=channel][value=w]").is_checked()
    page.locator(".toast-action").click()
    assert form.locator("[name=name]").input_value() == ""
    page.reload()
    assert form.locator("[name=name]").input_value() == ""


def test_a_draft_is_not_shown_to_somebody_else(guide: Guide) -> None:
    page = guide()
    page.locator("form[data-draft=sample] [name=name]").fill("secret")
    mine = page.evaluate("'draft:' + document.body.dataset.user + ':sample'")
    page.evaluate(
        "(mine) => { sessionStorage['draft:0:sample'] = sessionStorage[mine]; sessionStorage.removeItem(mine) }", mine
    )
    page.reload()
    assert page.locator("form[data-draft=sample] [name=name]").input_value() == ""


def test_the_side_panel_keeps_the_list_and_gives_focus_back(guide: Guide) -> None:
    page = guide()
    page.route(
        "**/panel-sample",
        lambda route: route.fulfill(body="<h2 id='panel-title'>Northwind</h2>", content_type="text/html"),
    )
    page.evaluate(
        "document.querySelector('#rows tbody a').setAttribute('hx-get', '/panel-sample');"
        "document.querySelector('#rows tbody a').setAttribute('hx-target', '#panel-body');"
        "htmx.process(document.querySelector('#rows tbody'))"
    )
    page.locator("#rows tbody a").first.click()
    page.locator("#panel-title").wait_for()
    assert page.evaluate("document.activeElement.id") == "panel-title"
    assert page.locator("#rows tbody a").nth(1).is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#panel").is_visible()
    assert page.evaluate("document.activeElement === document.querySelector('#rows tbody a')")


def test_a_server_error_is_said_and_stays(guide: Guide) -> None:
    page = guide()
    page.route("**/broken", lambda route: route.fulfill(status=500, body="x"))
    page.evaluate("htmx.ajax('GET', '/broken', '#panel-body')")
    page.locator(".toast-error").wait_for()


def test_a_session_that_ended_leads_to_sign_in_and_back(guide: Guide) -> None:
    page = guide()
    page.context.clear_cookies()
    # Not waited for: the page leaves before it has its answer.
    page.evaluate("void htmx.ajax('GET', '/styleguide/', '#panel-body')")
    page.wait_for_url("**/sign-in/?next=%2Fstyleguide%2F")


def test_cards_move_by_drag_and_by_menu(guide: Guide) -> None:
    page = guide()
    moves = []

    def answer(route: Any) -> None:
        moves.append(route.request.post_data)
        route.fulfill(status=500, body="x")

    page.route("**/styleguide/move/", answer)
    card, columns = page.locator("[data-stage='0'] [data-card]").first, page.locator("[data-stage]")
    card.drag_to(columns.nth(2))
    page.locator(".toast-error").first.wait_for()
    assert page.locator("[data-stage='0'] [data-card]").count() == 3, "a refused move goes back"
    card.locator("[data-card-menu-open]").click()
    card.locator("[data-move-to='3']").click()
    page.locator(".toast-error").nth(1).wait_for()
    assert ["stage=2" in moves[0], "stage=3" in moves[1], "version=1" in moves[1]] == [True] * 3
