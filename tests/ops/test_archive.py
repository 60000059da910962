"""A backup restored into an empty server holds the same rows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest

from foundation.keeper import Keeper
from tests.workers import PROJECT, Process

ROWS = "select table_name from information_schema.tables where table_schema = 'public' order by 1"


@pytest.fixture
def empty_server(tmp_path: Path):
    keeper = Keeper(tmp_path / "other", broker=False, throwaway=True)
    yield keeper.environ["DATABASE_URL"]
    keeper.close()


def checksums(url: str) -> dict[str, tuple]:
    """Per table: how many rows, and a hash over all of them in a stable order."""
    connection = psycopg2.connect(url)
    with connection, connection.cursor() as cursor:
        cursor.execute(ROWS)
        found = {}
        for (table,) in cursor.fetchall():
            cursor.execute(f'select count(*), md5(string_agg(t::text, chr(10) order by t::text)) from "{table}" t')
            found[table] = cursor.fetchone()
    connection.close()
    return found


def execute(url: str, statement: str) -> None:
    connection = psycopg2.connect(url)
    with connection, connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()


def run(spawn, *arguments: str, **environ: str) -> Process:
    process = spawn("manage.py", *arguments, **environ)
    process.wait(120)
    return process


def test_backup_and_restore(spawn, empty_server, tmp_path, cast, account):
    from tests.workers import database_url

    file = tmp_path / "kam.backup"
    assert "MB" in run(spawn, "backup", str(file)).log
    assert "Restored" in run(spawn, "restore", str(file), DATABASE_URL=empty_server).log

    before, after = checksums(database_url()), checksums(empty_server)
    assert before == after
    assert before["teams_user"][0] == 8
    assert before["accounts_account"][0] == 1

    refused = run(spawn, "restore", str(file), DATABASE_URL=empty_server)
    assert "not empty" in refused.log


def test_replacing_leaves_nothing_that_a_later_version_added(spawn, empty_server, tmp_path, cast):
    file = tmp_path / "kam.backup"
    run(spawn, "backup", str(file))
    run(spawn, "restore", str(file), DATABASE_URL=empty_server)
    before = checksums(empty_server)
    execute(empty_server, "create table later (person bigint references teams_user); create table alone (id int)")
    assert "Restored" in run(spawn, "restore", str(file), "--replace", DATABASE_URL=empty_server).log
    assert checksums(empty_server) == before


def test_replacing_by_half_a_backup_changes_nothing(spawn, empty_server, tmp_path, cast):
    file, half = tmp_path / "kam.backup", tmp_path / "half.backup"
    run(spawn, "backup", str(file))
    half.write_bytes(file.read_bytes()[:-5000])
    run(spawn, "restore", str(file), DATABASE_URL=empty_server)
    before = checksums(empty_server)
    assert "pg_restore: " in run(spawn, "restore", str(half), "--replace", DATABASE_URL=empty_server).log
    assert checksums(empty_server) == before


def test_a_backup_that_fails_leaves_no_file(tmp_path):
    environ = {"DATABASE_URL": "postgresql://u:hidden@127.0.0.1:9/x", "REDIS_URL": "redis://127.0.0.1:9/0", "PATH": ""}
    command = [sys.executable, "manage.py", "backup", str(tmp_path / "kam.backup")]
    done = subprocess.run(
        command, cwd=PROJECT, env=environ | {"KAM_DATA_DIR": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "pg_dump: " in done.stderr
    assert "hidden" not in done.stderr
    assert not list(tmp_path.glob("*backup*"))
