"""Ids and versions beyond a thousand stand in addresses and forms as plain digits, in every language."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.models import Account, Visit
from tests.cast import make_account

from .make import contact_of


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_nothing_groups_their_digits(sign_in, cast, language):
    cast.rep.language = language
    cast.rep.save()
    account = make_account(cast.rep, pk=1_234_567, version=45_678)
    contact = contact_of(account, pk=2_345_678)
    visit = Visit.objects.create(
        pk=3_456_789, account=account, by=cast.rep, starts_at=timezone.now(), currency="CNY", version=56_789
    )
    visit.contacts.add(contact)
    client = sign_in("rep")
    for path in (
        "/accounts/", "/accounts/search/?q=bj", "/visits/new/", f"/accounts/{account.pk}/",
        f"/accounts/{account.pk}/edit/", f"/visits/new/?account={account.pk}", f"/visits/{visit.pk}/edit/",
        f"/contacts/{contact.pk}/",
    ):  # fmt: skip
        body = client.get(path).content.decode()
        for grouped in ("1,234,567", "45,678", "2,345,678", "3,456,789", "56,789", "1\u00a0234"):
            assert grouped not in body, path
    assert Account.objects.get().pk == 1_234_567
