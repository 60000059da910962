"""A real streaming replica: who looks reads there, nobody misses his own write, one that is not fit is not asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client

from foundation import replica
from kam import health
from scoring.services import policy_draft, what_if_now
from tests.cast import make_account, make_key
from tests.ops.standby import Standby, eventually
from tests.scoring.make import earners, night

OURS = 18
"""The version of the programs that came with us; they cannot run as a replica of another."""


def attach(database: dict[str, Any]) -> None:
    """`database` is the replica. In a test Django opens only what stood in its settings before; this opens itself."""
    settings.DATABASES["replica"] = database
    link: Any = connections["replica"]

    def ensure_connection() -> None:
        if link.connection is None:
            with link.wrap_database_errors:
                link.connect()

    link.ensure_connection = ensure_connection


def detach() -> None:
    connections["replica"].close()
    del connections["replica"], settings.DATABASES["replica"]


@pytest.fixture(scope="module")
def standby(django_db_setup: None, django_db_blocker) -> Iterator[Standby]:
    with django_db_blocker.unblock():
        if connection.pg_version // 10_000 != OURS:
            pytest.skip(f"the server is of another version than {OURS}")
        server = Standby(dict(connection.settings_dict))
    server.copy()
    server.start()
    yield server
    server.remove()


@pytest.fixture
def followed(transactional_db, cast, account, standby: Standby, monkeypatch) -> Iterator[Standby]:
    """The product with its replica, which has seen everything so far."""
    monkeypatch.setattr(replica, "_asleep_until", 0.0)
    attach(standby.settings)
    try:
        catch_up()
        yield standby
    finally:
        standby.start()
        standby.go_on()
        detach()


def catch_up() -> None:
    """Waits for what is written now: other tests go on writing, and the log's end would run away from who asks anew."""
    place = replica._place()
    eventually(lambda: replica.is_fit(place), "the replica did not catch up")


def titles(client: Client) -> set[str]:
    return {row.name for row in client.get("/accounts/").context["rows"]}


def test_who_only_looks_reads_from_the_replica(followed, sign_in, cast, account):
    client = sign_in("rep")
    followed.hold()
    make_account(cast.rep, "Unseen")
    assert titles(client) == {account.name}


def test_nobody_misses_what_he_has_just_written(followed, sign_in, cast, account):
    client, other = sign_in("rep"), sign_in("manager")
    followed.hold()
    client.post("/accounts/new/", {"name": "Mine", "stage": "potential", "owner": cast.rep.pk, "team": cast.north.pk})
    assert titles(client) == {"Mine", account.name}
    assert titles(other) == {account.name}


def test_once_the_replica_has_caught_up_it_is_asked_again(followed, sign_in, cast):
    client = sign_in("rep")
    client.post("/accounts/new/", {"name": "Mine", "stage": "potential", "owner": cast.rep.pk, "team": cast.north.pk})
    eventually(lambda: replica.is_fit(client.cookies[replica.COOKIE].value), "the replica did not catch up")
    followed.hold()
    make_account(cast.rep, "Unseen")
    assert "Unseen" not in titles(client)


def test_a_key_that_may_only_read_reads_there_and_one_that_writes_does_not(followed, client, cast, account):
    readers = {"accounts:read": 1, "accounts:write": 2}
    keys = {scope: make_key(cast.rep, "accounts:read", scope) for scope in readers}
    catch_up()
    followed.hold()
    make_account(cast.rep, "Unseen")
    for scope, rows in readers.items():
        answer = client.get("/api/v1/accounts/", headers={"Authorization": f"Bearer {keys[scope]}"})
        assert len(answer.json()["results"]) == rows


def test_an_export_reads_there_to_its_last_row(followed, sign_in, cast, account):
    client = sign_in("rep")
    followed.hold()
    make_account(cast.rep, "Unseen")
    assert b"Unseen" not in client.get("/accounts/export.csv").getvalue()


def test_one_that_falls_behind_is_not_asked_and_health_says_so(followed, sign_in, cast, monkeypatch):
    client = sign_in("rep")
    followed.hold()
    make_account(cast.rep, "New")
    monkeypatch.setattr(settings, "REPLICA_LAG_SECONDS", 0)
    eventually(lambda: health.replica_follows() is not None, "the replica does not fall behind")
    assert "behind" in str(health.replica_follows())
    assert "New" in titles(client)


def test_a_database_that_follows_nobody_is_no_replica(followed):
    detach()
    attach(dict(connection.settings_dict))
    assert not replica.is_fit("0/0")
    assert health.replica_follows() == "follows no primary"


@pytest.mark.parametrize("forged", ["", "FFFFFFFF/FFFFFFFFF", "0/0'; DROP TABLE x --"])
def test_a_forged_place_is_no_place(followed, sign_in, account, forged):
    client = sign_in("rep")
    client.cookies[replica.COOKIE] = forged
    assert titles(client) == {account.name}


def test_one_that_is_away_costs_nothing_but_itself(followed, sign_in, account):
    client = sign_in("rep")
    followed.stop()
    connections["replica"].close()
    assert titles(client) == {account.name}
    assert health.replica_follows() == "unreachable"


@pytest.mark.parametrize("path", ["/rules/tiers/2/", "/rules/tiers/2/progress/", "/api/v1/tier-policies/2/what-if/"])
def test_what_the_replica_does_not_hold_is_read_here(followed, sign_in, cast, path):
    """Lists of what came since the night are in no log."""
    earners(cast.rep, 1000, 500, 100, months=8)
    night()
    what_if_now(policy_draft(actor=cast.director))
    catch_up()
    assert sign_in("director").get(path).status_code == 200
