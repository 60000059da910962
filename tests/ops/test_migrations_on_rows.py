"""Migrations on a database that is full of rows: none is lost, and no table is written anew (fault 52)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.db.migrations.loader import MigrationLoader

from foundation.keeper import Keeper
from tests.workers import Process

SIZES = ("--accounts", "300", "--contacts", "300", "--visits", "300", "--opportunities", "200", "--ledger-rows", "2000")


@pytest.fixture
def server(tmp_path: Path):
    keeper = Keeper(tmp_path / "other", broker=False, throwaway=True)
    yield keeper.environ["DATABASE_URL"]
    keeper.close()


def found(url: str, query: str) -> dict[str, int]:
    connection = psycopg2.connect(url)
    with connection, connection.cursor() as cursor:
        cursor.execute(query)
        answer = dict(cursor.fetchall())
    connection.close()
    return answer


def counts(url: str) -> dict[str, int]:
    """How many rows each table holds, beside the list of migrations themselves."""
    tables = found(url, "SELECT relname, 0 FROM pg_stat_user_tables WHERE relname <> 'django_migrations'")
    return found(url, " UNION ALL ".join(f"SELECT '{table}', count(*) FROM \"{table}\"" for table in tables))


def files(url: str) -> dict[str, int]:
    """The file that each table lies in: another one after the table was written anew, under a lock all the while."""
    return found(
        url, "SELECT relname, relfilenode FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    )


def since_squashed() -> dict[str, str]:
    """By app with later migrations than the squashed one: that one."""
    nodes = MigrationLoader(None).graph.nodes
    first = {app: name for app, name in nodes if name.endswith("_squashed")}
    later = {app for app, name in nodes if app in first and name > first[app]}
    return {app: first[app] for app in sorted(later)}


BACK = """
import json, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "kam.settings"
import django
django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
MigrationExecutor(connection).migrate([tuple(node) for node in json.loads(sys.argv[1])])
"""
"""Without what follows a migration in this version: that asks for columns which are not there yet."""


def run(spawn: Any, url: str, *arguments: str) -> None:
    process: Process = spawn(*arguments, DATABASE_URL=url)
    assert process.wait(240) == 0, process.log


def test_forward_over_a_filled_database_every_row_is_there_and_no_table_is_rewritten(spawn, server):
    run(spawn, server, "manage.py", "migrate", "--verbosity", "0")
    run(spawn, server, "manage.py", "synthesize", *SIZES)
    filled = counts(server)
    run(spawn, server, "-c", BACK, json.dumps(list(since_squashed().items())))
    before, places = counts(server), files(server)
    run(spawn, server, "manage.py", "migrate", "--verbosity", "0")
    after, now = counts(server), files(server)
    assert before == {table: filled[table] for table in before} == {table: after[table] for table in before}
    assert {table for table in before if now[table] != places[table]} == set()
