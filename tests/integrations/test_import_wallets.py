"""Estimates go out as a file and come in again: twice is once, and what cannot be is refused by its line."""

from __future__ import annotations

import pytest

from accounts.models import Account
from tests.wallet.make import competitor, estimated, parts, sold
from wallet.models import Estimate
from wallet.services import estimate_withdraw

from .test_import_deals import exported

pytestmark = pytest.mark.django_db
REPORT = "/reports/wallets/"


def test_what_goes_out_comes_in_again(account, sign_in, load):
    Account.objects.filter(pk=account.pk).update(external_id="A1")
    sold(account, 100)
    kept = estimated(account, parts=parts(Huawei="0.35", ZTE=None), note="Said so")
    file = exported(sign_in("rep"), f"{REPORT}estimates.csv")
    assert load("wallets", file).counts == (0, 0, 1)
    estimate_withdraw(kept, actor=account.owner, version=1, note="To see it come back")
    assert load("wallets", file).counts == (1, 0, 0)
    row = Estimate.objects.counting().get()
    assert [(str(part), part.share) for part in row.parts.all()] == [
        (str(part), part.share) for part in kept.parts.all()
    ]


def test_a_file_says_which_lines_cannot_be(account, load):
    Account.objects.filter(pk=account.pk).update(external_id="A1")
    competitor()
    head = "account_external_id,until,amount,competitors\n"
    for line in (
        "A1,2025-12-31,1000,Nobody: 20",
        "A1,2025-12-31,1000,Huawei: 120",
        "A1,2025-12-31,-5,",
        "A9,2025-12-31,5,",
    ):
        report = load("wallets", f"{head}{line}\n")
        assert report.counts[0] == 0
        assert report.refused
    assert load("wallets", f"{head}A1,2025-12-31,1000,Huawei: 20 %\n").counts == (1, 0, 0)
    again = load("wallets", f"{head}A1,2025-12-31,2000,Huawei: 20 %\n")
    assert again.counts == (0, 0, 0)
    assert not Estimate.objects.filter(amount=2000)


def test_the_list_as_a_file(account, sign_in):
    sold(account, 250)
    estimated(account, 1000)
    lines = exported(sign_in("rep"), f"{REPORT}export.csv")
    assert b"0.25" in lines
    assert account.name.encode() in lines
