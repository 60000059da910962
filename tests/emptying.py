"""After a test that committed, its rows are deleted where there are any, and what every company has from its first day
is put back.

Django truncates every table instead, which makes new files for each of them and for all their indexes, however little
was written, and lets every room write its first rows anew: a third of a second of work for each such test.
"""

from __future__ import annotations

import io
from functools import cache
from typing import Any

import pytest
from django.db import connection, transaction

SAME_FOR_ALL = {"django_content_type", "auth_permission"}
LARGE = 1024 * 1024
"""Bytes. What a table once held makes it slow to read until it is truncated."""

EMPTY = """
DO $$
DECLARE name text; filled boolean;
BEGIN
  FOREACH name IN ARRAY '{%s}'::text[] LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM %%I)', name) INTO filled;
    IF filled THEN EXECUTE format('DELETE FROM %%I', name); END IF;
  END LOOP;
END $$
"""

_first_rows: dict[str, str] = {}
"""By table, in PostgreSQL's own words."""


@pytest.fixture(scope="session", autouse=True)
def filled_tables_alone_are_emptied() -> None:
    from django.test import TransactionTestCase

    truncate_all = TransactionTestCase._fixture_teardown

    def empty(self: Any) -> None:
        if self.available_apps is None and not self.serialized_rollback and _may_delete():
            _put_first_rows_back()
        else:
            truncate_all(self)
            _remember_first_rows()

    TransactionTestCase._fixture_teardown = empty


@cache
def _tables() -> list[str]:
    existing = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return sorted({*existing} - SAME_FOR_ALL)


def _may_delete() -> bool:
    """Once it was truncated. Triggers are a superuser's to leave out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('is_superuser')::boolean, max(pg_relation_size(name::regclass)) < %s"
            " FROM unnest(%s) AS name",
            [LARGE, _tables()],
        )
        return bool(_first_rows) and all(cursor.fetchone())


def _put_first_rows_back() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        # As truncating would, this waits for whoever still writes: what he leaves is deleted, too.
        cursor.execute(f"LOCK TABLE {', '.join(map(connection.ops.quote_name, _tables()))} IN EXCLUSIVE MODE")
        # History would be written of rows that go, and what may never be deleted would stay.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(EMPTY % ",".join(_tables()))
        for table, rows in _first_rows.items():
            cursor.copy_expert(f'COPY "{table}" FROM STDIN', io.StringIO(rows))


def _remember_first_rows() -> None:
    _first_rows.clear()
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.copy_expert(f'COPY "{table}" TO STDOUT', rows := io.StringIO())
            if rows.getvalue():
                _first_rows[table] = rows.getvalue()
