"""The frame: where people go from everywhere, and what it tells browsers about theme and language."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.template import Context
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from foundation.ui import shell

ROUTES = [place.route for place in (*shell.PLACES, *shell.ADMINISTRATION)]


def context(path: str = "/", cookies: str = "", **user: object) -> Context:
    request = RequestFactory().get(path, headers={"cookie": cookies} if cookies else {})
    request.user = SimpleNamespace(**user)
    return Context({"request": request})


@pytest.mark.parametrize(
    "route", [*ROUTES, "visit_new", "preferences", "password_change", "login", "logout", "styleguide"]
)
def test_every_place_exists(route: str) -> None:
    assert reverse(route)


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", ["my_day"]),
        ("/accounts/", ["account_list"]),
        ("/accounts/12/edit/", ["account_list"]),
        ("/contacts/3/", ["account_list"]),
        ("/visits/new/", ["account_list"]),
        ("/surveys/4/", ["account_list"]),
        ("/contracts/5/", ["reports"]),
        ("/rules/stages/", ["rules"]),
        ("/people/", ["rules"]),
        ("/nowhere/", []),
    ],
)
def test_the_place_one_is_in_is_marked(path: str, current: list[str]) -> None:
    shown = shell.places(context(path, leads=True))
    assert [place["route"] for place in (*shown["main"], *shown["administration"]) if place["current"]] == current


def test_administration_is_for_those_who_lead() -> None:
    assert shell.places(context(leads=False))["administration"] == []


def test_the_bottom_bar_has_four_places_and_the_rest_behind_more() -> None:
    shown = shell.places(context(leads=False))
    assert [place["route"] for place in shown["bottom"]] == shell.BOTTOM
    assert [place["route"] for place in shown["rest"]] == [
        *("search", "notice_list", "tiers", "churn", "reports"),
        "import_list",
    ]


@pytest.mark.parametrize(
    ("kept", "cookies", "media"),
    [
        ("dark", "", "screen"),
        ("light", "kam_theme=dark", "not all"),
        ("", "kam_theme=dark", "screen"),
        ("", "kam_theme=evil", "screen and (prefers-color-scheme: dark)"),
        ("", "", "screen and (prefers-color-scheme: dark)"),
    ],
)
def test_the_persons_theme_goes_before_the_browsers(kept: str, cookies: str, media: str) -> None:
    assert shell.dark_media(context(cookies=cookies, theme=kept)) == media


def test_places_speak_chinese() -> None:
    with translation.override("zh-hans"):
        assert {place.route: str(place.label) for place in shell.PLACES}["account_list"] == "客户"
