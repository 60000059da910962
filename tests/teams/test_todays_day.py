"""Fault 54: "today" is the reader's own day, in every zone, on pages and through API keys."""

from __future__ import annotations

import datetime as dt
import zoneinfo

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import Cadence
from foundation import clock
from teams.middleware import zone_of
from teams.models import Company
from teams.rules import zones
from tests.cast import Cast, make_account, make_key

MOMENT = dt.datetime(2026, 11, 21, 10, 30, tzinfo=dt.UTC)
"""The 22nd in Kiritimati, the 20th in Niue, the 21st in most of the world."""
DAYS = {"Pacific/Kiritimati": 22, "Asia/Shanghai": 21, "UTC": 21, "America/Los_Angeles": 21, "Pacific/Niue": 20}


@pytest.fixture(autouse=True)
def at_that_moment(time_machine) -> None:
    time_machine.move_to(MOMENT, tick=False)


@pytest.fixture
def overdue_from_the_22nd(cast: Cast):
    days = Cadence.objects.get(tier="platinum").days
    return make_account(cast.rep, tier="platinum", last_visit_on=dt.date(2026, 11, 21) - dt.timedelta(days=days))


@pytest.mark.parametrize("zone", DAYS)
def test_on_pages(cast: Cast, sign_in, overdue_from_the_22nd, zone: str) -> None:
    cast.rep.timezone = zone
    cast.rep.save()
    found = sign_in("rep").get("/accounts/?overdue=true").context["rows"]
    assert bool(found) == (DAYS[zone] >= 22)


@pytest.mark.parametrize("zone", DAYS)
def test_through_api_keys(cast: Cast, overdue_from_the_22nd, zone: str) -> None:
    cast.rep.timezone = zone
    cast.rep.save()
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {make_key(cast.rep)}")
    found = client.get("/api/v1/accounts/?overdue=true").json()["results"]
    assert bool(found) == (DAYS[zone] >= 22)


def test_without_an_own_zone_the_companys_counts(cast: Cast, sign_in, overdue_from_the_22nd) -> None:
    cast.rep.timezone = ""
    cast.rep.save()
    Company.objects.update(timezone="Pacific/Kiritimati")
    assert sign_in("rep").get("/accounts/?overdue=true").context["rows"]


def test_in_every_zone_of_the_world_there_is_a_today(cast: Cast) -> None:
    for name in sorted(zones()):
        cast.rep.timezone = name
        with timezone.override(zone_of(cast.rep)):
            assert clock.today() == MOMENT.astimezone(zoneinfo.ZoneInfo(name)).date()


def test_one_readers_zone_never_reaches_the_next(cast: Cast, sign_in) -> None:
    cast.rep.timezone = "Pacific/Kiritimati"
    cast.rep.save()
    sign_in("rep").get("/")
    assert timezone.get_current_timezone_name() == "UTC"
