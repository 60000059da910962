"""A phone without network: my day and the form for a visit open, visits wait, each goes once, nobody else sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.choices import VisitState
from accounts.models import Account, Visit
from accounts.services import account_merge, visit_plan
from tests.accounts.make import contact_of
from tests.browsers import ARGUMENTS, chromium_path
from tests.cast import make_account
from tests.journeys.wire import Wire

KEPT = """async () => {
  const kept = ["/", "/visits/offline/"].map((path) => caches.match(path, { ignoreVary: true }));
  return (await Promise.all(kept)).every(Boolean) && navigator.serviceWorker.controller;
}"""
NOTHING_KEPT = """async () => {
  const kept = ["/", "/visits/offline/"].map((path) => caches.match(path, { ignoreVary: true }));
  return !(await Promise.all(kept)).some(Boolean);
}"""
STORED = """() => new Promise((done) => {
  const opened = indexedDB.open("kam", 1);
  opened.onupgradeneeded = () => opened.result.createObjectStore("visits", { keyPath: "id" });
  opened.onsuccess = () => {
    const found = opened.result.transaction("visits").objectStore("visits").getAll();
    found.onsuccess = () => (opened.result.close(), done(found.result.map((visit) => visit.name)));
  };
})"""


ANEW = "(pk) => navigator.serviceWorker.controller.postMessage({ reader: String(pk), keep: true })"
MY_DAY_IS_KEPT = "async () => Boolean(await caches.match('/', { ignoreVary: true }))"
FORGET_MY_DAY = """async () => {
  sessionStorage.clear();
  const all = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
  await Promise.all(all.map((cache) => cache.delete("/", { ignoreVary: true })));
}"""
HELD_BACK = """if (localStorage.held) {
  const { ready } = navigator.serviceWorker;
  const held = new Promise((go) => { window.go = go; });
  Object.defineProperty(navigator.serviceWorker, "ready", { get: () => held.then(() => ready) });
}"""
UNTIL = """async () => {
  const isSo = %s;
  while (!(await isSo())) {
    if (performance.now() > 60_000) throw new Error("never so");
    await new Promise((next) => setTimeout(next, 50));
  }
}"""


def wait_until(page: Any, is_so: str) -> None:
    """Waits for an async function of the page; Playwright's own waiting takes a promise for a yes."""
    page.evaluate(UNTIL % is_so)


@pytest.fixture
def wire(live_server: Any) -> Iterator[Wire]:
    wire = Wire(live_server.url)
    yield wire
    wire.close()


@pytest.fixture
def steel(cast: Any) -> Account:
    account = make_account(cast.rep, "北京钢铁 Steel")
    contact_of(account, "王小明")
    make_account(cast.rep, "上海化工")
    return account


@pytest.fixture
def pocket(wire: Wire, phone: Callable[..., Any], steel: Account) -> Callable[..., Any]:
    """`pocket(user)`: a phone on which this person's pages are kept, on a wire that can be cut."""

    def open_pocket(user: Any) -> Any:
        page = phone(user, base_url=wire.url, service_workers="allow")
        page.set_default_timeout(30_000)
        take_along(page)
        return page

    return open_pocket


def take_along(page: Any) -> None:
    page.goto("/visits/offline/")
    page.evaluate("async () => void (await navigator.serviceWorker.ready)")
    # A page that was asked for before the worker was there stays without it.
    page.goto("/visits/offline/")
    wait_until(page, KEPT)


def log(page: Any, account: Account, said: str, *, starts_at: str = "") -> None:
    """Logs a visit on the page of those that wait."""
    page.locator(f"[data-account='{account.pk}']").last.tap()
    page.locator("label:has([name=outcome][value=advanced])").tap()
    page.locator("[name=summary]").fill(said)
    if starts_at:
        page.locator("[name=starts_at]").fill(starts_at)
    page.get_by_role("button", name="Save visit").tap()
    page.locator("[data-choose]").wait_for()


def states(page: Any, state: str) -> Any:
    return page.locator(f"[data-outbox-list] [data-state={state}]")


def send_now(page: Any, wire: Wire) -> None:
    wire.mend()
    page.evaluate("dispatchEvent(new Event('online'))")


