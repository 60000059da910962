"""Requests made up from the OpenAPI document, sound and unsound: whatever comes in, nothing breaks.

Every answer is one the document names, in the shape it names, and never a 5xx; a refusal has written nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.cast import make_key
from tests.permissions.evidence import fingerprint
from tests.permissions.world import World

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
ROWS = {
    "accounts": "account",
    "contacts": "contact",
    "visits": "visit",
    "opportunities": "opportunity",
    "stages": "stage",
    "ledger-entries": "ledger_entry",
    "alerts": "alert",
    "tiers": "",
    "funnel": "",
}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return SchemaGenerator().get_schema(public=True)


@pytest.fixture
def application() -> Iterator[Any]:
    """The product as a web server calls it, but leaving this test's transaction open."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def world(cast: Any) -> World:
    return World(cast)


@pytest.mark.parametrize("noun", ROWS)
def test_nothing_breaks(noun: str, document: dict[str, Any], application: Any, world: World, cast: Any) -> None:
    paths = {path: item for path, item in document["paths"].items() if f"/{noun}/" in path}
    assert paths
    schema = schemathesis.openapi.from_dict({**document, "paths": paths})
    schema.app = application
    row = getattr(world, ROWS[noun], None) if ROWS[noun] else None
    ids = st.sampled_from([str(getattr(row, "key", None) or row.pk)]) if row else st.just("1")
    headers = {"Authorization": f"Bearer {make_key(cast.manager)}"}
    operations = [operation.ok() for operation in schema.get_all_operations()]
    found = [f"{it.label}: {wrong}" for it in operations for wrong in _try(it, ids, headers)]
    assert not found, "\n".join(found)


def _try(operation: Any, ids: st.SearchStrategy[str], headers: dict[str, str]) -> list[str]:
    """What is wrong with the answers of one operation."""
    before = fingerprint()  # Of all its requests: what each wrote is undone.

    @settings(
        max_examples=15,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), pk=ids, is_real=st.booleans())
    def ask(case: Any, pk: str, is_real: bool) -> None:
        if is_real:
            case.path_parameters = dict.fromkeys(case.path_parameters or {}, pk)
        with transaction.atomic():
            answer = case.call(headers=headers, base_url="http://localhost")
            case.validate_response(answer, checks=CHECKS)
            assert answer.status_code < 400 or fingerprint() == before
            transaction.set_rollback(True)

    try:
        ask()
    except FailureGroup as group:
        return [f"{failure} {failure.message}" for failure in group.exceptions]
    return []
