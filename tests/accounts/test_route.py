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
