"""The day's planned visits in their order, with what leads there."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from accounts.models import Visit
from tests.cast import make_account

NOW = dt.datetime(2026, 7, 1, 12, 0, tzinfo=dt.UTC)
PAGE = "/visits/route/"


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOW, tick=False):
        yield


def plan(account, hour, *, day=1, by=None, **fields) -> Visit:
    moment = dt.datetime(2026, 7, day, hour, tzinfo=dt.UTC)
    fields = {"state": "planned", "currency": "CNY", "by": by or account.owner, "starts_at": moment, **fields}
    return Visit.objects.create(account=account, **fields)


def shown(client, query="") -> list[Visit]:
    return client.get(PAGE + query).context["visits"]


def test_visits_of_the_day_in_their_order(sign_in, cast, account):
    late, early = plan(account, 15), plan(make_account(cast.rep, "B"), 9)
    plan(account, 9, day=2)
    plan(account, 10, state="cancelled")
    assert shown(sign_in("rep")) == [early, late]


def test_another_day(sign_in, account):
    tomorrow = plan(account, 9, day=2)
    assert shown(sign_in("rep"), "?on=2026-07-02") == [tomorrow]


@pytest.mark.parametrize("who", ["manager", "peer", "outsider"])
def test_ones_own_visits_alone(sign_in, account, who):
    plan(account, 9)
    assert shown(sign_in(who)) == []


def test_the_address_opens_the_map_and_a_missing_one_is_told(sign_in, cast):
    plan(make_account(cast.rep, "A", address="上海市 Road 5 & 6", phone="+86 21 5555"), 9)
    plan(make_account(cast.rep, "B"), 10)
    page = sign_in("rep").get(PAGE).content.decode()
    assert "geo:0,0?q=%E4%B8%8A%E6%B5%B7%E5%B8%82%20Road%205%20%26%206" in page
    assert 'href="tel:+86%2021%205555"' in page
    assert "<strong>1</strong> has no address." in page


@pytest.mark.parametrize("query", ["?on=x", "?on=2026-02-31", "?on=0001-01-01", "?day=2026-07-01"])
def test_what_is_no_day_is_refused(sign_in, query):
    assert sign_in("rep").get(PAGE + query).status_code == 400


def test_as_many_queries_for_ten_visits_as_for_one(sign_in, cast, django_assert_max_num_queries):
    for hour in range(8, 18):
        plan(make_account(cast.rep, str(hour)), hour)
    client = sign_in("rep")
    with django_assert_max_num_queries(12):
        client.get(PAGE)


def test_a_visit_is_moved_and_the_times_stay(sign_in, cast, account):
    first, second, third = (
        plan(account, 15),
        plan(make_account(cast.rep, "B"), 17),
        plan(make_account(cast.rep, "C"), 19),
    )
    client = sign_in("rep")
    assert first.pk
    assert "route-order" in client.get(PAGE).content.decode()
    order = ",".join(str(visit.pk) for visit in (third, first, second))
    answer = client.post(PAGE + "order/", {"on": "2026-07-01", "order": order})
    assert answer.headers["Location"] == "/visits/route/?on=2026-07-01"
    assert [(visit.pk, visit.starts_at.hour) for visit in shown(client)] == [
        (third.pk, 15), (first.pk, 17), (second.pk, 19)
    ]  # fmt: skip


def test_the_arrows_say_the_order_they_make(sign_in, cast, account):
    a, b = plan(account, 15), plan(make_account(cast.rep, "B"), 15)
    client = sign_in("rep")
    (up, down), (other_up, other_down) = (visit.stop for visit in shown(client))
    assert (up, other_down, down, other_up) == ("", "", f"{b.pk},{a.pk}", f"{b.pk},{a.pk}")
    client.post(PAGE + "order/", {"on": "2026-07-01", "order": down})
    assert shown(client) == [b, a]


@pytest.mark.parametrize("order", ["{a}", "{a},{a}", "{a},{b},{b}", "{a},999999"])
def test_visits_that_are_others_by_now_are_left_alone(sign_in, cast, account, order):
    a, b = plan(account, 15), plan(make_account(cast.rep, "B"), 17)
    client = sign_in("rep")
    client.post(PAGE + "order/", {"on": "2026-07-01", "order": order.format(a=a.pk, b=b.pk)})
    assert shown(client) == [a, b]


def test_no_order_at_all_is_refused(sign_in):
    assert sign_in("rep").post(PAGE + "order/", {"on": "2026-07-01", "order": "x"}).status_code == 400


def test_the_api_tells_and_orders_a_day(api, cast, account):
    a, b = plan(account, 15), plan(make_account(cast.rep, "B", address="1 Main St"), 17)
    client = api("rep")
    told = client.get("/api/v1/route/?on=2026-07-01").json()
    assert [row["id"] for row in told["visits"]] == [a.pk, b.pk]
    assert told["visits"][1]["address"] == "1 Main St"
    body = {"on": "2026-07-01", "order": [b.pk, a.pk]}
    once = {"Idempotency-Key": "once"}
    first, again = (client.post("/api/v1/route/", body, format="json", headers=once) for _ in range(2))
    assert [row["id"] for row in first.json()["visits"]] == [b.pk, a.pk]
    assert (again.content, again["Idempotent-Replayed"]) == (first.content, "true")
    assert api("manager").get("/api/v1/route/?on=2026-07-01").json()["visits"] == []
    assert api("manager").post("/api/v1/route/", body, format="json").status_code == 400
    assert client.get("/api/v1/route/?on=x").status_code == 400


def test_the_arrow_that_was_pressed_has_the_focus_again(sign_in, cast, account):
    a, b = plan(account, 15), plan(make_account(cast.rep, "B"), 17)
    client = sign_in("rep")
    answer = client.post(PAGE + f"order/?moved={a.pk}&way=later", {"on": "2026-07-01", "order": f"{b.pk},{a.pk}"})
    page = client.get(answer.headers["Location"])
    assert [visit.focus for visit in page.context["visits"]] == ["", "earlier"]
    assert page.content.decode().count("autofocus") == 1
