"""An Idempotency-Key is honoured at every address of the API that takes a POST: one effect, one answer."""

from __future__ import annotations

from typing import Any

import pytest

from foundation.embedded import PROJECT
from journal.models import IdempotencyKey
from tests.cast import ROLES
from tests.permissions.evidence import fingerprint
from tests.permissions.routes import stated
from tests.permissions.table import Route
from tests.permissions.world import World

POSTS = [route for route in stated() if route.api and route.method == "POST"]
TAKEN = [route for route in POSTS if min(code for who, code in route.expect.items() if who in ROLES) < 400]
ASKED_ELSEWHERE = {
    "attachment-list": "tests/dossier/test_attachments.py",
    "route-list": "tests/accounts/test_route.py",
    "churn-fit-list": "tests/scoring/test_sequel.py",
}
"""Of these the table states refusals alone."""


@pytest.mark.parametrize("route", TAKEN, ids=str)
def test_the_same_request_twice_has_one_effect_and_one_answer(route: Route, world: World, client_of: Any) -> None:
    who = next(who for who in ROLES if route.expect[who] < 400)
    path, data, client = route.path_in(world), route.data_in(world), client_of(who, api=True)
    headers = {"Idempotency-Key": "sent twice"}
    first = client.post(path, data, format="json", headers=headers)
    assert first.status_code == route.expect[who], first.content
    assert IdempotencyKey.objects.get().key == "sent twice"
    after = fingerprint()
    again = client.post(path, data, format="json", headers=headers)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again["Idempotent-Replayed"] == "true"
    assert fingerprint() == after


def test_every_post_of_the_api_is_asked() -> None:
    assert {route.name for route in POSTS} - {route.name for route in TAKEN} == set(ASKED_ELSEWHERE)
    for file in ASKED_ELSEWHERE.values():
        assert "Idempotency-Key" in (PROJECT / file).read_text(encoding="utf-8")
