"""Checking in on a phone: asked for by a press, kept with the visit, left out again, refused by the browser."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Visit

HERE = {"latitude": 31.230416, "longitude": 121.473701, "accuracy": 12.4}


@pytest.fixture
def form(cast: Any, account: Any, new_page: Any) -> Any:
    def opened(**context: Any) -> Any:
        page = new_page(cast.rep, width=360, **context)
        page.goto(f"/visits/new/?account={account.pk}")
        page.get_by_label("Advanced").or_(page.locator("[name=outcome][value=advanced]")).first.check(force=True)
        return page

    return opened


def save(page: Any) -> None:
    page.get_by_role("button", name="Save visit").click()
    page.wait_for_url("**/accounts/*/")


def test_a_press_notes_the_place_and_the_visit_keeps_it(form: Any) -> None:
    page = form(geolocation=HERE, permissions=["geolocation"])
    page.get_by_role("button", name="Note where I am").click()
    page.get_by_text("Noted, within 13 m.").wait_for()
    save(page)
    visit = Visit.objects.get()
    assert (str(visit.latitude), str(visit.longitude), visit.place_accuracy) == ("31.230416", "121.473701", 13)


def test_a_place_may_be_left_out_again(form: Any) -> None:
    page = form(geolocation=HERE, permissions=["geolocation"])
    page.get_by_role("button", name="Note where I am").click()
    page.get_by_role("button", name="Leave it out").click()
    save(page)
    assert not Visit.objects.get().has_place


def test_a_browser_that_does_not_tell_says_so_and_the_visit_goes_without(form: Any) -> None:
    page = form(permissions=[])
    page.get_by_role("button", name="Note where I am").click()
    page.get_by_text("The browser does not tell the place.").wait_for()
    save(page)
    assert not Visit.objects.get().has_place
