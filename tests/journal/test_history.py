"""Every way to write is recorded: by the ORM, in bulk, by SQL, by COPY, by a cascade; and on whose behalf."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import InternalError, connection, transaction
from django.test import Client

from accounts.models import Account, Contact, ContactRole, Visit
from accounts.services import account_update
from foundation.sql import copy_rows
from foundation.telling import is_write
from journal.history.acting import acting
from journal.history.keeping import forget_old
from journal.history.tracked import tracked, unspoken
from journal.history.triggers import installed, wanted
from journal.jobs import enqueue
from journal.models import Action, Change, Job
from tests.accounts.make import contact_of
from tests.cast import make_account, make_key

pytestmark = pytest.mark.django_db
SECRET = re.compile("password|digest|secret|token|hash|session", re.IGNORECASE)


def last(kind: str) -> Change:
    return Change.objects.filter(kind=kind).order_by("-id")[0]


def run(text: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text, values)


def test_every_model_is_tracked_or_somebody_says_why_not() -> None:
    assert unspoken() == []


def test_no_secret_is_tracked() -> None:
    assert {(each.label, column) for each in tracked() for column in each.columns if SECRET.search(column)} == set()


def test_every_tracked_table_has_its_triggers() -> None:
    assert installed() == {name: standing for name, (_each, standing) in wanted().items()}


def test_a_new_row_is_told_with_what_was_filled_in(account: Account) -> None:
    change = last("accounts.account")
    assert (change.action, change.row_id, change.account_id) == (Action.MADE, account.pk, account.pk)
    assert change.changes["name"] == [None, account.name]
    assert not {"notes", "parent_id", "sort_key", "version"} & set(change.changes)


def test_an_update_tells_what_differs_and_nothing_else(account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(name="Other", industry=account.industry)
    assert last("accounts.account").changes == {"name": [account.name, "Other"]}


def test_a_save_that_changes_nothing_is_no_change(account: Account) -> None:
    count = Change.objects.count()
    account.save()
    assert Change.objects.count() == count


def test_a_bulk_update_is_told_row_by_row(cast: Any) -> None:
    rows = [make_account(cast.rep, f"Firm {number}") for number in range(5)]
    for row in rows:
        row.industry = f"Of {row.name}"
    Account.objects.bulk_update(rows, ["industry"])
    told = Change.objects.filter(kind="accounts.account", action=Action.CHANGED)
    assert {change.row_id: change.changes for change in told} == {
        row.pk: {"industry": ["", f"Of {row.name}"]} for row in rows
    }


def test_sql_by_hand_is_told_to_be_the_databases_own(account: Account) -> None:
    run("UPDATE accounts_account SET phone = '123' WHERE id = %s", account.pk)
    change = last("accounts.account")
    assert (change.changes, change.actor_id, change.via) == ({"phone": ["", "123"]}, None, "")
    assert change.role == connection.settings_dict["USER"]


def test_rows_that_come_by_copy_are_told(account: Account) -> None:
    kept = {"account_id": account.pk, "version": 1, "created_at": "2026-01-01", "updated_at": "2026-01-01"}
    texts = ("name", "sort_key", "search_text", "external_id", "title", "department", "email", "phone", "wechat")
    blank = dict.fromkeys([*texts, "preferred_channel", "birthday", "notes"], "")
    row = {**kept, **blank, "name": "Li\tNa"}
    with acting("command load", bundle="b1"):
        copy_rows("accounts_contact", row, [tuple(row.values()), tuple(row.values())])
    told = Change.objects.filter(kind="accounts.contact", action=Action.MADE)
    assert [(change.changes["name"], change.via, change.bundle) for change in told] == [
        ([None, "Li\tNa"], "command load", "b1")
    ] * 2
    assert set(told.values_list("account_id", flat=True)) == {account.pk}


def test_a_removed_row_and_what_falls_with_it_are_told(account: Account) -> None:
    contact = contact_of(account, "Wang", ("user",))
    role = contact.roles.get()
    contact.delete()
    gone, part = last("accounts.contact"), last("accounts.contactrole")
    assert (gone.action, gone.changes["name"]) == (Action.REMOVED, ["Wang", None])
    assert (part.action, part.row_id, part.head_kind, part.head_id) == ("d", role.pk, "accounts.contact", gone.row_id)


def test_whom_a_visit_met_is_a_part_of_the_visit(account: Account, cast: Any) -> None:
    contact = contact_of(account)
    visit = Visit.objects.create(account=account, by=cast.rep, starts_at="2026-01-01T10:00Z", currency="CNY")
    visit.contacts.add(contact)
    change = last("accounts.visit_contacts")
    assert (change.head_kind, change.head_id, change.account_id) == ("accounts.visit", visit.pk, account.pk)


def test_what_is_rolled_back_never_happened(account: Account) -> None:
    count = Change.objects.count()
    with transaction.atomic():
        Account.objects.filter(pk=account.pk).update(name="Other")
        transaction.set_rollback(True)
    assert Change.objects.count() == count


def test_a_page_writes_on_behalf_of_its_person(account: Account, sign_in: Any, cast: Any) -> None:
    body = {"name": "Other", "stage": account.stage, "industry": "Steel", "version": account.version}
    assert sign_in("rep").post(f"/accounts/{account.pk}/edit/", body).status_code == 302
    change = last("accounts.account")
    assert (change.actor_id, change.via, change.role, change.key_id) == (cast.rep.pk, "page", "", None)
    Account.objects.filter(pk=account.pk).update(name="Third")
    assert last("accounts.account").actor_id is None


def test_a_key_is_told_beside_whom_it_acts_for(account: Account, cast: Any) -> None:
    secret = make_key(cast.rep)
    headers = {"Authorization": f"Bearer {secret}", "If-Match": f'"{account.version}"'}
    answer = Client().patch(
        f"/api/v1/accounts/{account.pk}/", {"name": "Other"}, content_type="application/json", headers=headers
    )
    assert answer.status_code == 200
    change = last("accounts.account")
    assert (change.actor_id, change.via) == (cast.rep.pk, "api")
    assert change.key_id == cast.rep.api_keys.get().pk


def test_what_was_written_together_has_one_bundle(account: Account, sign_in: Any, cast: Any) -> None:
    body = {"name": "Wang", "roles": ["user", "purchaser"]}
    assert sign_in("rep").post(f"/accounts/{account.pk}/contacts/new/", body).status_code == 302
    contact = Contact.objects.get(name="Wang")
    told = Change.objects.filter(head_kind="accounts.contact", head_id=contact.pk)
    assert told.count() == 3
    assert len(set(told.values_list("bundle", flat=True))) == 1


def test_a_job_works_on_behalf_of_whoever_caused_it(cast: Any) -> None:
    with acting("page", person=cast.rep.pk):
        job = enqueue("journal.forget")
    assert Job.objects.get(pk=job.pk).caused_by == cast.rep.pk


def test_to_tell_costs_no_query(account: Account, cast: Any, django_assert_num_queries: Any) -> None:
    with acting("page", person=cast.rep.pk), django_assert_num_queries(1):
        Account.objects.filter(pk=account.pk).update(name="Other")
    assert last("accounts.account").actor_id == cast.rep.pk


def test_an_ill_willed_name_of_a_way_stays_text(account: Account) -> None:
    with acting("x'); DROP TABLE journal_change; --|9|%s"):
        Account.objects.filter(pk=account.pk).update(name="Other")
    assert last("accounts.account").changes == {"name": [account.name, "Other"]}


@pytest.mark.parametrize(
    ("text", "writes"),
    [
        ("INSERT INTO x VALUES (1)", True),
        ("  -- why\n/* and\nwhere */ update x SET y = 1", True),
        ("WITH a AS (SELECT 1) DELETE FROM x USING a", True),
        ("WITH a AS (SELECT 1) SELECT * FROM a", False),
        ("SELECT 'INSERT INTO x'", False),
        ("-- UPDATE\nSELECT 1", False),
    ],
)
def test_what_counts_as_a_write(text: str, writes: bool) -> None:
    assert is_write(text) is writes


def test_history_is_not_rewritten(account: Account) -> None:
    for text in ("UPDATE journal_change SET via = 'x'", "DELETE FROM journal_change", "TRUNCATE journal_change"):
        with pytest.raises(InternalError), transaction.atomic():
            run(text)


def test_it_is_kept_for_ever_unless_a_company_says_otherwise(account: Account, settings: Any) -> None:
    run("ALTER TABLE journal_change DISABLE TRIGGER history_is_fixed")
    Change.objects.filter(kind="accounts.account").update(at="2020-01-01T00:00Z")
    run("ALTER TABLE journal_change ENABLE TRIGGER history_is_fixed")
    assert forget_old() == 0
    settings.HISTORY_MONTHS = 24
    kept = Change.objects.exclude(kind="accounts.account").count()
    assert forget_old() > 0
    assert Change.objects.count() == kept


def test_a_stale_edit_leaves_no_trace(account: Account, cast: Any) -> None:
    from foundation.errors import StaleEdit

    count = Change.objects.count()
    with pytest.raises(StaleEdit):
        account_update(account, actor=cast.rep, version=99, name="Other")
    assert Change.objects.count() == count


def test_roles_written_at_once_are_told_each(account: Account) -> None:
    contact = contact_of(account)
    ContactRole.objects.bulk_create(
        ContactRole(account=account, contact=contact, role=role) for role in ("user", "interface")
    )
    told = Change.objects.filter(kind="accounts.contactrole").order_by("id")
    assert [change.changes["role"][1] for change in told] == ["user", "interface"]
