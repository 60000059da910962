"""The history goes on whatever a migration, a role of the database or a restore does; else we are told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, connection, migrations, models, transaction
from django.db.migrations.state import ProjectState
from django.test import Client

from accounts.models import Account, Contact
from dossier.models import Need
from journal.history import standing
from journal.history.altering import accompany, part
from journal.history.triggers import installed, keep_in_step, wanted
from journal.models import Action, Change
from tests.accounts.make import contact_of
from tests.dossier.make import contract_of
from tests.losses.make import loss_of, step_of, win_back_of

pytestmark = pytest.mark.django_db
TITLE = models.CharField(max_length=200)
FORGED = """
CREATE TEMP TABLE mine (id bigint);
CREATE TRIGGER forged AFTER INSERT ON mine EXECUTE FUNCTION history_of_dossier_need()
"""
WIDER = "ALTER TABLE accounts_contact ALTER COLUMN title TYPE varchar(200)"


def run(text: str, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(text, values or None)
        return cursor.fetchall() if cursor.description else []


def count(kind: str) -> int:
    return Change.objects.filter(kind=kind).count()


@contextmanager
def migrating() -> Iterator[None]:
    run("SET CONSTRAINTS ALL IMMEDIATE")
    accompany()
    try:
        yield
    finally:
        part()


def migrate(*operations: Any) -> None:
    """As `migrate` applies one, without its record."""

    class Some(migrations.Migration):
        pass

    Some.operations = list(operations)
    state = ProjectState.from_apps(__import__("django.apps").apps.apps)
    with migrating(), connection.schema_editor(atomic=False) as editor:
        Some("0099_some", "accounts").apply(state, editor)


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AlterField("contact", "title", TITLE),
        migrations.SeparateDatabaseAndState(database_operations=[migrations.AlterField("contact", "title", TITLE)]),
        migrations.RunSQL(WIDER),
        migrations.RunSQL(f"DO $$ BEGIN {WIDER}; END $$"),
        migrations.RunPython(lambda _apps, editor: editor.execute(WIDER)),
    ],
    ids=["altered", "apart from the state", "by SQL", "in a block", "by Python"],
)
def test_a_migration_may_alter_a_tracked_column_and_is_told_right_after(account: Account, operation: Any) -> None:
    contact = contact_of(account)
    migrate(operation)
    Contact.objects.filter(pk=contact.pk).update(title="CEO")
    assert Change.objects.filter(kind="accounts.contact").latest("id").changes == {"title": ["", "CEO"]}


def test_a_migration_that_fails_leaves_the_history_as_it_was(account: Account) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        migrate(migrations.RunSQL(WIDER), migrations.RunSQL("SELECT 1/0"))
    before = count("accounts.contact")
    contact_of(account)
    assert count("accounts.contact") == before + 1
    assert standing.complaint() == ""


def test_a_column_that_goes_or_is_renamed_takes_no_trigger_along(account: Account) -> None:
    contact = contact_of(account)
    with migrating():
        run("ALTER TABLE accounts_contact DROP COLUMN wechat CASCADE")
        run("ALTER TABLE accounts_contact RENAME COLUMN department TO division")
    run("UPDATE accounts_contact SET title = 'CEO', division = 'Sales' WHERE id = %s", contact.pk)
    run("UPDATE accounts_contact SET division = 'Purchase' WHERE id = %s", contact.pk)
    told = Change.objects.filter(kind="accounts.contact", action=Action.CHANGED).order_by("id")
    assert [each.changes for each in told] == [
        {"title": ["", "CEO"], "division": ["", "Sales"]},
        {"division": ["Sales", "Purchase"]},
    ]


def test_what_reads_a_column_that_is_no_more_breaks_no_write(account: Account) -> None:
    step = step_of(win_back_of(loss_of(account)))
    with migrating():
        run("ALTER TABLE losses_winback RENAME COLUMN loss_id TO lost_id")
    run("UPDATE losses_winbackstep SET text = 'other' WHERE id = %s", step.pk)
    assert "losses.winbackstep: run manage.py migrate" in standing.complaint()


@pytest.mark.parametrize(
    "harm",
    [
        "ALTER TABLE accounts_account DISABLE TRIGGER history_changed",
        "ALTER TABLE accounts_account ENABLE REPLICA TRIGGER history_changed",
        "DROP TRIGGER history_gone ON accounts_account",
        "DROP FUNCTION history_of_accounts_account CASCADE",
    ],
)
def test_who_watches_is_told_what_is_not_kept_and_migrate_mends_it(account: Account, client: Client, harm: str) -> None:
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run(harm)
    said = "changes are not written down of accounts.account: run manage.py migrate"
    assert client.get("/readyz").json()["checks"]["history"] == said
    with pytest.raises(SystemCheckError, match=said):
        call_command("check", deploy=True, databases=["default"])
    call_command("check")  # nor is a migration kept from mending it
    keep_in_step()
    assert client.get("/readyz").json()["checks"]["history"] == "ok"


def test_a_function_that_is_not_ours_is_named_until_a_newer_release_has_come(
    account: Account, monkeypatch: Any
) -> None:
    monkeypatch.setattr(standing, "_seen", {})
    name, (_each, _standing) = next(iter(wanted().items()))
    run(f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'")
    assert "are another release's: run manage.py migrate" in standing.complaint()
    keep_in_step()
    assert standing.complaint() == ""
    run(f"COMMENT ON FUNCTION {name}() IS 'newer'")  # while this process still serves
    assert standing.complaint() == ""


def test_nobody_puts_the_guard_to_sleep_unseen(account: Account) -> None:
    run("ALTER TABLE journal_change DISABLE TRIGGER history_is_fixed")
    assert "nothing keeps what is written from being changed" in standing.complaint()


def test_an_emptied_table_is_told_row_by_row(account: Account) -> None:
    contract = contract_of(account)
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("TRUNCATE dossier_contract CASCADE")
    gone = Change.objects.get(kind="dossier.contract", action=Action.REMOVED)
    assert (gone.row_id, gone.account_id, gone.changes["title"]) == (contract.pk, account.pk, [contract.title, None])


@pytest.fixture
def need(account: Account) -> Need:
    return Need.objects.create(account=account, part="purpose", text="as it was")


@pytest.mark.parametrize("path", ["", "pg_catalog"])
def test_no_search_path_is_needed(need: Need, path: str) -> None:
    with transaction.atomic():
        run(f"SET LOCAL search_path = '{path}'")
        run("UPDATE public.dossier_need SET text = 'other' WHERE id = %s", need.pk)
        run("SET LOCAL search_path = public")
    assert Change.objects.latest("id").changes == {"text": ["as it was", "other"]}


def test_a_table_in_the_way_diverts_nothing(account: Account) -> None:
    run("CREATE TEMP TABLE journal_change (LIKE public.journal_change INCLUDING ALL)")
    run("UPDATE accounts_account SET phone = '9' WHERE id = %s", account.pk)
    run("DROP TABLE pg_temp.journal_change")
    assert Change.objects.latest("id").changes == {"phone": ["", "9"]}


@pytest.fixture
def loader(need: Need) -> Iterator[None]:
    """A role that may write needs and nothing else."""
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("CREATE ROLE kam_test_loader")
    run("GRANT USAGE ON SCHEMA public TO kam_test_loader")
    run("GRANT SELECT, UPDATE ON dossier_need TO kam_test_loader")
    run("SET SESSION AUTHORIZATION kam_test_loader")
    yield
    if not connection.needs_rollback:
        run("RESET SESSION AUTHORIZATION")


@pytest.mark.usefixtures("loader")
def test_who_may_write_a_table_is_told_of_and_writes_nothing_else(need: Need) -> None:
    run("UPDATE dossier_need SET text = 'other' WHERE id = %s", need.pk)
    for text in (
        "INSERT INTO journal_change SELECT * FROM journal_change",
        "SELECT history_told()",
        FORGED,
    ):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            run(text)
    run("RESET SESSION AUTHORIZATION")
    change = Change.objects.latest("id")
    assert (change.changes, change.role, change.actor_id) == ({"text": ["as it was", "other"]}, "kam_test_loader", None)


@pytest.mark.usefixtures("loader")
def test_who_claims_to_be_somebody_is_named_beside_him(need: Need) -> None:
    claimed = f"{need.account.owner_id}||x|page"
    run("SELECT set_config('kam.told', %s, TRUE)", claimed)
    with connection.connection.cursor() as cursor:  # not ours, which would say who we are
        cursor.execute("UPDATE dossier_need SET text = 'other' WHERE id = %s", [need.pk])
    run("RESET SESSION AUTHORIZATION")
    change = Change.objects.latest("id")
    assert (change.actor_id, change.role) == (need.account.owner_id, "kam_test_loader")


def test_a_part_may_come_before_its_record_and_go_after_it(account: Account) -> None:
    plan = win_back_of(loss_of(account))
    step = step_of(plan)
    with transaction.atomic():
        run("DELETE FROM losses_winback")
        run("DELETE FROM losses_winbackstep")
    gone = Change.objects.get(kind="losses.winbackstep", action=Action.REMOVED)
    assert (gone.head_kind, gone.head_id) == ("losses.winbackstep", step.pk), "never a part of another loss"


def test_notes_between_two_people_that_had_been_copied_are_gone(cast: Any) -> None:
    from importlib import import_module

    notes = import_module("journal.migrations.0004_history_held").NOTES
    run(
        "INSERT INTO journal_change (at, bundle, via, role, kind, row_id, head_kind, head_id, action, changes) VALUES "
        "(now(), '', '', '', 'pipeline.performancereview', 1, 'pipeline.performancereview', 1, 'u', "
        """'{"results": ["", "secret"], "held_on": [null, "2026-01-01"]}')"""
    )
    run(notes)
    assert Change.objects.get(kind="pipeline.performancereview").changes == {"held_on": [None, "2026-01-01"]}
    with pytest.raises(DatabaseError), transaction.atomic():
        run("UPDATE journal_change SET via = 'x'")


def test_a_flush_that_is_not_meant_is_refused(account: Account) -> None:
    with pytest.raises((CommandError, DatabaseError)), transaction.atomic():
        run("TRUNCATE journal_change, accounts_account CASCADE")
    assert installed()
