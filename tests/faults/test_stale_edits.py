"""Fault 20 at every address that takes a version: an edit of what somebody else has changed since writes nothing."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

import pytest

from pipeline.models import Opportunity
from relations.services import referral_create
from tests.permissions.evidence import fingerprint
from tests.permissions.routes import stated
from tests.permissions.table import Route
from tests.permissions.world import World
from tests.pipeline.make import opportunity

ANOTHER = 77
TICKS = {"visit-step-done", "visit-step-reopen"}
"""Done is done, whoever did it first: a tick asks for no version."""


class WorldWithHistory(World):
    """Opportunities as their service makes them: a refused move tells the latest one."""

    @cached_property
    def opportunity(self) -> Opportunity:
        return opportunity(self.account)


@pytest.fixture
def world(cast: Any) -> World:
    """The account is introduced and marked, its contact is described: a form for these writes what stands there."""
    world = WorldWithHistory(cast)
    assert world.wall
    assert world.profile
    assert world.own_cadence
    referral_create(actor=cast.director, account=world.account, introducer=world.outsiders_contact)
    return world


def versioned(world: World, *, api: bool) -> list[Route]:
    """Routes whose body says which version was read."""
    writes = [route for route in stated() if route.api is api and route.method in {"POST", "PATCH"}]
    return [route for route in writes if "version" in _body(route, world) and route.name not in TICKS]


def test_every_page_refuses_and_keeps_what_was_typed(world: World, sign_in: Any) -> None:
    client = sign_in("director")
    routes = [route for route in versioned(world, api=False) if route.expect["director"] == 302]
    wrong = {}
    for route in routes:
        path, body = route.path_in(world), _body(route, world)
        typed = {name: value for name, value in body.items() if name in {"name", "note", "summary"} and value}
        before = fingerprint()
        answer = client.post(path, {**body, **_changed(body), "version": ANOTHER})
        if not (_is_told(answer, client, typed) and fingerprint() == before):
            wrong[str(route)] = answer.status_code
    assert len(routes) >= 10
    assert wrong == {}


def test_the_api_refuses_and_shows_the_row_as_it_is(world: World, api: Any) -> None:
    client = api("director")
    routes = [route for route in versioned(world, api=True) if route.expect["director"] == 200]
    wrong = {}
    for route in routes:
        ask, path, body = getattr(client, route.method.lower()), route.path_in(world), _body(route, world)
        body = {name: value for name, value in {**body, **_changed(body)}.items() if name != "version"}
        before = fingerprint()
        for headers, version in (({"If-Match": f'"{ANOTHER}"'}, {}), ({}, {"version": ANOTHER})):
            answer = ask(path, {**body, **version}, headers=headers)
            told = answer.json() if answer.status_code == 412 else {}
            is_nothing = answer.status_code == 200 and route.name.endswith(("-unarchive", "-restore"))
            if not (is_nothing or "current" in told) or fingerprint() != before:
                wrong[f"{route} {headers or version}"] = answer.content[:200]
    assert len(routes) >= 8
    assert wrong == {}


def _body(route: Route, world: World) -> dict[str, Any]:
    body = route.data_in(world)
    return body if isinstance(body, dict) else {}


def _changed(body: dict[str, Any]) -> dict[str, Any]:
    """Another name or text, so that the edit is one; of two accounts that become one, it is chosen and not typed."""
    if "merged_version" in body:
        return {}
    return {name: "changed" for name in ("name", "note", "summary", "industry", "title") if name in body}


def _is_told(answer: Any, client: Any, typed: dict[str, Any]) -> bool:
    """By the form with both texts, or (a button that has no form) by a toast on the next page."""
    if answer.status_code == 302:
        return bool(re.search("toast-error", client.get(answer["Location"]).content.decode()))
    page = answer.content.decode()
    return answer.status_code == 412 and ("changed" in page or not typed)