def test_three_visits_outlive_the_browser_and_arrive_once_each(
    browser: Any, wire: Wire, enter: Any, cast: Any, steel: Account, tmp_path: Path
) -> None:
    def open_browser() -> Any:
        return browser.browser_type.launch_persistent_context(
            tmp_path, executable_path=chromium_path(), args=ARGUMENTS, base_url=wire.url, has_touch=True,
            is_mobile=True, viewport={"width": 360, "height": 740},
        )  # fmt: skip

    with open_browser() as context:
        page = context.new_page()
        page.goto("/")
        enter(page, cast.rep)
        take_along(page)
        wire.cut()
        page.goto("/visits/offline/")
        for said in ("one", "two", "three"):
            log(page, steel, said)
        states(page, "waiting").nth(2).wait_for()
    assert Visit.objects.count() == 0

    with open_browser() as context:
        page = context.new_page()
        page.goto("/visits/offline/")
        states(page, "waiting").nth(2).wait_for()
        wire.mend()
        page.goto("/visits/offline/")
        states(page, "sent").nth(2).wait_for()
    assert sorted(Visit.objects.values_list("summary", "by")) == sorted(
        (said, cast.rep.pk) for said in ("one", "two", "three")
    )


def test_an_answer_that_is_lost_makes_no_second_visit(pocket: Any, wire: Wire, cast: Any, steel: Account) -> None:
    page = pocket(cast.rep)
    wire.loses_answers = True
    log(page, steel, "said")
    assert wire.has_lost_one.wait(60)
    assert Visit.objects.count() == 1
    states(page, "waiting").wait_for()
    send_now(page, wire)
    states(page, "sent").wait_for()
    assert Visit.objects.get().summary == "said"


def test_an_answer_that_is_lost_and_an_account_that_is_gone(pocket: Any, wire: Wire, cast: Any, steel: Account) -> None:
    page = pocket(cast.rep)
    wire.loses_answers = True
    log(page, steel, "said")
    assert wire.has_lost_one.wait(60)
    Account.objects.filter(pk=steel.pk).update(owner=cast.outsider, team=cast.south)
    send_now(page, wire)
    states(page, "sent").wait_for()
    assert Visit.objects.count() == 1


def test_my_day_opens_and_says_from_when_it_is(pocket: Any, wire: Wire, cast: Any) -> None:
    page = pocket(cast.rep)
    wire.cut()
    page.goto("/")
    page.get_by_role("heading", name="My day", level=1).wait_for()
    assert "No connection. This is what was known on" in page.locator(".stale").inner_text()
    page.goto("/accounts/")
    page.get_by_role("heading", name="No connection", level=1).wait_for()


@pytest.mark.parametrize("after", [20, 2000], ids=["in the headers", "in the page"])
def test_a_network_that_breaks_off_takes_nothing_that_was_kept(after: int, pocket: Any, wire: Wire, cast: Any) -> None:
    page = pocket(cast.rep)
    wire.breaks_off_after = after
    page.evaluate(ANEW, cast.rep.pk)
    assert wire.broken_off.acquire(timeout=60)
    assert wire.broken_off.acquire(timeout=60)
    wire.cut()
    for path, heading in (("/", "My day"), ("/visits/offline/", "Log a visit without network")):
        page.goto(path)
        page.get_by_role("heading", name=heading, level=1).wait_for()


def test_what_could_not_be_kept_is_asked_for_with_the_next_page(pocket: Any, wire: Wire, cast: Any) -> None:
    page = pocket(cast.rep)
    page.add_init_script(HELD_BACK)
    page.evaluate("localStorage.held = 1")
    page.goto("/accounts/")
    page.evaluate(FORGET_MY_DAY)
    wire.cut()
    page.evaluate("delete localStorage.held, go()")
    assert wire.turned_away.acquire(timeout=60)
    assert wire.turned_away.acquire(timeout=60)
    wire.mend()
    page.goto("/accounts/")
    wait_until(page, MY_DAY_IS_KEPT)


def test_a_fresh_page_says_nothing_of_the_kind(phone: Callable[..., Any], cast: Any) -> None:
    page = phone(cast.rep)
    page.goto("/")
    assert page.locator(".stale").count() == 1
    assert not page.locator(".stale").is_visible()


