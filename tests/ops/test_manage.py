"""The command line meets a database that nobody has filled."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from tests.workers import database_url


def test_a_database_without_tables_is_told_as_such(spawn):
    empty = urlunsplit(urlsplit(database_url())._replace(path="/postgres"))
    process = spawn("manage.py", "score", DATABASE_URL=empty)
    assert process.wait(60) == 1
    assert "This database has no tables" in process.log
    assert "Traceback" not in process.log
