"""Django's administration shows this room's rows to the administrator, and writes none of them."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.models import Account, SavedView, Visit

from .make import contact_of


@pytest.fixture
def rows(cast, account):
    return {
        "account": account,
        "contact": contact_of(account),
        "visit": Visit.objects.create(account=account, by=cast.rep, starts_at=timezone.now(), currency="CNY"),
        "savedview": SavedView.objects.create(user=cast.rep, page="account_list", name="Gold"),
    }


@pytest.mark.parametrize("noun", ["account", "contact", "visit", "savedview", "cadence"])
def test_rows_are_shown_and_not_made(sign_in, rows, noun):
    client = sign_in("admin")
    assert client.get(f"/admin/accounts/{noun}/").status_code == 200
    assert client.get(f"/admin/accounts/{noun}/add/").status_code == 403


@pytest.mark.parametrize("noun", ["account", "contact", "visit", "savedview"])
def test_a_row_is_shown_and_not_changed(sign_in, rows, noun):
    client, url = sign_in("admin"), f"/admin/accounts/{noun}/{rows[noun].pk}/"
    assert client.get(f"{url}change/").status_code == 200
    assert client.post(f"{url}change/", {"name": "X", "tier": "platinum"}).status_code == 403
    assert client.post(f"{url}delete/", {"post": "yes"}).status_code == 403
    assert Account.objects.get().tier == ""


def test_it_is_searched_like_everywhere(sign_in, account):
    client = sign_in("admin")
    assert account.name in client.get("/admin/accounts/account/?q=bjgt").content.decode()
    assert account.name not in client.get("/admin/accounts/account/?q=shhg").content.decode()


@pytest.mark.parametrize("who", ["rep", "manager", "director"])
def test_nobody_else_gets_in(sign_in, who):
    assert sign_in(who).get("/admin/accounts/account/").status_code == 302