def test_the_round_button_leads_to_the_kept_form(pocket: Any, wire: Wire, cast: Any, steel: Account) -> None:
    page = pocket(cast.rep)
    wire.cut()
    page.goto(f"/visits/new/?account={steel.pk}")
    page.get_by_text("王小明").tap()
    page.locator("label:has([name=outcome][value=steady])").tap()
    page.get_by_role("button", name="Save visit").tap()
    states(page, "waiting").wait_for()
    send_now(page, wire)
    states(page, "sent").wait_for()
    assert [person.name for person in Visit.objects.get().contacts.all()] == ["王小明"]


def test_a_planned_visit_is_logged(pocket: Any, wire: Wire, cast: Any, steel: Account) -> None:
    plan = visit_plan(actor=cast.rep, account=steel, starts_at=timezone.now())
    page = pocket(cast.rep)
    wire.cut()
    page.goto(f"/visits/{plan.pk}/log/")
    page.locator("label:has([name=outcome][value=advanced])").tap()
    page.get_by_role("button", name="Save visit").tap()
    states(page, "waiting").wait_for()
    send_now(page, wire)
    states(page, "sent").wait_for()
    assert [(visit.pk, visit.state) for visit in Visit.objects.all()] == [(plan.pk, VisitState.LOGGED)]


def test_a_new_visit_is_no_planned_one_and_a_plan_is_logged_once(
    pocket: Any, wire: Wire, cast: Any, steel: Account
) -> None:
    plan = visit_plan(actor=cast.rep, account=steel, starts_at=timezone.now())
    page = pocket(cast.rep)
    wire.cut()
    for path in (f"/visits/{plan.pk}/log/", *[f"/visits/new/?account={steel.pk}"] * 2):
        page.goto(path)
        page.locator("label:has([name=outcome][value=advanced])").tap()
        page.get_by_role("button", name="Save visit").tap()
        page.locator("[data-choose]").wait_for()
    states(page, "waiting").nth(2).wait_for()
    page.locator(f"[data-url='/visits/{plan.pk}/log/']").wait_for(state="hidden")
    page.goto(f"/visits/{plan.pk}/log/")
    states(page, "waiting").nth(2).wait_for()
    assert not page.get_by_role("button", name="Save visit").is_visible()
    send_now(page, wire)
    states(page, "sent").nth(2).wait_for()
    assert Visit.objects.filter(state=VisitState.LOGGED).count() == 3


def test_a_visit_beside_its_plan_is_led_to_the_plan(pocket: Any, wire: Wire, cast: Any, steel: Account) -> None:
    plan = visit_plan(actor=cast.rep, account=steel, starts_at=timezone.now())
    page = pocket(cast.rep)
    wire.cut()
    page.goto(f"/visits/new/?account={steel.pk}")
    page.locator("[data-take-plan]").tap()
    page.locator("label:has([name=outcome][value=advanced])").tap()
    page.get_by_role("button", name="Save visit").tap()
    send_now(page, wire)
    states(page, "sent").wait_for()
    assert [(visit.pk, visit.state) for visit in Visit.objects.all()] == [(plan.pk, VisitState.LOGGED)]


def test_the_usual_form_waits_when_nobody_is_there(pocket: Any, wire: Wire, cast: Any, steel: Account) -> None:
    page = pocket(cast.rep)
    page.goto(f"/visits/new/?account={steel.pk}")
    page.locator("label:has([name=outcome][value=advanced])").tap()
    page.locator("[name=summary]").fill("said")
    wire.cut()
    page.get_by_role("button", name="Save visit").tap()
    states(page, "waiting").wait_for()
    send_now(page, wire)
    states(page, "sent").wait_for()
    assert Visit.objects.get().summary == "said"
    page.goto(f"/visits/new/?account={steel.pk}")
    assert page.locator("[name=summary]").input_value() == ""


def test_an_account_that_was_given_away_is_told_and_another_one_chosen(
    pocket: Any, wire: Wire, cast: Any, steel: Account
) -> None:
    page = pocket(cast.rep)
    wire.cut()
    log(page, steel, "said")
    Account.objects.filter(pk=steel.pk).update(owner=cast.outsider, team=cast.south)
    send_now(page, wire)
    assert "You no longer see this account" in states(page, "refused").inner_text()
    assert Visit.objects.count() == 0

    page.goto("/visits/offline/")
    page.get_by_role("button", name="Change").tap()
    page.locator("[data-choose] [data-account]").last.tap()
    assert page.locator("[name=summary]").input_value() == "said"
    page.get_by_role("button", name="Save visit").tap()
    states(page, "sent").wait_for()
    assert Visit.objects.get().account.name == "上海化工"


