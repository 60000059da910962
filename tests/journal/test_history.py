from __future__ import annotations
from django.db import connection
import pytest
from journal.models import Change
from accounts.models import Account
from tests.cast import make_account

def test_a_row_that_is_made_and_changed(account):
    assert Change.objects.filter(kind="accounts.account").count() == 1
    Account.objects.filter(pk=account.pk).update(name="Else")
    last = Change.objects.order_by("-id")[0]
    assert last.changes == {"name": [account.name, "Else"]}
    print(Change.objects.values()[0])
    with connection.cursor() as c:
        c.execute("select kind, count(*) from journal_change group by 1")
        print(c.fetchall())
