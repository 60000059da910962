"""No address breaks under a query it did not expect (faults 25 and 26, beside tests/permissions/test_every_list.py)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.permissions.routes import stated
from tests.permissions.world import World

GETS = list({(route.name, route.api): route for route in stated() if route.method == "GET"}.values())
ODD = [
    "page=" + "9" * 30 + "&ordering=owner__password&id__in=1&name__regex=(a%2B)%2B$",
    "page_size=x&cursor=x&offset=" + "1" + "0" * 20 + "&q=" + "%E2%80%AE" * 300,
    "night=x&account=x&month=x&on=x&who=x&scope=x&run=x&outcome=x&contact=x&timeline=x&next=x&page=%EF%BC%91",
    "night=9999-12-31&month=9999-12&on=9999-12-31&account=" + "9" * 18 + "&run=" + "9" * 18,
    "night=0001-01-01&month=0001-01&on=0001-01-01&account=0&run=-1&timeline=%D9%A1",
    "account=%EF%BC%91&account=2&owner=&owner=1&tier[]=gold",
]


@pytest.mark.parametrize("query", ODD)
def test_no_address_breaks(cast: Any, sign_in: Any, api: Any, query: str) -> None:
    world = World(cast)
    clients = {True: api("admin"), False: sign_in("admin")}
    answers = {
        str(route): clients[route.api].get(f"{route.path_in(world).partition('?')[0]}?{query}").status_code
        for route in GETS
    }
    assert {route: status for route, status in answers.items() if status >= 500} == {}
