"""Whom to visit next: proposed by the cadence, spread over working days, planned in one go."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Account, Cadence, Visit
from accounts.queries.next_visits import proposed_days
from accounts.services import visits_plan
from tests.cast import make_account

NOW = dt.datetime(2026, 7, 1, 12, 0, tzinfo=dt.UTC)  # a Wednesday
TODAY = NOW.date()
PAGE = "/visits/next/"


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def cadence(db):
    Cadence.objects.update(days=10)


@pytest.fixture
def due(cast, cadence):
    """`due("Name", 3)`: an account of rep that is due in so many days."""

    def make(name: str, days: int, **fields) -> Account:
        account = make_account(cast.rep, name, **fields)
        Account.objects.filter(pk=account.pk).update(last_visit_on=TODAY + dt.timedelta(days=days - 10))
        return account

    return make


def proposed(client, query="") -> list[tuple[str, dt.date]]:
    return [(account.name, on.value()) for account, _, on in client.get(PAGE + query).context["form"].rows]


def test_who_is_due_soon_is_proposed_on_that_day(sign_in, due):
    due("Late", -30)
    due("Soon", 5)
    due("Far", 40)
    assert proposed(sign_in("rep")) == [("Late", dt.date(2026, 7, 2)), ("Soon", dt.date(2026, 7, 6))]


def test_the_best_are_placed_first_and_the_others_after_them(sign_in, due):
    due("Iron", -9, tier="iron")
    due("Platinum", -1, tier="platinum")
    assert proposed(sign_in("rep"), "?a_day=1") == [("Platinum", dt.date(2026, 7, 2)), ("Iron", dt.date(2026, 7, 3))]


def test_who_has_a_visit_ahead_is_not_proposed(sign_in, due, cast):
    account = due("Late", -1)
    Visit.objects.create(account=account, by=cast.rep, starts_at=NOW, state="planned", currency="CNY")
    assert proposed(sign_in("rep")) == []


@pytest.mark.parametrize("who", ["peer", "manager", "outsider"])
def test_one_plans_for_ones_own_accounts(sign_in, due, who):
    due("Late", -1)
    assert proposed(sign_in(who)) == []


def test_the_ticked_ones_are_planned_in_one_go(sign_in, due, cast):
    one, other = due("A", -2), due("B", -1)
    left = due("C", 1)
    client = sign_in("rep")
    typed = {f"on_{row.pk}": "2026-07-03" for row in (one, other, left)}
    ticks = {f"plan_{row.pk}": "on" for row in (one, other)}
    assert client.post(PAGE, typed | ticks).headers["Location"] == "/calendar/"
    planned = Visit.objects.order_by("starts_at").values_list("account", "by", "state", "starts_at__hour")
    assert list(planned) == [(one.pk, cast.rep.pk, "planned", 9), (other.pk, cast.rep.pk, "planned", 11)]
    assert [name for name, _ in proposed(client)] == ["C"]


def test_sent_twice_they_are_planned_once(sign_in, due):
    account = due("A", -2)
    client = sign_in("rep")
    statuses = [
        client.post(PAGE, {f"on_{account.pk}": "2026-07-03", f"plan_{account.pk}": "on"}).status_code for _ in range(2)
    ]
    assert (statuses, Visit.objects.count()) == ([302, 422], 1)


def test_two_who_press_at_once_plan_once(cast, due):
    account = due("A", -2)
    by_rep = visits_plan(actor=cast.rep, plans=[(account, TODAY + dt.timedelta(days=1))])
    by_manager = visits_plan(actor=cast.manager, plans=[(account, TODAY + dt.timedelta(days=2))])
    assert by_rep == by_manager
    assert Visit.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_pressed_twice_at_the_same_moment_it_is_planned_once(cast, due):
    account = due("A", -2)

    def press(_n: int) -> None:
        try:
            visits_plan(actor=cast.rep, plans=[(account, TODAY + dt.timedelta(days=1))])
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(press, range(4)))
    assert Visit.objects.filter(state="planned").count() == 1


def test_a_manager_plans_for_the_team_at_their_hours(sign_in, due, cast):
    account = due("A", -2)
    type(cast.rep).objects.filter(pk=cast.rep.pk).update(timezone="Europe/Berlin")
    client = sign_in("manager")
    assert proposed(client) == []
    assert proposed(client, "?who=team") == [("A", dt.date(2026, 7, 2))]
    client.post(PAGE + "?who=team", {f"on_{account.pk}": "2026-07-02", f"plan_{account.pk}": "on"})
    visit = Visit.objects.get()
    assert (visit.by, visit.starts_at) == (cast.rep, dt.datetime(2026, 7, 2, 7, tzinfo=dt.UTC))
    assert proposed(sign_in("outsider"), "?who=team") == []


def test_further_ahead_more_fall_due(sign_in, due):
    due("Far", 40)
    assert proposed(sign_in("rep"), "?weeks=6") == [("Far", dt.date(2026, 8, 10))]


def test_an_hour_that_is_taken_stays_taken(due, cast):
    taken = due("Taken", 30)
    Visit.objects.create(
        account=taken, by=cast.rep, starts_at=NOW.replace(day=2, hour=9), state="planned", currency="CNY"
    )
    (visit,) = visits_plan(actor=cast.rep, plans=[(due("A", -2), dt.date(2026, 7, 2))])
    assert visit.starts_at.hour == 11


def test_the_api_proposes_and_plans_the_same(api, due):
    account = due("A", -2)
    client = api("rep")
    (told,) = client.get("/api/v1/next-visits/?a_day=2&weeks=4").json()["proposals"]
    assert (told["account"], told["on"], told["due_on"]) == (account.pk, "2026-07-02", "2026-06-29")
    body = {"plans": [{"account": account.pk, "on": told["on"]}]}
    first, again = (client.post("/api/v1/next-visits/", body, format="json") for _ in range(2))
    assert (first.status_code, again.status_code, Visit.objects.count()) == (201, 201, 1)
    assert first.json()[0]["id"] == again.json()[0]["id"]
    assert client.get("/api/v1/next-visits/").json() == {"proposals": [], "has_more": False}


@pytest.mark.parametrize("query", ["?a_day=9", "?weeks=0", "?who=x", "?other=1"])
def test_the_api_refuses_what_it_does_not_know(api, query):
    assert api("rep").get("/api/v1/next-visits/" + query).status_code == 400


def test_the_account_page_offers_the_next_by_cadence(sign_in, due):
    account = due("A", 5)
    answer = sign_in("rep").get(account.get_absolute_url()).content.decode()
    assert f"/visits/plan/?account={account.pk}&amp;on=2026-07-06" in answer


def test_a_day_that_is_over_plans_nothing(sign_in, due):
    one, other = due("A", -2), due("B", -1)
    typed = {f"plan_{one.pk}": "on", f"plan_{other.pk}": "on"}
    days = {f"on_{one.pk}": "2026-07-03", f"on_{other.pk}": "2026-06-01"}
    answer = sign_in("rep").post(PAGE, typed | days)
    assert (answer.status_code, Visit.objects.count()) == (422, 0)
    assert "This day is over." in answer.content.decode()


@pytest.mark.parametrize("query", ["?a_day=0", "?a_day=9", "?a_day=x", "?other=1", "?weeks=9", "?who=all"])
def test_what_is_no_number_of_visits_is_refused(sign_in, query):
    assert sign_in("rep").get(PAGE + query).status_code == 400


def test_as_many_queries_for_twenty_as_for_one(sign_in, due, django_assert_max_num_queries):
    for n in range(20):
        due(str(n), -n)
    client = sign_in("rep")
    with django_assert_max_num_queries(12):
        client.get(PAGE)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    dues=st.lists(st.integers(-40, 14).map(lambda n: TODAY + dt.timedelta(days=n)), max_size=20),
    taken=st.dictionaries(st.integers(1, 20).map(lambda n: TODAY + dt.timedelta(days=n)), st.integers(0, 5)),
    a_day=st.integers(1, 8),
)
def test_no_day_is_a_weekend_too_early_or_too_full(dues, taken, a_day):
    days = proposed_days(dues, TODAY, taken, a_day)
    assert len(days) == len(dues)
    assert all(day > TODAY and day >= due and day.weekday() < 5 for day, due in zip(days, dues, strict=True))
    assert all(count + taken.get(day, 0) <= a_day for day, count in Counter(days).items())
