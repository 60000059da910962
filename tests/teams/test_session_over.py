"""Fault 30: the session ends in the middle of a page. Sign in, back to the page, and nothing typed is lost."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.models import Session

from accounts.models import Visit
from tests.cast import PASSWORD, Cast, make_account

pytestmark = pytest.mark.django_db(transaction=True)


def sign_in_here(page, email: str = "rep@kam.example") -> None:
    page.wait_for_url(re.compile(r"/sign-in/\?next="))
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_a_visit_typed_while_the_session_ended_is_saved_after_signing_in(cast: Cast, new_page) -> None:
    account = make_account(cast.rep)
    page = new_page(cast.rep, width=390, height=800)
    page.goto(f"/visits/new/?account={account.pk}")
    page.get_by_label("Moved forward").check()
    summary = page.locator("textarea[name=summary]")
    summary.fill("Talked about the second mill")
    Session.objects.all().delete()
    page.locator("form[data-draft] button[type=submit]").first.click()

    sign_in_here(page)
    page.wait_for_url(re.compile(r"/visits/new/"))
    assert summary.input_value() == "Talked about the second mill"
    assert not Visit.objects.exists()

    summary.press("Control+Enter")
    page.wait_for_url(re.compile(rf"/accounts/{account.pk}/"))
    assert Visit.objects.get().summary == "Talked about the second mill"


def test_a_filter_typed_while_the_session_ended_leads_back_to_the_list(cast: Cast, new_page) -> None:
    make_account(cast.rep, "Rolling Mills")
    page = new_page(cast.rep)
    page.goto("/accounts/")
    Session.objects.all().delete()
    page.locator("[data-search]").fill("Rolling")
    sign_in_here(page)
    page.wait_for_url(re.compile(r"/accounts/"))
    assert page.get_by_text("Rolling Mills").is_visible()
