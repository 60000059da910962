"""A day's visits are put into another order by hand: with the pointer, and with the keyboard."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from accounts.models import Visit
from tests.cast import make_account


def test_dragged_and_moved_by_keys(cast, new_page):
    noon = dt.datetime.combine(timezone.localdate() + dt.timedelta(days=1), dt.time(12), dt.UTC)
    for n, name in enumerate("ABC"):
        Visit.objects.create(
            account=make_account(cast.rep, name), by=cast.rep, state="planned", currency="CNY",
            starts_at=noon + dt.timedelta(hours=n),
        )  # fmt: skip
    page = new_page(cast.rep)
    page.goto(f"/visits/route/?on={noon.date()}")
    stops = page.locator("#route > li")

    def names() -> list[str]:
        return stops.locator(".strong").all_text_contents()

    with page.expect_navigation():
        stops.nth(2).drag_to(stops.nth(0), source_position={"x": 60, "y": 8}, target_position={"x": 60, "y": 8})
    assert names() == ["C", "A", "B"]
    with page.expect_navigation():
        page.get_by_role("button", name="C: one later").press("Enter")
    assert names() == ["A", "C", "B"]
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert names() == ["A", "B", "C"]
