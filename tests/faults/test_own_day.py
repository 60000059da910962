"""Fault 54: "today" is the reader's own day, on every page and in every zone."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Visit
from teams.models import User
from tests.pipeline.make import opportunity

DAY = dt.date(2026, 3, 10)
AHEAD, BEHIND = "Pacific/Kiritimati", "Pacific/Pago_Pago"
ZONES = ["UTC", "Asia/Shanghai", "America/St_Johns", "Asia/Kathmandu", AHEAD, BEHIND]
NOON = dt.time(12)


@pytest.fixture
def reader(cast: Any, sign_in: Any, time_machine: Any) -> Any:
    """`reader(zone, moment)`: rep's browser at that moment, in that zone."""

    def at(zone: str, moment: dt.datetime) -> Any:
        time_machine.move_to(moment, tick=False)
        User.objects.filter(pk=cast.rep.pk).update(timezone=zone)
        return sign_in("rep")

    return at


def first_second(zone: str) -> dt.datetime:
    return dt.datetime.combine(DAY, dt.time(), ZoneInfo(zone))


@pytest.mark.parametrize("zone", ZONES)
def test_a_promise_is_due_from_the_first_second_of_its_day(zone: str, reader: Any, cast: Any, account: Any) -> None:
    Visit.objects.create(
        account=account, by=cast.rep, state="logged", starts_at=first_second(zone) - dt.timedelta(days=3),
        currency="CNY", next_step="Send the offer", next_step_on=DAY,
    )  # fmt: skip
    second = dt.timedelta(seconds=1)
    assert b"Send the offer" not in reader(zone, first_second(zone) - second).get("/").content
    assert b"Send the offer" in reader(zone, first_second(zone)).get("/").content


@pytest.mark.parametrize("zone", ZONES)
def test_the_next_step_in_three_days_is_counted_from_ones_own_day(zone: str, reader: Any, account: Any) -> None:
    client = reader(zone, first_second(zone))
    path = f"/visits/new/?account={account.pk}"
    form = client.get(path).context["form"]
    typed = {
        "client_id": form.initial["client_id"], "starts_at": form.initial["starts_at"].strftime("%Y-%m-%dT%H:%M"),
        "channel": "phone", "outcome": "steady", "minutes": 30, "next_step": "Call", "next_step_in": "3",
    }  # fmt: skip
    assert form.initial["starts_at"].date() == DAY
    assert client.post(path, typed).status_code == 302
    visit = Visit.objects.get()
    assert (visit.starts_at, visit.next_step_on) == (first_second(zone), DAY + dt.timedelta(days=3))


@pytest.mark.parametrize("zone", ZONES)
def test_a_planned_visit_stands_on_its_readers_day(zone: str, reader: Any, cast: Any, account: Any) -> None:
    Visit.objects.create(
        account=account, by=cast.rep, state="planned", starts_at=first_second(zone) + dt.timedelta(minutes=30),
        currency="CNY",
    )  # fmt: skip
    page = reader(zone, first_second(zone)).get("/calendar/?month=2026-03").content.decode()
    today = page.partition(f'datetime="{DAY}"')[2].partition("calendar-day")[0]
    assert account.name in today
    assert "00:30" in today


def test_the_same_moment_is_another_day_elsewhere(reader: Any, cast: Any, account: Any) -> None:
    opportunity(account, name="Mill", expected_close_on=DAY)
    moment = dt.datetime.combine(DAY + dt.timedelta(days=1), dt.time(6), dt.UTC)
    overdue = {
        zone: reader(zone, moment).get("/pipeline/opportunities/?closing=overdue").content.count(b">Mill<")
        for zone in (AHEAD, BEHIND)
    }
    assert overdue == {AHEAD: 1, BEHIND: 0}
