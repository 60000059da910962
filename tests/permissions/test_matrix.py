"""Every route × everybody: the stated answer, and nothing written by a refusal or by looking."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import transaction

from tests.permissions.evidence import fingerprint
from tests.permissions.routes import existing, stated
from tests.permissions.table import EVERYBODY, SIGN_IN, Route
from tests.permissions.world import World

ROUTES = stated()


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_everybody_gets_the_stated_answer(route: Route, world: World, client_of: Any) -> None:
    path, data = route.path_in(world), route.data_in(world)
    before = fingerprint()
    for who in sorted(EVERYBODY, key=lambda who: _may_write(route, who)):
        with transaction.atomic():
            response = _ask(client_of(who, api=route.api), route, path, data)
            outcome = _outcome(response)
            assert outcome == route.expect[who], (who, _tell(response))
            transaction.set_rollback(_may_write(route, who))
    assert fingerprint() == before


def test_every_route_stands_in_the_table() -> None:
    missing = existing() - {(route.name, route.method) for route in ROUTES}
    assert not missing, f"state them in tests/permissions/<room>.py: {sorted(missing)}"


def test_the_table_names_only_routes_that_exist() -> None:
    assert {(route.name, route.method) for route in ROUTES} <= existing()


def _may_write(route: Route, who: str) -> bool:
    """Everybody else is asked first, and what they did stays to be seen."""
    return route.method != "GET" and 0 < route.expect[who] < 400


def _ask(client: Any, route: Route, path: str, data: Any) -> Any:
    headers = {"HX-Request": "true"} if route.htmx else {}
    ask = getattr(client, route.method.lower())
    return ask(path, data, format="json", headers=headers) if route.api else ask(path, data, headers=headers)


def _outcome(response: Any) -> int:
    leads_to = urlsplit(response.headers.get("Location", "")).path
    return SIGN_IN if response.status_code == 302 and leads_to == settings.LOGIN_URL else response.status_code


def _tell(response: Any) -> str:
    """Where it led, or what the page or the problem document says."""
    if response.streaming:
        return str(response)
    text = response.content.decode(errors="replace")
    said = (
        re.findall(r"<title>(.*?)</title>|field-error[^>]*>(.*?)</", text, re.DOTALL)
        if "<title>" in text
        else text[:1000]
    )
    return f"{response.headers.get('Location', '')} {said}"
