from __future__ import annotations

import gc
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from hypothesis import HealthCheck, settings
from rest_framework.test import APIClient

from tests.cast import PASSWORD, Cast, make_account, make_cast, make_key

# How long an example takes, to make or to try, says how busy the machine is.
settings.register_profile("kam", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kam")


FIRST = [
    "test_replica.py",
    "test_migrations_on_rows.py",
    "test_every_page.py",
    "test_demo_is_repeatable.py",
    "test_odd_queries.py",
    "test_properties.py",
    "test_incremental.py",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The replica comes first: its standby answers nobody while other workers' tests hold long transactions.

    Then the longest tests: one of them as the last would let the other workers wait for it.
    """
    items.sort(key=lambda item: FIRST.index(item.path.name) if item.path.name in FIRST else len(FIRST))


def pytest_collection_finish() -> None:
    """What is loaded by now stays. To look through it again and again for garbage took an eighth of Python's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def static_files_are_listed_once() -> None:
    """Every test client builds the middleware anew, and WhiteNoise would look at each of 500 files every time."""
    from whitenoise.base import WhiteNoise

    listed: dict[tuple[str, str], dict[str, Any]] = {}
    look = WhiteNoise.update_files_dictionary

    def look_once(self: WhiteNoise, root: str, prefix: str) -> None:
        if (root, prefix) not in listed:
            self.files, others = {}, self.files
            look(self, root, prefix)
            listed[root, prefix], self.files = self.files, others
        self.files.update(listed[root, prefix])

    WhiteNoise.update_files_dictionary = look_once


@pytest.fixture(scope="session", autouse=True)
def emptying_between_tests_is_meant() -> None:
    """The database refuses to empty the history, and would write down each row that goes with its table."""
    from django.db import connection

    flush = type(connection.ops).execute_sql_flush

    def meant(self: Any, sql_list: list[str]) -> None:
        flush(self, ["SELECT set_config('kam.forgetting', 'on', TRUE)", *sql_list])

    type(connection.ops).execute_sql_flush = meant


@pytest.fixture(scope="session")
def password_hash() -> str:
    """Hashed once: hashing is slow on purpose."""
    return make_password(PASSWORD)


@pytest.fixture
def cast(db: None, password_hash: str) -> Cast:
    return make_cast(password_hash)


@pytest.fixture
def account(cast: Cast):
    """An account of `rep` in team North."""
    return make_account(cast.rep)


@pytest.fixture
def sign_in(cast: Cast):
    """`sign_in("manager")` → a browserless client signed in as that member of the cast."""

    def _client(name: str) -> Client:
        client = Client()
        client.force_login(cast[name])
        return client

    return _client


@pytest.fixture
def api(cast: Cast):
    """`api("rep")` → a JSON client of /api/v1/ acting as that member of the cast; the integration by its key."""

    def _client(name: str) -> APIClient:
        client = APIClient()
        if name == "integration":
            client.credentials(HTTP_AUTHORIZATION=f"Bearer {make_key(cast[name])}")
        else:
            client.force_login(cast[name])
        return client

    return _client
