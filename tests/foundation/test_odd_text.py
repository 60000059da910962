"""Bidi and zero-width characters (fault 24) and markup: stored as typed, shown isolated and escaped."""

from __future__ import annotations

import html
import re

import pytest

from accounts.models import Account
from teams.models import User
from tests.cast import Cast, make_account

ODD = [
    "\u202eevil\u202c",
    "zero\u200bwidth\u200djoined",
    "شركة الحديد",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7|add:7 }}",
    "' OR 1=1 --",
    "𝒳 🐉 ﷽",
    "e\u0301" * 20,
]


def in_isolation(page: str, text: str) -> bool:
    """Somewhere on the page the text stands alone in a <bdi>, or as the value of a control."""
    shown = html.escape(text)
    return f"<bdi>{shown}</bdi>" in page or f'value="{shown}"' in page


@pytest.mark.parametrize("text", ODD)
def test_an_accounts_name_through_form_and_api(cast: Cast, sign_in, api, text: str) -> None:
    created = api("rep").post("/api/v1/accounts/", {"name": text})
    assert created.status_code == 201
    assert created.json()["name"] == text
    assert Account.objects.get().name == text
    client = sign_in("rep")
    for path in ("/accounts/", f"/accounts/{created.json()['id']}/", f"/accounts/{created.json()['id']}/edit/"):
        page = client.get(path).content.decode()
        assert in_isolation(page, text), path
        assert text == html.escape(text) or text not in page, path


@pytest.mark.parametrize("text", ODD)
def test_a_persons_name(cast: Cast, sign_in, text: str) -> None:
    User.objects.filter(pk=cast.rep.pk).update(name=text)
    make_account(cast.rep)
    for name, path in (("admin", "/people/"), ("admin", f"/people/{cast.rep.pk}/"), ("manager", "/"), ("rep", "/")):
        page = sign_in(name).get(path).content.decode()
        assert text == html.escape(text) or text not in page, path
    assert in_isolation(sign_in("admin").get("/people/").content.decode(), text)


@pytest.mark.parametrize("text", ODD)
def test_what_is_searched_for_comes_back_escaped(cast: Cast, sign_in, text: str) -> None:
    page = sign_in("rep").get("/accounts/", {"q": text}).content.decode()
    assert text == html.escape(text) or text not in re.sub(r"<title>.*?</title>", "", page)
