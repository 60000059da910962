"""What holds at every address alike, proved at every address (faults 23, 27, 29–31, 35, 38)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from tests.permissions.evidence import fingerprint
from tests.permissions.routes import stated
from tests.permissions.table import Route
from tests.permissions.world import World

PAGES = [route for route in stated() if not route.api]
API = [route for route in stated() if route.api]
NOBODY_NEEDED = {
    "login",
    "logout",
    "password_set",
    "preferences",
    "admin_password",
    "subscription_end",
    "calendar_file",
    "survey_public",
    "schema",
    "docs",
    "service_worker",
    "manifest",
    "no_connection",
}
Ask = Callable[[Route, str, Any], Any]
"""Sends the route's method to the address, with the data that the table states."""


@pytest.fixture
def wrong(world: World) -> Callable[..., list[str]]:
    """`wrong(routes, ask, is_right)`: the routes whose answer is not right; none of them may have written anything."""

    def collect(routes: list[Route], ask: Ask, is_right: Callable[[Any], bool]) -> list[str]:
        addressed = [(route, route.path_in(world), route.data_in(world)) for route in routes]
        before = fingerprint()
        answers = ((route, ask(route, path, data)) for route, path, data in addressed)
        found = [f"{route} {answer.status_code}" for route, answer in answers if not is_right(answer)]
        return found if fingerprint() == before else [*found, "one of them wrote"]

    return collect


def test_a_nul_in_the_query_is_refused(world: World, sign_in, api, wrong) -> None:
    clients = {True: api("admin"), False: sign_in("admin")}

    def ask(route: Route, path: str, data: Any) -> Any:
        return clients[route.api].get(f"{path}{'&' if '?' in path else '?'}q=%00")

    assert not wrong(_asked("GET", [*PAGES, *API]), ask, lambda response: response.status_code == 400)


@pytest.mark.parametrize("broken", ["\x00", "a\x00b"])
def test_a_nul_in_a_form_is_refused(world: World, sign_in, wrong, broken: str) -> None:
    client = sign_in("admin")

    def ask(route: Route, path: str, data: Any) -> Any:
        return client.post(path, {**(data or {}), "name": broken})

    assert not wrong(_asked("POST", PAGES), ask, lambda response: response.status_code == 400)


@pytest.mark.parametrize("broken", ['"\\u0000"', '"\\ud800"', "NaN", "[" * 5000])
def test_json_that_cannot_be_kept_is_refused(world: World, api, wrong, broken: str) -> None:
    clients = {who: api(who) for who in ("admin", "rep")}

    def ask(route: Route, path: str, data: Any) -> Any:
        return clients[_who_finds(route)].generic(route.method, path, f'{{"name": {broken}}}', "application/json")

    assert not wrong(
        _asked("POST PATCH", API), ask, lambda response: response.status_code == 400 and _is_problem(response)
    )


def test_fields_that_do_not_exist_or_cannot_be_written_are_refused(world: World, api, wrong) -> None:
    clients = {who: api(who) for who in ("admin", "rep")}

    def ask(route: Route, path: str, data: Any) -> Any:
        body = {**_as_dict(data), "id": 7, "no_such_field": 1}
        return clients[_who_finds(route)].generic(route.method, path, json.dumps(body, default=str), "application/json")

    def names_both(response: Any) -> bool:
        return response.status_code == 400 and {"id", "no_such_field"} <= set(response.json().get("errors", {}))

    takes_a_body = [route for route in _asked("POST PATCH", API) if not isinstance(route.data_in(world), list)]
    assert takes_a_body
    assert not wrong(takes_a_body, ask, names_both)


def test_a_post_without_csrf_token_is_refused(world: World, cast: Cast, wrong) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.admin)

    def ask(route: Route, path: str, data: Any) -> Any:
        headers = {"HX-Request": "true"} if route.htmx else {}
        return client.post(path, data or {}, headers=headers)

    assert not wrong(_asked("POST", PAGES), ask, lambda response: response.status_code == 403)


def test_a_session_alone_is_no_csrf_token_for_the_api(world: World, cast: Cast, wrong) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.admin)

    def ask(route: Route, path: str, data: Any) -> Any:
        return client.generic(route.method, path, "{}", "application/json")

    assert not wrong(_asked("POST PATCH", API), ask, lambda response: response.status_code == 403)


def test_no_page_may_be_framed_sniffed_or_scripted(world: World, sign_in, wrong) -> None:
    client = sign_in("admin")

    def is_guarded(response: Any) -> bool:
        policy = response.headers.get("Content-Security-Policy", "")
        return (
            response.headers.get("X-Frame-Options") == "DENY"
            and response.headers.get("X-Content-Type-Options") == "nosniff"
            and "frame-ancestors 'none'" in policy
            and "unsafe" not in policy
        )

    assert not wrong(_asked("GET", PAGES), lambda route, path, data: client.get(path), is_guarded)


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Host": "testserver:80@evil.example"}])
def test_a_forged_host_is_refused(world: World, sign_in, wrong, headers: dict[str, str]) -> None:
    client = sign_in("admin")

    def ask(route: Route, path: str, data: Any) -> Any:
        return client.get(path, headers=headers)

    assert not wrong(_asked("GET", [*PAGES, *API]), ask, lambda response: response.status_code == 400)


def test_forwarded_headers_of_strangers_change_no_address(world: World, sign_in, wrong) -> None:
    client = sign_in("admin")
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "Forwarded": "host=evil.example"}

    def ask(route: Route, path: str, data: Any) -> Any:
        return client.get(path, headers=forged)

    assert not wrong(_asked("GET", [*PAGES, *API]), ask, lambda response: b"evil.example" not in _body(response))


def test_out_of_sight_reads_exactly_like_missing(world: World, sign_in, api) -> None:
    hidden = [route for route in _asked("GET", [*PAGES, *API]) if route.expect["outsider"] == 404]
    assert len(hidden) >= 5
    for route in hidden:
        client, path = (api if route.api else sign_in)("outsider"), route.path_in(world)
        theirs, missing = client.get(path), client.get(re.sub(r"/\d+/", "/987654321/", path, count=1))
        assert theirs.status_code == missing.status_code == 404, path
        assert _without_tokens(theirs.content) == _without_tokens(missing.content), path


def test_every_page_asks_who_is_there(world: World, wrong) -> None:
    pages = [route for route in PAGES if route.name not in NOBODY_NEEDED]
    client = Client()

    def ask(route: Route, path: str, data: Any) -> Any:
        return client.generic(route.method, path)

    def asks(response: Any) -> bool:
        return response.status_code == 302 and response["Location"].startswith("/sign-in/?next=/")

    assert not wrong(pages, ask, asks)


def _asked(methods: str, routes: list[Route]) -> list[Route]:
    """Those of `routes` asked with one of `methods`, each address and method once."""
    return list(
        {(route.name, route.method, route.api): route for route in routes if route.method in methods.split()}.values()
    )


def _who_finds(route: Route) -> str:
    """The administrator, but for what is its team's alone."""
    return "rep" if route.expect["admin"] == 404 else "admin"


def _body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def _is_problem(response: Any) -> bool:
    return response.headers["Content-Type"] == "application/problem+json" and response.json()["status"] == 400


def _as_dict(body: Any) -> dict[str, Any]:
    return body if isinstance(body, dict) else {}


def _without_tokens(content: bytes) -> str:
    """Without what differs from answer to answer: the masked CSRF token and the address asked for."""
    text = re.sub(r"[A-Za-z0-9]{64}", "TOKEN", content.decode())
    return re.sub(r"/\d+(/|\b)", "/N/", text)
