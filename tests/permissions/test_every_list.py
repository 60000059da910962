"""What holds at every list, on pages and in the API (faults 25 and 26)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.permissions.routes import stated
from tests.permissions.world import World

LISTS = {
    "pages": ["account_list", "opportunity_list", "alert_list", "people_list", "rate_list", "cost_rate_list"],
    "api": [route.name for route in stated() if route.api and route.method == "GET" and route.name.endswith("-list")],
}
for report in ("funnel-list", "profit-list", "effort-list", "concentration-list"):
    LISTS["api"].remove(report)  # no list of rows; what it does not know it refuses in its own tests
FIGURES = (
    "movement",
    "forecast",
    "saturation",
    "productivity",
    "retention",
    "ageing",
    "funnel-then",
    "win-loss",
    "against-whom",
    "coverage",
    "monday",
    "search-of",
)
UNPAGED = {f"{report}-list" for report in FIGURES}
"""Figures, no list of rows: they know no pages, and refuse what else they do not know."""
BAD_PAGES = ["page=-1", "page=0", "page=x", "page=100000000000000000000", "page=1.5"]
BAD_SIZES = [
    "page_size=1000000000",
    "page_size=0",
    "page_size=-1",
    "page_size=x",
    "cursor=x",
    "offset=100000000000000000000",
]
BAD_FILTERS = [
    "ordering=owner__password",
    "ordering=-password",
    "owner__password__startswith=a",
    "name__contains=a",
    "no_such_filter=1",
    "pk=1",
]


def addresses(world: World, kind: str) -> dict[str, str]:
    wanted = [route for route in stated() if route.name in LISTS[kind] and route.method == "GET"]
    return {route.name: route.path_in(world) for route in wanted}


@pytest.mark.parametrize("query", [*BAD_PAGES, *BAD_FILTERS])
def test_a_page_refuses_what_it_does_not_know(world: World, sign_in, query: str) -> None:
    assert not _understood(sign_in("admin"), addresses(world, "pages"), query)


@pytest.mark.parametrize("query", BAD_SIZES)
def test_the_api_refuses_pages_that_are_none(world: World, api, query: str) -> None:
    lists = {name: path for name, path in addresses(world, "api").items() if name not in UNPAGED}
    assert not _understood(api("admin"), lists, query)


@pytest.mark.parametrize("query", BAD_FILTERS)
def test_the_api_refuses_what_it_does_not_know(world: World, api, query: str) -> None:
    assert not _understood(api("admin"), addresses(world, "api"), query)


def test_each_kind_has_lists(world: World) -> None:
    assert len(addresses(world, "pages")) == len(LISTS["pages"])
    assert len(addresses(world, "api")) >= 6


def _understood(client: Any, lists: dict[str, str], query: str) -> list[str]:
    """Lists that answer `query` with anything but a 400, or (a form's own field) an empty list that says why."""
    found = {name: client.get(f"{path}{'&' if '?' in path else '?'}{query}") for name, path in lists.items()}
    return [f"{name} {answer.status_code}" for name, answer in found.items() if not _is_refusal(answer)]


def _is_refusal(answer: Any) -> bool:
    if answer.status_code == 200 and answer.context is not None:
        context = answer.context
        return "filter" in context and bool(context["filter"].errors) and not list(context["rows"])
    return answer.status_code == 400
