"""Whatever happened to a row: played from its beginning, its history gives the row as it stands."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from django.db import connection

from accounts.models import Account, Contact
from journal.history.tracked import tracking
from journal.models import Change
from pipeline.models import Opportunity
from tests.accounts.make import contact_of
from tests.cast import make_account
from tests.faults.strings import OWN
from tests.pipeline.make import opportunity

pytestmark = pytest.mark.django_db


def stands(kind: str, number: int) -> dict[str, Any] | None:
    """The tracked columns of the row that hold something."""
    each = tracking(kind)
    assert each
    table = connection.ops.quote_name(each.model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(kept)::text FROM {table} AS kept WHERE id = %s", [number])
        found = cursor.fetchone()
    row = json.loads(found[0]) if found else None
    return row and {name: row[name] for name in each.columns if row[name] not in (None, "")}


def replayed(kind: str, number: int) -> dict[str, Any] | None:
    row: dict[str, Any] | None = None
    for change in Change.objects.filter(kind=kind, row_id=number).order_by("id"):
        if change.action == "d":
            assert row == {name: before for name, (before, _after) in change.changes.items()}
            row = None
        elif change.action == "i":
            assert row is None
            row = {name: after for name, (_before, after) in change.changes.items()}
        else:
            assert row is not None
            for name, (before, after) in change.changes.items():
                assert row.get(name) in (before, None)
                row[name] = after
            row = {name: value for name, value in row.items() if value not in (None, "")}
    return _plain(row)


def _plain(row: dict[str, Any] | None) -> dict[str, Any] | None:
    return row and json.loads(json.dumps(row, default=float))


def test_a_history_gives_the_row_as_it_stands(cast: Any) -> None:
    dice = random.Random(7)
    accounts = [make_account(cast.rep, f"Firm {number}") for number in range(3)]
    contacts = [contact_of(account) for account in accounts]
    deals = [opportunity(account) for account in accounts]
    people = [cast.rep, cast.peer, cast.manager]
    for _step in range(300):
        word = dice.choice(OWN)[:80].replace("\0", "")
        rows, wanted = dice.choice(
            [
                (Account.objects.filter(pk=dice.choice(accounts).pk), {"name": word, "notes": word * 2}),
                (Account.objects.filter(pk__in=[row.pk for row in accounts[:2]]), {"owner": dice.choice(people)}),
                (Account.objects.all(), {"shared_with": dice.sample([1, 2, 3], dice.randrange(3))}),
                (
                    Contact.objects.filter(pk=dice.choice(contacts).pk),
                    {"title": word, "account": dice.choice(accounts)},
                ),
                (Contact.objects.all(), {"reports_to": None, "phone": str(dice.randrange(99))}),
                (Opportunity.objects.filter(pk=dice.choice(deals).pk), {"amount": f"{dice.randrange(10**16)}.07"}),
                (Opportunity.objects.all(), {"expected_close_on": dice.choice([None, "2026-02-03"])}),
            ]
        )
        rows.update(**wanted)
    contacts[0].delete()
    for kind, some in (("accounts.account", accounts), ("accounts.contact", contacts), ("pipeline.opportunity", deals)):
        for row in some:
            number = row.pk or Change.objects.filter(kind=kind, action="d").get().row_id
            assert replayed(kind, number) == stands(kind, number)


def test_large_amounts_keep_their_cents(account: Account) -> None:
    deal = opportunity(account)
    Opportunity.objects.filter(pk=deal.pk).update(amount="9999999999999999.99")
    change = Change.objects.filter(kind="pipeline.opportunity").order_by("-id")[0]
    assert str(change.changes["amount"][1]) == "9999999999999999.99"
