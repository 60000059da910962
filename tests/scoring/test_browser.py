"""Alerts and the nightly run in a real browser, where parts of a page change in place."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from foundation import clock
from scoring.models import Alert, ScoringRun
from scoring.services import run_night
from tests.cast import make_account, make_cast
from tests.scoring.make import earners, night

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db, password_hash):
    return make_cast(password_hash)


def alert(account) -> Alert:
    day = clock.today()
    facts = {"last_visit": str(day)}
    return Alert.objects.create(
        account=account, cause="no_next_step", owner=account.owner, opened_on=day, due_on=day, facts=facts
    )


@pytest.mark.parametrize("width", [360, 1440])
def test_an_alert_is_closed_in_its_row(cast, new_page, width):
    mine, other = alert(make_account(cast.rep)), alert(make_account(cast.rep, "Other"))
    page = new_page(cast.rep, width=width)
    page.goto("/alerts/")
    row = page.locator(f"#alert-{mine.pk}")
    row.locator("summary").click()
    row.get_by_label("Note").fill("called them")
    row.get_by_role("button", name="Customer kept").click()
    expect(row).to_contain_text("kept")
    expect(row).to_contain_text("called them")
    expect(page.locator(f"#alert-{other.pk}")).to_contain_text("new")
    assert Alert.objects.get(pk=mine.pk).closed_by == cast.rep


def test_a_run_by_hand_is_watched_to_its_end(cast, new_page):
    earners(cast.rep, 100, 60)
    page = new_page(cast.manager)
    page.goto("/rules/night/")
    page.get_by_label("Business date").fill("2026-03-31")
    page.get_by_role("button", name="Run now").click()
    expect(page.locator("#night-progress")).to_contain_text("Waiting for a worker")
    run_night(ScoringRun.objects.get().pk)
    expect(page.locator("#night-progress")).to_contain_text("2 accounts, 2 of them rated")
    page.get_by_role("link", name="Show its tiers").click()
    expect(page).to_have_url(re.compile("night=2026-03-31"))


def test_the_calculation_opens_beside_the_list(cast, new_page):
    earners(cast.rep, 100, 60)
    night()
    page = new_page(cast.rep)
    page.goto("/tiers/accounts/")
    page.locator("a.why").first.click()
    expect(page.locator("#panel-body")).to_contain_text("The calculation")
    expect(page.locator("#panel-body")).to_contain_text("Account 0")


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_pages_fit_their_screen(cast, new_page, width, language):
    first, *_rest = earners(cast.manager, 100, 60, -30, months=6)
    night()
    held = alert(first)
    cast.manager.language = language
    cast.manager.save()
    page = new_page(cast.manager, width=width)
    for path in [
        "/tiers/", "/tiers/accounts/", "/tiers/moves/", f"/accounts/{first.pk}/tier/", f"/accounts/{first.pk}/ledger/",
        f"/accounts/{first.pk}/pin/", "/alerts/", f"/alerts/{held.pk}/", "/rules/alerts/", "/rules/alerts/overdue/",
        "/rules/tiers/", "/rules/tiers/new/", "/rules/tiers/1/", "/rules/night/",
    ]:  # fmt: skip
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
