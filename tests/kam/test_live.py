"""Dashboards that stay open keep themselves up to date: cheaply, and without moving anything under the reader."""

from __future__ import annotations

from typing import Any

import pytest

from kam.reports import GROUPS
from tests.cast import Cast, make_account
from tests.pipeline.make import close, opportunity

DASHBOARDS = [report for group in GROUPS for report in group.reports if report.file]
FUNNEL = "/reports/funnel/"
MINUTE = 61_000
SHIFTS = """() => {
  window.moved = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => (window.moved += entry.value)))
    .observe({ type: "layout-shift" });
}"""


def ask(client: Any, url: str, tag: str = "") -> Any:
    return client.get(url, headers={"HX-Request": "true", "X-Live": "1", "If-None-Match": tag})


@pytest.mark.parametrize("report", DASHBOARDS, ids=lambda report: report.page)
def test_every_dashboard_knows_when_nothing_has_happened(
    cast: Cast, sign_in: Any, report: Any, django_assert_max_num_queries: Any
) -> None:
    opportunity(make_account(cast.rep))
    client = sign_in("manager")
    page = client.get(report.url)
    assert f'data-live="{page.context["live"]}"' in page.content.decode()
    with django_assert_max_num_queries(5):
        assert ask(client, report.url, f'"{page.context["live"]}"').status_code == 304


def test_what_happened_elsewhere_changes_nothing_here(cast: Cast, sign_in: Any) -> None:
    client = sign_in("rep")
    first = ask(client, FUNNEL)
    opportunity(make_account(cast.outsider))
    second = ask(client, FUNNEL, first["ETag"])
    assert (first.status_code, second.status_code, second.content) == (200, 304, b"")
    assert second["ETag"] != first["ETag"]


def test_a_change_in_sight_is_told(cast: Cast, sign_in: Any) -> None:
    client, account = sign_in("rep"), make_account(cast.rep)
    first = ask(client, FUNNEL)
    opportunity(account)
    assert ask(client, FUNNEL, first["ETag"]).status_code == 200


def test_an_open_page_does_not_prolong_the_session(cast: Cast, sign_in: Any) -> None:
    client = sign_in("rep")
    ask(client, FUNNEL)
    assert "used" not in client.session
    client.get(FUNNEL)
    assert "used" in client.session


def open_funnel(new_page: Any, cast: Cast) -> Any:
    page = new_page(cast.rep)
    page.clock.install()
    page.goto(FUNNEL)
    return page


def test_figures_change_where_they_stand(cast: Cast, new_page: Any) -> None:
    account = make_account(cast.rep)
    deal, _other = opportunity(account, amount="700000"), opportunity(account, amount="100000")
    page = open_funnel(new_page, cast)
    link = page.locator("#people a").first
    link.focus()
    page.evaluate("scrollTo(0, 300)")
    page.evaluate(SHIFTS)
    at = page.evaluate("scrollY")
    close(deal, "won")
    page.clock.fast_forward(MINUTE)
    page.get_by_text("1 open opportunity worth").wait_for()
    assert link.evaluate("link => link === document.activeElement")
    assert page.evaluate("scrollY") == at
    # A figure may make its column a pixel wider; from 0.1 on a person notices.
    assert page.evaluate("moved") < 0.001


def test_what_is_being_typed_and_chosen_stays(cast: Cast, new_page: Any) -> None:
    account = make_account(cast.rep)
    opportunity(account)
    page = open_funnel(new_page, cast)
    page.get_by_text("Filter", exact=True).click()
    page.locator("[data-search]").evaluate("input => { input.value = 'Nor'; input.focus(); }")
    opportunity(account)
    page.clock.fast_forward(MINUTE)
    page.get_by_text("2 open opportunities worth").wait_for()
    assert page.locator("[data-search]").input_value() == "Nor"
    assert page.locator("details.filter-menu[open]").count() == 1


def test_a_page_out_of_sight_asks_nothing(cast: Cast, new_page: Any) -> None:
    page = open_funnel(new_page, cast)
    asked: list[str] = []
    # What the page itself still loads is none of its questions.
    page.on("request", lambda request: asked.append(request.url) if "x-live" in request.headers else None)
    page.evaluate("Object.defineProperty(document, 'hidden', { configurable: true, get: () => true })")
    page.clock.fast_forward(10 * MINUTE)
    page.evaluate("() => fetch('/healthz').then((answer) => answer.status)")
    assert asked == []
    page.evaluate("delete document.hidden")
    with page.expect_response(lambda response: response.status == 304):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
