"""A rep on a phone: signs in, finds the customer by pinyin initials, logs the visit in half a minute, sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Account, Visit
from accounts.services import visit_plan
from tests.accounts.make import contact_of
from tests.cast import make_account

BOTH = pytest.mark.parametrize("language", ["en", "zh-hans"])
STEP = "发送轧机报价"


@pytest.fixture
def steel(cast: Any) -> Account:
    account = make_account(cast.rep, "北京钢铁 Steel")
    contact_of(account, "王小明", ("decision_maker",), title="总经理")
    contact_of(account, "Ann Li", ("user",))
    make_account(cast.rep, "上海化工")
    return account


@BOTH
def test_from_sign_in_to_the_timeline(
    phone: Callable[..., Any], enter: Any, in_language: Any, steel: Account, said: Any, language: str
) -> None:
    rep, page = in_language("rep", language), phone()
    page.goto("/")
    enter(page, rep)
    page.locator(".bottom-bar").get_by_role("link", name=said("Accounts"), exact=True).tap()
    page.locator("[data-search]").fill("bjgt")
    page.locator("tbody tr").nth(1).wait_for(state="detached")
    page.locator("tbody tr a").first.tap()
    page.locator(".log-button").tap()
    _fill(page, said)
    page.get_by_role("button", name=said("Save visit")).tap()

    page.wait_for_url(f"**/accounts/{steel.pk}/")
    assert page.locator(".toast").inner_text().strip().startswith(said("Visit logged."))
    timeline = page.locator("#timeline .timeline li").first
    assert "王小明" in timeline.inner_text()
    assert STEP in timeline.inner_text()
    assert STEP in page.locator("#next").inner_text()

    visit = Visit.objects.get()
    assert (visit.by, visit.channel, visit.outcome, visit.next_step) == (rep, "wechat", "advanced", STEP)
    assert [person.name for person in visit.contacts.all()] == ["王小明"]


@BOTH
def test_the_next_step_waits_on_my_day_and_is_ticked_off_there(
    phone: Callable[..., Any], in_language: Any, steel: Account, said: Any, language: str
) -> None:
    page = phone(in_language("rep", language))
    page.goto(f"/visits/new/?account={steel.pk}")
    _fill(page, said)
    page.locator("details.more summary").tap()
    page.locator("[name=next_step_on]").fill(page.evaluate("new Date().toISOString().slice(0, 10)"))
    page.get_by_role("button", name=said("Save visit")).tap()
    page.wait_for_url(f"**/accounts/{steel.pk}/")

    page.goto("/")
    assert STEP in page.locator("#due").inner_text()
    page.locator("#due").get_by_role("button", name=said("Done")).tap()
    page.locator("#due").get_by_text(STEP).wait_for(state="detached")
    assert Visit.objects.get().next_step_done_at


def test_a_thumb_needs_less_than_half_a_minute(thumb: Callable[..., Any], cast: Any, steel: Account) -> None:
    rep = thumb(cast.rep)
    page = rep.page
    page.goto(f"/accounts/{steel.pk}/")
    rep.start()
    rep.tap(page.locator(".log-button"))
    page.wait_for_url("**/visits/new/**")
    rep.tap(page.locator("label", has_text="王小明"))
    rep.tap(page.locator("label:has([name=channel][value=phone])"))
    rep.tap(page.locator("label:has([name=outcome][value=advanced])"))
    rep.type(page.locator("[name=next_step]"), "Send the offer for the mill")
    rep.tap(page.locator("label:has([name=next_step_in][value='3'])"))
    rep.tap(page.get_by_role("button", name="Save visit"))
    page.wait_for_url(f"**/accounts/{steel.pk}/")
    assert Visit.objects.get().next_step == "Send the offer for the mill"
    assert rep.seconds <= 30
    assert rep.taps <= 8


def test_the_round_button_leads_to_the_form_from_everywhere(
    thumb: Callable[..., Any], cast: Any, steel: Account
) -> None:
    Visit.objects.create(account=steel, by=cast.rep, starts_at="2026-01-05T10:00Z", currency="CNY", state="logged")
    rep = thumb(cast.rep)
    rep.page.goto("/")
    rep.tap(rep.page.locator(".log-button"))
    rep.tap(rep.page.locator("#found .row-link").first)
    rep.page.wait_for_url(f"**/visits/new/?account={steel.pk}")


def test_sending_twice_makes_one_visit(phone: Callable[..., Any], cast: Any, steel: Account) -> None:
    page = phone(cast.rep)
    page.goto(f"/visits/new/?account={steel.pk}")
    page.locator("label:has([name=outcome][value=advanced])").tap()
    typed = page.evaluate("Object.fromEntries(new FormData(document.querySelector('form[data-draft]')))")
    answers = [page.request.post(page.url, form=typed, headers={"Referer": page.url}).status for _ in range(2)]
    assert answers == [200, 200]
    assert Visit.objects.count() == 1


def _fill(page: Any, said: Any) -> None:
    page.get_by_text("王小明", exact=False).tap()
    page.locator("label:has([name=channel][value=wechat])").tap()
    page.locator("label:has([name=outcome][value=advanced])").tap()
    page.locator("[name=next_step]").fill(STEP)
    page.locator("label:has([name=next_step_in][value='3'])").tap()


def test_a_visit_in_the_calendar_is_large_enough_to_be_hit(
    new_page: Callable[..., Any], cast: Any, steel: Account
) -> None:
    visit_plan(actor=cast.rep, account=steel, starts_at=timezone.now())
    page = new_page(cast.rep, width=1280, height=800)
    page.goto("/calendar/")
    assert page.locator("a.calendar-visit").bounding_box()["height"] >= 24
