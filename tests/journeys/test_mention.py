"""A note that names a colleague: an @ offers him, he finds the note among his notices."""

from __future__ import annotations

from typing import Any

from notices.models import Notice
from tests.cast import make_account


def test_an_at_names_a_colleague_who_opens_the_note(cast: Any, phone: Any, in_language: Any) -> None:
    steel = make_account(cast.rep, "北京钢铁 Steel")
    page = phone(in_language("rep", "en"))
    page.goto(f"/visits/new/?account={steel.pk}")
    page.locator("[name=summary]").press_sequentially("They want steel, @man")
    page.locator("#mentions [role=option]").tap()
    assert page.locator("[name=summary]").input_value() == "They want steel, @Manager "
    page.locator("label:has([name=outcome][value=advanced])").tap()
    page.locator("[name=next_step]").fill("Send the offer")
    page.get_by_role("button", name="Save visit").tap()
    page.wait_for_url(f"**/accounts/{steel.pk}/")
    assert page.locator("#timeline .mention").inner_text() == "@Manager"

    page = phone(in_language("manager", "en"))
    page.goto("/notices/")
    page.get_by_role("link", name="You are mentioned in a note on a visit").tap()
    page.wait_for_url("**/edit/")
    assert Notice.objects.get().is_read


def test_keys_walk_the_list_and_escape_leaves_the_text_alone(cast: Any, phone: Any, in_language: Any) -> None:
    steel = make_account(cast.rep, "北京钢铁 Steel")
    page = phone(in_language("rep", "en"))
    page.goto(f"/visits/new/?account={steel.pk}")
    note = page.locator("[name=summary]")
    note.press_sequentially("@")
    page.locator("#mentions [role=option]").first.wait_for()
    note.press("ArrowDown")
    note.press("Enter")
    assert note.input_value() == "@Director "
    note.press_sequentially("and @")
    page.locator("#mentions [role=option]").first.wait_for()
    note.press("Escape")
    assert not page.locator("#mentions").is_visible()
    assert note.input_value() == "@Director and @"
