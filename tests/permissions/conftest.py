from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from rest_framework.test import APIClient

from tests.cast import Cast, make_cast, make_key
from tests.permissions.table import EVERYBODY
from tests.permissions.world import World


class Everybody:
    """A client for each of EVERYBODY, of the pages and of the API."""

    def __init__(self, cast: Cast) -> None:
        self.pages = {who: Client() for who in EVERYBODY}
        self.apis = {who: APIClient() for who in EVERYBODY}
        for who in EVERYBODY[1:]:
            self.pages[who].force_login(cast[who])
            self.apis[who].force_login(cast[who])
        self.apis["integration"] = APIClient()
        self.apis["integration"].credentials(HTTP_AUTHORIZATION=f"Bearer {make_key(cast.integration)}")
        self._cookies = [(client, client.cookies.copy()) for client in (*self.pages.values(), *self.apis.values())]

    def forget(self) -> None:
        """What the answers of the last test did to their cookies."""
        for client, cookies in self._cookies:
            client.cookies = cookies.copy()


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: Any, password_hash: str) -> Iterator[tuple[Cast, Everybody]]:
    """Hired and signed in once for all tests of a file; each test's own writes are undone by `db`."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = make_cast(password_hash)
        yield cast, Everybody(cast)
        transaction.set_rollback(True)


@pytest.fixture
def cast(standing: tuple[Cast, Everybody], db: None) -> Cast:
    return standing[0]


@pytest.fixture
def world(cast: Cast) -> World:
    return World(cast)


@pytest.fixture
def client_of(standing: tuple[Cast, Everybody], db: None) -> Callable[..., Any]:
    """`client_of("rep", api=True)` → the client of that one of EVERYBODY."""
    everybody = standing[1]
    everybody.forget()
    return lambda who, *, api=False: (everybody.apis if api else everybody.pages)[who]
