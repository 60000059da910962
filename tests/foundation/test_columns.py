from __future__ import annotations

import threading

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.db.utils import DataError, IntegrityError

from accounts.models import Account
from foundation.columns import differences, save_edit
from foundation.errors import StaleEdit
from pipeline.models import Opportunity
from tests.cast import Cast, make_account
from tests.permissions.evidence import ROOMS
from tests.permissions.world import World


def test_each_edit_is_a_version(account: Account) -> None:
    save_edit(account, 1, {"name": "First"})
    assert (account.name, account.version) == ("First", 2)
    assert account.updated_at > account.created_at


def test_the_second_of_two_editors_is_told_and_writes_nothing(account: Account) -> None:
    save_edit(Account.objects.get(pk=account.pk), 1, {"name": "First"})
    with pytest.raises(StaleEdit) as refusal:
        save_edit(account, 1, {"name": "Second"})
    assert refusal.value.current.name == Account.objects.get(pk=account.pk).name == "First"


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_exactly_one_saves(cast: Cast) -> None:
    account = make_account(cast.rep)
    outcomes: list[str] = []

    def edit(name: str) -> None:
        try:
            save_edit(Account.objects.get(pk=account.pk), 1, {"name": name})
            outcomes.append("saved")
        except StaleEdit:
            outcomes.append("stale")
        finally:
            connection.close()

    threads = [threading.Thread(target=edit, args=[f"Name {n}"]) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["saved"] + ["stale"] * 5
    assert Account.objects.get(pk=account.pk).version == 2


def test_only_what_differs_is_a_change(account: Account) -> None:
    wanted = {"name": account.name, "industry": "Steel", "parent": None}
    assert differences(account, wanted) == {"industry": "Steel"}


COMPUTED = {
    *(
        "tierdecision",
        "scoringrun",
        "ladder",
        "standing",
        "moved",
        "publishedprofit",
        "rhythm",
        "churnprediction",
        "move",
    )
}
"""Filled by the database or by services from columns that are checked."""


def _money_columns() -> list[tuple[str, str]]:
    """(table, column) of every number with places that people or other systems write."""
    return [
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        if model._meta.app_label in ROOMS and model._meta.model_name not in COMPUTED
        for field in model._meta.local_fields
        if isinstance(field, models.DecimalField)
    ]


@pytest.mark.parametrize(("table", "column"), _money_columns(), ids=lambda part: part)
def test_every_number_is_checked_against_nan_by_the_database(db: None, table: str, column: str) -> None:
    query = """SELECT string_agg(pg_get_constraintdef(oid), ' ') FROM pg_constraint
               WHERE contype = 'c' AND conrelid = %s::regclass"""
    with connection.cursor() as cursor:
        cursor.execute(query, [table])
        checks = cursor.fetchone()[0] or ""
    bounded = f"{column} < 'NaN'" in checks or f"({column})::double precision < 'NaN'" in checks
    assert bounded or f"{column} <= " in checks


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_an_amount_is_a_number_even_for_raw_sql(cast: Cast, value: str) -> None:
    opportunity: Opportunity = World(cast).opportunity
    with pytest.raises((IntegrityError, DataError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE pipeline_opportunity SET amount = %s::numeric WHERE id = %s", [value, opportunity.pk])
