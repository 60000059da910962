"""Logging, planning and mending visits by forms; the calendar of plans."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
import time_machine
from django.utils import timezone

from accounts import services
from accounts.models import Visit
from foundation import clock
from tests.cast import make_account

from .make import contact_of

NOW = dt.datetime(2026, 3, 10, 12, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOW, tick=False):
        yield


def report(**fields) -> dict:
    """What the form sends when nothing but channel and outcome was touched."""
    return {
        "client_id": str(uuid.uuid4()), "channel": "in_person", "outcome": "steady", "starts_at": "2026-03-10T12:00",
        "minutes": "30", "next_step_in": "7", "currency": "CNY", **fields,
    }  # fmt: skip


def test_the_form_guesses(sign_in, account):
    form = sign_in("rep").get(f"/visits/new/?account={account.pk}").context["form"]
    assert (form["minutes"].value(), form["channel"].value(), form["next_step_in"].value()) == (30, "in_person", "7")
    assert form["starts_at"].value() == NOW.replace(tzinfo=None)


def test_four_taps_log_a_visit(sign_in, cast, account):
    contact = contact_of(account)
    answer = sign_in("rep").post(f"/visits/new/?account={account.pk}", report(contacts=[contact.pk]))
    visit = Visit.objects.get()
    assert answer.headers["Location"] == f"/accounts/{account.pk}/"
    assert (visit.by, visit.next_step_on, list(visit.contacts.all())) == (cast.rep, None, [contact])


def test_the_chip_is_the_date_of_the_next_step(sign_in, account):
    sign_in("rep").post(f"/visits/new/?account={account.pk}", report(next_step="Call", next_step_in="3"))
    assert Visit.objects.get().next_step_on == dt.date(2026, 3, 13)


def test_a_typed_date_beats_the_chip(sign_in, account):
    typed = report(next_step="Call", next_step_on="2026-05-01")
    sign_in("rep").post(f"/visits/new/?account={account.pk}", typed)
    assert Visit.objects.get().next_step_on == dt.date(2026, 5, 1)


def test_sent_twice_it_is_one_visit(sign_in, account):
    sent, client = report(), sign_in("rep")
    for _ in range(2):
        assert client.post(f"/visits/new/?account={account.pk}", sent).status_code == 302
    assert Visit.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"outcome": ""}, "outcome"),
        ({"starts_at": "2026-03-10T12:30"}, "starts_at"),
        ({"starts_at": "soon"}, "starts_at"),
        ({"minutes": "1441"}, "minutes"),
        ({"next_step_on": "2026-05-01"}, "next_step"),
        ({"expenses": "1.005"}, "expenses"),
        ({"expenses": "NaN"}, "expenses"),
        ({"expenses": "5", "currency": "USD"}, "currency"),
        ({"client_id": "x"}, "client_id"),
        ({"channel": "pigeon"}, "channel"),
        ({"contacts": ["999999"]}, "contacts"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_stays(sign_in, account, fields, wrong):
    answer = sign_in("rep").post(f"/visits/new/?account={account.pk}", report(summary="Kept", **fields))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [wrong])
    assert "Kept" in answer.content.decode()
    assert not Visit.objects.exists()


def test_full_width_digits_are_understood(sign_in, account):
    sign_in("rep").post(f"/visits/new/?account={account.pk}", report(minutes="４５", expenses="１２.５"))
    assert (Visit.objects.get().minutes, str(Visit.objects.get().expenses)) == (45, "12.50")


def test_earlier_promises_are_ticked_off_on_the_way(sign_in, cast, account):
    promise = services.visit_log(actor=cast.rep, account=account, next_step="Offer", next_step_on=clock.today())
    sign_in("rep").post(f"/visits/new/?account={account.pk}", report(closes=[promise.pk]))
    promise.refresh_from_db()
    assert promise.next_step_done_at


def test_the_choice_offers_who_waits_for_a_visit(sign_in, cast, account):
    with time_machine.travel(NOW + dt.timedelta(days=200), tick=False):
        assert list(sign_in("rep").get("/visits/new/").context["waiting"]) == [account]


def test_without_an_account_one_is_chosen(sign_in, cast, account, foreign):
    services.visit_log(actor=cast.rep, account=account)
    planned = make_account(cast.rep, "Planned for today")
    services.visit_plan(actor=cast.rep, account=planned, starts_at=NOW)
    client = sign_in("rep")
    body = client.get("/visits/new/").content.decode()
    assert account.name in body
    assert planned.name in body
    found = client.get("/visits/new/?q=bjgt", headers={"HX-Request": "true"}).content.decode()
    assert f"/visits/new/?account={account.pk}" in found
    assert "<html" not in found
    assert foreign.name not in client.get("/visits/new/?q=shhg").content.decode()


@pytest.mark.parametrize("number", ["x", "-1", "999999", "9" * 30, "%00"])
def test_no_such_account(sign_in, cast, number):
    assert sign_in("rep").get(f"/visits/new/?account={number}").status_code in {400, 404}


def test_a_plan_is_made_and_then_reported(sign_in, cast, account):
    client = sign_in("rep")
    plan = {"client_id": str(uuid.uuid4()), "channel": "phone", "starts_at": "2026-03-11T10:00", "minutes": "60"}
    assert client.post(f"/visits/plan/?account={account.pk}", {**plan, "purpose": "Prices"}).status_code == 302
    visit = Visit.objects.get()
    assert visit.state == "planned"
    with time_machine.travel(NOW + dt.timedelta(days=2), tick=False):
        client = sign_in("rep")
        form = client.get(f"/visits/{visit.pk}/log/").context["form"]
        assert (form["channel"].value(), form["purpose"].value()) == ("phone", "Prices")
        sent = {**report(), "starts_at": "2026-03-11T10:05", "version": 1}
        assert client.post(f"/visits/{visit.pk}/log/", sent).status_code == 302
    visit.refresh_from_db()
    assert (visit.state, visit.starts_at) == ("logged", dt.datetime(2026, 3, 11, 10, 5, tzinfo=dt.UTC))


def test_reporting_a_plan_that_somebody_changed_shows_both(sign_in, cast, account):
    visit = services.visit_plan(actor=cast.rep, account=account, starts_at=NOW)
    services.visit_update(visit, actor=cast.manager, version=1, purpose="Their purpose")
    answer = sign_in("rep").post(f"/visits/{visit.pk}/log/", {**report(purpose="Mine"), "version": 1})
    assert answer.status_code == 412
    assert "Mine" in answer.content.decode()
    assert "Their purpose" in answer.content.decode()


def test_a_visit_beside_its_plan_is_led_to_the_plan(sign_in, cast, account):
    rep, other = sign_in("rep"), make_account(cast.rep, "Other")
    plan = services.visit_plan(actor=cast.rep, account=account, starts_at=timezone.now() + dt.timedelta(seconds=5))
    services.visit_plan(actor=cast.rep, account=other, starts_at=timezone.now() + dt.timedelta(days=2))
    assert f"/visits/{plan.pk}/log/" in rep.get(f"/visits/new/?account={account.pk}").content.decode()
    assert "not logged yet" not in rep.get(f"/visits/new/?account={other.pk}").content.decode()


def test_a_plan_for_yesterday_is_refused(sign_in, account):
    plan = {"client_id": str(uuid.uuid4()), "channel": "phone", "starts_at": "2026-03-09T10:00", "minutes": "60"}
    answer = sign_in("rep").post(f"/visits/plan/?account={account.pk}", plan)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["starts_at"])


def test_an_edit_keeps_the_moment_to_the_second(sign_in, cast, account):
    at = NOW - dt.timedelta(minutes=5, seconds=17)
    visit = services.visit_log(actor=cast.rep, account=account, starts_at=at, outcome="steady")
    client = sign_in("rep")
    form = client.get(f"/visits/{visit.pk}/edit/").context["form"]
    shown = form["starts_at"].value().strftime("%Y-%m-%dT%H:%M")
    sent = {"version": 1, "channel": "phone", "outcome": "steady", "starts_at": shown, "minutes": 30, "expenses": 0,
            "currency": "CNY"}  # fmt: skip
    assert client.post(f"/visits/{visit.pk}/edit/", sent).status_code == 302
    visit.refresh_from_db()
    assert (visit.channel, visit.starts_at) == ("phone", at)


def test_a_cancelled_visit_stays_on_record(sign_in, cast, account):
    visit = services.visit_log(actor=cast.rep, account=account)
    client = sign_in("rep")
    client.post(f"/visits/{visit.pk}/cancel/", {"version": 1})
    assert "stays on record" in client.get(f"/visits/{visit.pk}/edit/").content.decode()


@pytest.mark.parametrize(
    ("target", "where"),
    [
        ("/calendar/", "/calendar/"),
        ("https://evil.example/", None),
        ("//evil.example", None),
        ("/\\evil.example", None),
    ],
)
def test_a_tick_leads_back_and_nowhere_else(sign_in, cast, account, target, where):
    visit = services.visit_log(actor=cast.rep, account=account, next_step="Call", next_step_on=clock.today())
    answer = sign_in("rep").post(f"/visits/{visit.pk}/step-done/", {"next": target})
    assert answer.headers["Location"] == (where or f"/accounts/{account.pk}/")
    visit.refresh_from_db()
    assert visit.next_step_done_at


def test_a_tick_is_taken_back(sign_in, cast, account):
    visit = services.visit_log(actor=cast.rep, account=account, next_step="Call", next_step_on=clock.today())
    client = sign_in("rep")
    client.post(f"/visits/{visit.pk}/step-done/")
    client.post(f"/visits/{visit.pk}/step-done/", {"reopen": "1"})
    visit.refresh_from_db()
    assert visit.has_open_step


def test_the_calendar_shows_the_months_plans(sign_in, cast, account):
    services.visit_plan(actor=cast.rep, account=account, starts_at=NOW + dt.timedelta(days=30))
    client = sign_in("rep")
    assert account.name not in client.get("/calendar/").content.decode()
    assert account.name in client.get("/calendar/?month=2026-04").content.decode()


def test_the_calendar_begins_with_this_week(sign_in, cast):
    shown = sign_in("rep").get("/calendar/").context["days"]
    assert (shown[0].date, shown[-1].date) == (dt.date(2026, 3, 9), dt.date(2026, 4, 5))


def test_a_day_of_the_calendar_is_the_readers(sign_in, cast, account):
    late = dt.datetime(2026, 3, 31, 20, 0, tzinfo=dt.UTC)
    services.visit_plan(actor=cast.rep, account=account, starts_at=late)
    days = {day.date: day.visits for day in sign_in("rep").get("/calendar/?month=2026-04").context["days"]}
    assert days[dt.date(2026, 3, 31)]
    cast.rep.timezone = "Asia/Shanghai"
    cast.rep.save()
    days = {day.date: day.visits for day in sign_in("rep").get("/calendar/?month=2026-04").context["days"]}
    assert days[dt.date(2026, 4, 1)]


@pytest.mark.parametrize("query", ["month=2026-13", "month=x", "month=1999-01", "month=２０２６-01", "who=everybody"])
def test_no_such_calendar(sign_in, cast, query):
    assert sign_in("rep").get(f"/calendar/?{query}").status_code == 400


def test_the_calendar_of_the_team_names_who_goes(sign_in, cast, account):
    services.visit_plan(actor=cast.rep, account=account, starts_at=NOW)
    client = sign_in("manager")
    assert account.name not in client.get("/calendar/?who=own").content.decode()
    body = client.get("/calendar/").content.decode()
    assert account.name in body
    assert '<bdi class="sr-only">Rep</bdi>' in body


def test_whom_a_visit_was_planned_with_stays_though_archived_since(sign_in, cast, account):
    contact = contact_of(account)
    plan = services.visit_plan(actor=cast.rep, account=account, starts_at=NOW, contacts=[contact])
    services.contact_archive(contact, actor=cast.rep, version=contact.version)
    client = sign_in("rep")
    client.post(f"/visits/{plan.pk}/log/", report(contacts=[contact.pk], version=str(plan.version)))
    assert list(Visit.objects.get(state="logged").contacts.all()) == [contact]
