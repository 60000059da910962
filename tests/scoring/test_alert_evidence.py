"""One alert with what speaks for it: on its page, and in the panel beside the list."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import Visit
from accounts.models.published_profit import PublishedProfit
from foundation import clock
from scoring.models import Alert
from tests.cast import make_account
from tests.scoring.make import book, earners, night
from tests.scoring.test_alert_pages import HTMX, alert_at

PANEL = {**HTMX, "HX-Target": "panel-body"}


@pytest.fixture
def alert(account) -> Alert:
    return alert_at(account, "overdue")


def evidence(client, alert: Alert):
    return client.get(f"/alerts/{alert.pk}/").context["evidence"]


def plan(account, *, days: int) -> Visit:
    at = timezone.now() + dt.timedelta(days=days)
    return Visit.objects.create(
        account=account, by=account.owner, state="planned", starts_at=at, minutes=60, currency="CNY"
    )


def test_a_year_of_orders_stands_beside_how_often_it_usually_orders(sign_in, account, alert):
    today = clock.today()
    for day, revenue in ((today, 10), (clock.add_months(today, -11), 5), (clock.add_months(today, -12), 99)):
        book(account, revenue, date=day)
    book(account, 0, 3, date=today)
    orders = evidence(sign_in("rep"), alert).orders
    assert (orders.days, orders.total, orders.last, orders.usual_days) == (2, Decimal(15), today, 30)
    assert orders.revenue == [Decimal(5), *[Decimal(0)] * 10, Decimal(10)]
    assert (orders.first, orders.until) == (clock.add_months(today, -12) + clock.DAY, today)


def test_the_line_of_the_year_says_what_it_is_its_span_and_its_last_value(sign_in, account, alert):
    book(account, 1234)
    book(account, 777, date=clock.today())
    body = sign_in("rep").get(f"/alerts/{alert.pk}/").content.decode()
    figure = body[body.index("<figure") : body.index("</figure>")]
    assert "Revenue, month by month" in figure
    assert "777" in figure
    for day in (clock.add_months(clock.today(), -12) + clock.DAY, clock.today()):
        assert f'datetime="{day}"' in figure


def test_a_cause_that_is_not_about_buying_has_no_interval(sign_in, account):
    assert evidence(sign_in("rep"), alert_at(account)).orders.usual_days is None


def test_the_profit_at_stake_is_that_of_a_year(sign_in, cast):
    account = earners(cast.rep, 300)[0]
    night()
    alert = alert_at(account, "overdue")
    client = sign_in("rep")
    assert evidence(client, alert).profit == Decimal(300)
    assert "Profit at stake, a year" in client.get(f"/alerts/{alert.pk}/").content.decode()
    PublishedProfit.objects.filter(account=account).update(amount=-5)
    assert "at stake" not in client.get(f"/alerts/{alert.pk}/").content.decode()


def test_before_any_night_the_profit_is_not_known(sign_in, alert):
    client = sign_in("rep")
    assert evidence(client, alert).profit is None
    assert "Not rated" in client.get(f"/alerts/{alert.pk}/").content.decode()


def test_the_other_open_ones_of_the_account_and_the_next_visit(sign_in, cast, account, alert):
    other = alert_at(account)
    alert_at(account, "falling_profit", state="resolved")
    alert_at(make_account(cast.rep, "Another"))
    plan(account, days=9)
    soon = plan(account, days=2)
    found = evidence(sign_in("rep"), alert)
    assert (found.others, found.planned) == ([other], soon)


def test_without_a_visit_one_is_planned_with_one_it_is_logged(sign_in, account, alert):
    client = sign_in("rep")
    assert f"/visits/plan/?account={account.pk}" in client.get(f"/alerts/{alert.pk}/").content.decode()
    plan(account, days=1)
    assert f"/visits/new/?account={account.pk}" in client.get(f"/alerts/{alert.pk}/").content.decode()


def test_the_list_opens_it_in_the_panel(sign_in, alert):
    client = sign_in("rep")
    assert f'hx-get="/alerts/{alert.pk}/" hx-target="#panel-body"' in client.get("/alerts/").content.decode()
    body = client.get(f"/alerts/{alert.pk}/", headers=PANEL).content.decode()
    assert '<h2 id="panel-title">' in body
    assert "<html" not in body


def test_who_acts_goes_on_in_the_panel_and_the_row_looks_again(sign_in, alert):
    client = sign_in("rep")
    answer = client.post(f"/alerts/{alert.pk}/", {"version": 1, "state": "acting"}, headers=PANEL)
    assert f'"alert-{alert.pk}": true' in answer.headers["HX-Trigger"]
    assert 'type="checkbox"' in answer.content.decode()
    assert 'value="acting">' in answer.content.decode()  # to keep it open with another note
    row = client.get(f"/alerts/{alert.pk}/", headers={**HTMX, "HX-Target": f"alert-{alert.pk}"}).content.decode()
    assert row.lstrip().startswith(f'<tr id="alert-{alert.pk}">')
    assert "acting" in row


def test_a_closed_one_closes_the_panel(sign_in, alert):
    answer = sign_in("rep").post(f"/alerts/{alert.pk}/", {"version": 1, "state": "kept", "note": "x"}, headers=PANEL)
    assert (answer.status_code, "panel:close" in answer.headers["HX-Trigger"]) == (204, True)
    assert Alert.objects.values_list("outcome", "note").get() == ("kept", "x")


def test_in_the_panel_a_stale_edit_is_told_and_what_was_typed_is_kept(sign_in, alert):
    Alert.objects.update(version=2, note="called")
    answer = sign_in("rep").post(f"/alerts/{alert.pk}/", {"version": 1, "state": "kept", "note": "mine"}, headers=PANEL)
    body = answer.content.decode()
    assert answer.status_code == 412
    assert "mine" in body
    assert "called" in body


@pytest.mark.parametrize("size", [1, 8])
def test_it_asks_as_much_at_any_size(sign_in, cast, account, alert, size, django_assert_num_queries):
    for number in range(size):
        book(account, 10 + number, date=clock.today() - dt.timedelta(days=20 * number))
        plan(account, days=number + 1)
    for cause in ["cadence", "falling_profit", "no_next_step"][:size]:
        facts = {"since": "2026-01-01", "last_visit": "2026-01-01", "days": 30, "recent": 1, "earlier": 9}
        Alert.objects.create(
            account=account, cause=cause, owner=cast.rep, facts=facts, opened_on=clock.today(), due_on=clock.today()
        )
    client = sign_in("rep")
    client.get(f"/alerts/{alert.pk}/", headers=PANEL)
    with django_assert_num_queries(QUERIES):
        client.get(f"/alerts/{alert.pk}/", headers=PANEL)


QUERIES = 12
