"""Alerts and the nightly run in a real browser, where parts of a page change in place."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from foundation import clock
from scoring.models import Alert, ScoringRun, WhatIf
from scoring.services import policy_draft, run_night, what_if_judge, what_if_now
from tests.cast import make_account, make_cast
from tests.scoring.make import DATE, earners, night, tiers

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
    row.get_by_role("button", name="New").click()
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


def test_a_draft_is_watched_then_put_in_force_and_moves_whom_it_said(cast, new_page):
    rows = earners(cast.rep, 100, 60, 30, 20, 10, months=6)
    night()
    page = new_page(cast.director)
    page.goto("/rules/tiers/new/")
    page.get_by_label("Platinum: profit above less than, %").fill("0")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator("#what-if")).to_contain_text("Judging who would move")
    what_if_judge(WhatIf.objects.get().pk)
    expect(page.locator("#what-if-sentence")).to_contain_text("1 of 5 accounts would move")
    page.get_by_label("Reason").fill("nobody is platinum this year")
    page.get_by_role("button", name="Activate this version").click()
    expect(page.locator("main")).to_contain_text("Version 2 counts")
    night(DATE + dt.timedelta(days=1))
    assert tiers(rows, DATE + dt.timedelta(days=1)) == ["gold", "gold", "gold", "iron", "iron"]
    page.goto("/tiers/accounts/?tier=platinum")
    expect(page.locator("#list")).to_contain_text("No account matches")


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_pages_fit_their_screen(cast, new_page, width, language):
    first, *_rest = earners(cast.manager, 100, 60, -30, months=6)
    night()
    held = alert(first)
    what_if_now(policy_draft(actor=cast.manager, platinum_share=0))
    cast.manager.language = language
    cast.manager.save()
    page = new_page(cast.manager, width=width)
    for path in [
        "/tiers/", "/tiers/accounts/", "/tiers/moves/", f"/accounts/{first.pk}/tier/", f"/accounts/{first.pk}/ledger/",
        f"/accounts/{first.pk}/pin/", "/alerts/", f"/alerts/{held.pk}/", "/rules/alerts/", "/rules/alerts/overdue/",
        "/rules/tiers/", "/rules/tiers/new/", "/rules/tiers/1/", "/rules/tiers/2/", "/rules/tiers/2/edit/",
        "/rules/tiers/2/accounts/", "/rules/tiers/2/beside/1/", f"/accounts/{first.pk}/key-account/", "/rules/night/",
    ]:  # fmt: skip
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