def test_a_visit_follows_an_account_that_was_merged(pocket: Any, wire: Wire, cast: Any, steel: Account) -> None:
    page = pocket(cast.rep)
    wire.cut()
    log(page, steel, "said")
    survivor = Account.objects.get(name="上海化工")
    versions = {"version": survivor.version, "merged_version": steel.version}
    account_merge(survivor, steel, actor=cast.manager, **versions)
    send_now(page, wire)
    states(page, "sent").wait_for()
    assert Visit.objects.get().account == survivor


def test_an_archived_account_and_a_clock_that_is_a_day_off_are_told(
    pocket: Any, wire: Wire, cast: Any, steel: Account
) -> None:
    page = pocket(cast.rep)
    wire.cut()
    log(page, steel, "archived")
    Account.objects.filter(pk=steel.pk).update(archived_at=timezone.now())
    log(page, Account.objects.get(name="上海化工"), "early", starts_at="2099-01-01T10:00")
    send_now(page, wire)
    states(page, "refused").nth(1).wait_for()
    assert "This account is archived." in states(page, "refused").nth(0).inner_text()
    said = states(page, "refused").nth(1).inner_text()
    assert "2099-01-01 10:00" in said
    assert "This is in the future." in said
    assert Visit.objects.count() == 0


def test_what_is_refused_can_be_discarded(pocket: Any, wire: Wire, cast: Any, steel: Account) -> None:
    page = pocket(cast.rep)
    wire.cut()
    log(page, steel, "said")
    page.get_by_role("button", name="Discard").tap()
    states(page, "waiting").wait_for(state="detached")
    assert page.evaluate(STORED) == []


def test_a_session_that_is_over_keeps_it_waiting_until_the_same_person_is_back(
    pocket: Any, wire: Wire, enter: Any, cast: Any, steel: Account
) -> None:
    page = pocket(cast.rep)
    wire.cut()
    log(page, steel, "said")
    Session.objects.all().delete()
    send_now(page, wire)
    page.get_by_role("link", name="Sign in again to send it.").tap()
    enter(page, cast.manager)
    page.get_by_role("heading", name="Log a visit without network", level=1).wait_for()
    wait_until(page, "async () => (await navigator.locks.query()).held.length === 0")
    assert page.locator("[data-outbox-list] li").count() == 0
    assert Visit.objects.count() == 0

    Session.objects.all().delete()
    page.goto("/sign-in/?next=/visits/offline/")
    enter(page, cast.rep)
    states(page, "sent").wait_for()
    assert Visit.objects.get().by == cast.rep


def test_signing_out_clears_the_phone(pocket: Any, wire: Wire, cast: Any, steel: Account) -> None:
    page = pocket(cast.rep)
    wire.cut()
    log(page, steel, "said")
    Account.objects.filter(pk=steel.pk).update(owner=cast.outsider, team=cast.south)
    send_now(page, wire)
    states(page, "refused").wait_for()
    page.locator(".bottom-bar summary").tap()
    page.locator(".bottom-bar [data-sign-out] button").tap()
    page.get_by_role("button", name="Delete and sign out").tap()
    page.wait_for_url("**/sign-in/**")
    wait_until(page, NOTHING_KEPT)
    assert page.evaluate(STORED) == []
    wire.cut()
    page.goto("/")
    page.get_by_role("heading", name="No connection", level=1).wait_for()
    assert Visit.objects.count() == 0


def test_whoever_signs_in_next_finds_nothing_of_the_former(pocket: Any, wire: Wire, enter: Any, cast: Any) -> None:
    page = pocket(cast.rep)
    Session.objects.all().delete()
    page.goto("/sign-in/?next=/accounts/")
    wait_until(page, NOTHING_KEPT)
    enter(page, cast.outsider)
    wire.cut()
    page.goto("/visits/offline/")
    assert "北京钢铁" not in page.locator("body").inner_text()


def test_a_new_release_replaces_what_the_old_one_kept(pocket: Any, cast: Any) -> None:
    page = pocket(cast.rep)
    page.evaluate("caches.open('kam-an-older-release').then((cache) => cache.put('/', new Response('old')))")
    page.evaluate("navigator.serviceWorker.getRegistration().then((old) => old.unregister())")
    page.goto("/")
    wait_until(page, "async () => (await caches.keys()).length === 1 && !(await caches.has('kam-an-older-release'))")
