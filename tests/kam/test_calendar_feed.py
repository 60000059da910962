"""A person's plans at an address of his own, as his calendar program reads them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Account, Visit
from accounts.services import account_assign, visit_cancel, visit_plan
from foundation import clock
from integrations.feeds import calendar_feed_make, calendar_feed_of
from integrations.models import CalendarFeed
from kam.ical.writing import WIDTH, Entry, calendar, escaped, folded
from teams.models import User
from tests.accounts.make import contact_of
from tests.cast import Cast, make_account
from tests.permissions.world import World
from tests.pipeline.make import opportunity

NOW = dt.datetime(2026, 3, 1, 9, 30, tzinfo=dt.UTC)


def read(client: Client, secret: str) -> str:
    answer = client.get(f"/calendar/feed/{secret}.ics")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer.headers["Cache-Control"]
    return answer.content.decode().replace("\r\n ", "")


@pytest.fixture
def planned(account: Account, cast: Cast) -> Visit:
    Account.objects.filter(pk=account.pk).update(address="1 Road, Hall; 2", phone="555")
    contact = contact_of(account, "Li Na")
    starts = timezone.now() + dt.timedelta(days=3)
    return visit_plan(
        actor=cast.rep, account=account, starts_at=starts, purpose="Prices,\nthen lunch", contacts=[contact]
    )


def test_visits_and_promises_stand_in_it(planned: Visit, cast: Cast, client: Client) -> None:
    opportunity(planned.account, name="Frame order", next_step="Send the offer", next_step_on=clock.today())
    told = read(client, calendar_feed_make(actor=cast.rep))
    assert f"SUMMARY:Visit: {planned.account.name}" in told
    assert "LOCATION:1 Road\\, Hall\\; 2" in told
    assert "DESCRIPTION:Prices\\,\\nthen lunch\\nLi Na\\n555" in told
    assert f"DTSTART:{planned.starts_at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}" in told
    assert f"DTSTART;VALUE=DATE:{clock.today():%Y%m%d}" in told
    assert "SUMMARY:Send the offer · " in told
    assert told.count("BEGIN:VEVENT") == told.count("END:VEVENT") == 2


def test_every_kind_of_promise_can_be_told(cast: Cast, client: Client) -> None:
    """Of every room: also of rows that keep no moment of their last change."""
    told = read(client, calendar_feed_make(actor=World(cast).agreed_action.owner))
    assert "Performance review" in told


def test_it_follows_what_becomes_of_them(planned: Visit, cast: Cast, client: Client) -> None:
    secret = calendar_feed_make(actor=cast.rep)
    uid = next(line for line in read(client, secret).splitlines() if line.startswith("UID:visit-"))
    Visit.objects.filter(pk=planned.pk).update(starts_at=planned.starts_at + dt.timedelta(hours=2))
    assert uid in read(client, secret), "a moved visit is the same entry"
    visit_cancel(Visit.objects.get(), actor=cast.rep, version=planned.version)
    assert "BEGIN:VEVENT" not in read(client, secret)


def test_only_ones_own_and_only_what_one_sees(planned: Visit, cast: Cast, client: Client) -> None:
    for person in (cast.manager, cast.peer, cast.outsider):
        assert "BEGIN:VEVENT" not in read(client, calendar_feed_make(actor=person)), person
    secret = calendar_feed_make(actor=cast.rep)
    account = planned.account
    account_assign(account, actor=cast.admin, version=account.version, owner=cast.outsider, team=cast.south)
    assert account.name not in read(client, secret)


@pytest.mark.parametrize("end", ["again", "ended", "left", "password", "role"])
def test_an_address_that_has_ended_reads_like_none(cast: Cast, sign_in: Any, end: str) -> None:
    secret = calendar_feed_make(actor=cast.rep)
    if end == "again":
        sign_in("rep").post("/calendar/feed/make/")
    elif end == "ended":
        sign_in("rep").post("/calendar/feed/end/")
    elif end == "left":
        cast.rep.is_active = False
    elif end == "password":
        cast.rep.set_password("a-new-quiet-river")
    else:
        cast.rep.role = "manager"
    cast.rep.save()
    answers = [Client().get(f"/calendar/feed/{typed}.ics") for typed in (secret, "never-was-one")]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_it_is_shown_once_and_only_a_digest_is_kept(sign_in: Any, cast: Cast) -> None:
    made = sign_in("rep").post("/calendar/feed/make/")
    assert (made.status_code, made.headers["Cache-Control"]) == (201, "no-store")
    secret = made.context["address"].rpartition("/")[2].removesuffix(".ics")
    assert made.context["webcal"].startswith("webcal://")
    feed = CalendarFeed.objects.get(user=cast.rep)
    assert secret not in str(vars(feed))
    page = sign_in("rep").get("/calendar/feed/").content.decode()
    assert "nothing has read it yet" in page
    assert secret not in page
    read(Client(), secret)
    assert "last read your visits and tasks" in sign_in("rep").get("/calendar/feed/").content.decode()
    cast.rep.set_password("a-new-quiet-river")
    cast.rep.save()
    assert "ended with your password or role" in sign_in("rep").get("/calendar/feed/").content.decode()


def test_it_is_read_on_the_day_of_its_owner(cast: Cast, time_machine: Any) -> None:
    """Whoever asks, from wherever: a calendar program is nobody."""
    User.objects.filter(pk=cast.rep.pk).update(timezone="Asia/Shanghai")
    secret = calendar_feed_make(actor=cast.rep)
    time_machine.move_to("2026-11-22 17:00:00+00:00", tick=False)
    with timezone.override("America/New_York"):
        calendar_feed_of(secret)
    assert CalendarFeed.objects.get().last_used_on == dt.date(2026, 11, 23)


@pytest.mark.parametrize("wrong", ["x" * 5000, "%00", "..", "a%2Fb"])
def test_a_forged_address_is_none(db: Any, client: Client, wrong: str) -> None:
    assert client.get(f"/calendar/feed/{wrong}.ics").status_code in (400, 404)
    assert client.post(f"/calendar/feed/{wrong}.ics").status_code in (400, 403, 404, 405)


@pytest.mark.parametrize("rows", [1, 20])
def test_it_costs_the_same_at_any_number(
    cast: Cast, client: Client, django_assert_max_num_queries: Any, rows: int
) -> None:
    for number in range(rows):
        account = make_account(cast.rep, f"Ore {number}")
        starts = timezone.now() + dt.timedelta(days=1 + number)
        visit_plan(actor=cast.rep, account=account, starts_at=starts, contacts=[contact_of(account)])
        opportunity(account, name="ore", next_step="Call", next_step_on=clock.today())
    secret = calendar_feed_make(actor=cast.rep)
    read(client, secret)
    with django_assert_max_num_queries(8):
        read(client, secret)


@given(st.text())
def test_no_text_breaks_a_line(text: str) -> None:
    entry = Entry("u", NOW, 30, text, NOW, place=text, text=text)
    file = calendar(text, [entry], made=NOW)
    lines = file.split("\r\n")
    assert all(len(line.encode("utf-8", "surrogatepass")) <= WIDTH for line in lines)
    assert "\n" not in file.replace("\r\n", "")
    whole = file.replace("\r\n ", "").split("\r\n")
    assert [line for line in whole if line.startswith("BEGIN:")] == ["BEGIN:VCALENDAR", "BEGIN:VEVENT"]
    assert whole.count("END:VEVENT") == 1


def test_long_lines_go_on_between_letters() -> None:
    line = "SUMMARY:" + "鋼" * 60
    assert folded(line).replace("\r\n ", "") == line
    assert escaped("a\\b;c,d\r\ne\x07") == "a\\\\b\\;c\\,d\\ne"
