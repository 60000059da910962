"""A real worker process runs the night; the director reads who earns the money, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import Account
from foundation import clock
from scoring import services
from scoring.models import ScoringRun
from tests.cast import make_account
from tests.ops.test_embedded import eventually
from tests.scoring.make import book

BOTH = pytest.mark.parametrize("language", ["en", "zh-hans"])


@pytest.fixture
def ledger(transactional_db: None, cast: Any, account: Account) -> list[Account]:
    """Ten accounts of one night: two bring 80 of 100, one loses 10."""
    others = [make_account(cast.rep if index % 2 else cast.outsider, f"Account {index}") for index in range(9)]
    yesterday = clock.today() - dt.timedelta(days=1)
    for row, profit in zip([account, *others], [50, 30, 6, 5, 4, 3, 5, 4, 3, -10], strict=True):
        book(row, 1000 + profit, 1000, yesterday) if profit < 0 else book(row, profit, 0, yesterday)
    return [account, *others]


@BOTH
def test_the_director_starts_the_night_and_reads_the_tiers(
    new_page: Callable[..., Any],
    celery_worker_process: Any,
    in_language: Any,
    said: Any,
    ledger: list[Account],
    language: str,
) -> None:
    celery_worker_process()
    page = new_page(in_language("director", language))
    page.goto("/rules/night/")
    page.get_by_role("button", name=said("Run now")).click()
    page.get_by_role("link", name=said("Show its tiers")).click(timeout=30_000)
    page.wait_for_url("**/tiers/**")
    sentence = page.locator("#tier-sentence").inner_text()
    assert all(figure in sentence for figure in ("80", "10", "9")), sentence
    assert page.locator("figure.chart svg").first.get_attribute("aria-label")
    platinum = page.locator("tbody tr", has_text=said("Platinum")).first
    assert Decimal(platinum.locator("data").first.get_attribute("value")) == 80

    page.goto(f"/accounts/{ledger[0].pk}/")
    page.locator(".page-head").get_by_text(said("Platinum")).first.wait_for()
    page.goto(f"/accounts/{ledger[0].pk}/tier/")
    assert "¥" in page.locator("#main").inner_text()


def test_nobody_starts_it_and_it_is_there_in_the_morning(
    new_page: Callable[..., Any], celery_worker_process: Any, cast: Any, ledger: list[Account]
) -> None:
    celery_worker_process()
    services.ensure_night()
    assert eventually(lambda: ScoringRun.objects.filter(state="done").count() == 1, 30)
    assert services.ensure_night() is None
    page = new_page(cast.director)
    page.goto("/tiers/")
    page.locator("#tier-sentence strong").first.wait_for()


def test_each_reader_reads_his_own_accounts(new_page: Callable[..., Any], cast: Any, ledger: list[Account]) -> None:
    services.night_now(clock.today() - dt.timedelta(days=1))
    counts = {}
    for who in ("rep", "outsider", "director"):
        page = new_page(cast[who])
        page.goto("/tiers/accounts/")
        counts[who] = page.locator("tbody tr").count()
    assert counts == {"rep": 5, "outsider": 5, "director": 10}
