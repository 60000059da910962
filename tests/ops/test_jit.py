"""Our statements are short: PostgreSQL compiles none of them, whoever's server it is."""

from __future__ import annotations

import pytest
from django.db import connection

from kam import settings as made
from kam.settings import _database, env

URL = "postgresql://kam:secret@db.example:5432/kam{query}"


def options(monkeypatch: pytest.MonkeyPatch, query: str = "", seconds: str = "600") -> str | None:
    monkeypatch.setenv("DATABASE_URL", URL.format(query=query))
    monkeypatch.setenv("KAM_DATABASE_CONNECTION_SECONDS", seconds)
    return _database(env.url("DATABASE_URL", "postgresql", "postgres"))["OPTIONS"].get("options")


@pytest.mark.django_db
def test_a_connection_does_without():
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)


def test_a_server_of_ones_own_is_told(monkeypatch):
    assert options(monkeypatch) == made.WITHOUT_JIT["options"]


def test_what_the_address_asks_for_counts(monkeypatch):
    assert options(monkeypatch, "?options=-c%20jit%3Don") == "-c jit=on"


def test_a_pooler_is_not_told_what_it_may_refuse(monkeypatch):
    assert options(monkeypatch, seconds="0") is None
