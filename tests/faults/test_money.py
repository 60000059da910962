"""Faults 13, 14 and 17 at every door through which money comes in: pages and API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from django.utils import timezone

from foundation import clock
from tests.permissions.evidence import fingerprint
from tests.permissions.world import World

NO_AMOUNT = ["NaN", "sNaN", "Infinity", "-Infinity", "1e400", "9" * 2000, "0x10", "--1", "١٢x", "½", "1.2.3"]
TOO_FINE = {2: "1.005", 4: "1.00005", 10: "1.00000000005"}


class Door(NamedTuple):
    """An address that takes an amount in `field`, with `places` decimal places."""

    name: str
    path: Callable[[World], str]
    field: str
    body: Callable[[World], dict[str, Any]]
    places: int = 2
    api: bool = False


def _now() -> str:
    return timezone.now().strftime("%Y-%m-%dT%H:%M")


def _visit(world: World) -> dict[str, Any]:
    return {"channel": "phone", "outcome": "steady", "starts_at": _now(), "minutes": 30, "client_id": "0" * 32}


def _today(**more: Any) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"date": clock.today().isoformat(), "valid_from": clock.today().isoformat(), **more}


def _deal(world: World) -> dict[str, Any]:
    return {"account": world.account.pk, "name": "Mill", "currency": "CNY", "stage": world.stage.pk}


def _deal_by_api(world: World) -> dict[str, Any]:
    return {"account": world.account.pk, "name": "Mill"}


def _entry(world: World) -> dict[str, Any]:
    return {"account": world.account.pk, "date": "2026-03-01", "revenue": "1"}


DOORS = [
    Door("opportunity", lambda w: "/pipeline/new/", "amount", _deal),
    Door("expenses", lambda w: f"/visits/new/?account={w.account.pk}", "expenses", _visit),
    Door("cost rate", lambda w: "/cost-rates/", "hourly", _today()),
    Door("exchange rate", lambda w: "/rates/", "rate", _today(currency="EUR"), 10),
    Door("opportunity", lambda w: "/api/v1/opportunities/", "amount", _deal_by_api, api=True),
    Door("expenses", lambda w: "/api/v1/visits/", "expenses", lambda w: {"account": w.account.pk}, api=True),
    Door("revenue", lambda w: "/api/v1/ledger-entries/", "revenue", _entry, 4, api=True),
    Door("cost", lambda w: "/api/v1/ledger-entries/", "cost", _entry, 4, api=True),
]
EVERY_DOOR = pytest.mark.parametrize("door", DOORS, ids=lambda door: f"{'api' if door.api else 'page'} {door.name}")


@pytest.fixture
def send(cast: Any, sign_in: Any, api: Any) -> Callable[[Door, Any], Any]:
    """`send(door, amount)`: the director's answer there."""
    world, clients = World(cast), {True: api("director"), False: sign_in("director")}

    def through(door: Door, amount: Any) -> Any:
        return clients[door.api].post(door.path(world), {**door.body(world), door.field: amount})

    return through


@EVERY_DOOR
def test_what_is_no_amount_is_refused_at_its_field_and_nothing_is_written(door: Door, send: Any) -> None:
    send(door, "0x")
    before = fingerprint()
    for amount in [*NO_AMOUNT, TOO_FINE[door.places]]:
        answer = send(door, amount)
        assert answer.status_code == (400 if door.api else 422), amount
        refused = answer.json()["errors"] if door.api else answer.context["form"].errors
        assert list(refused) == [door.field], amount
    assert fingerprint() == before


@EVERY_DOOR
def test_full_width_digits_are_digits(door: Door, send: Any) -> None:
    answer = send(door, "１２.５")
    assert answer.status_code == (201 if door.api else 302), answer.content[:500]


@EVERY_DOOR
def test_what_was_typed_stays_in_the_field(door: Door, send: Any) -> None:
    if not door.api:
        assert 'value="1,2 x"' in send(door, "1,2 x").content.decode()
