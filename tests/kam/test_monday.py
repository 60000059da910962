"""A manager's Monday: five answers from one page, none of another team, at a cost that does not grow."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from foundation import clock
from pipeline.models import Quota
from tests.cast import Cast, make_account
from tests.pipeline.make import close, opportunity


def give_quota(cast: Cast) -> None:
    day = clock.today()
    Quota.objects.create(
        person=cast.rep, kind="year", starts_on=day.replace(month=1, day=1), ends_on=day.replace(month=12, day=31),
        base=400_000, stretch=500_000, currency="CNY",
    )  # fmt: skip


def test_five_answers_and_no_amount_of_another_team(cast: Cast, sign_in: Any) -> None:
    give_quota(cast)
    account = make_account(cast.rep)
    close(opportunity(account, amount="1000"), "won")
    opportunity(account, amount="700000", opened_on=clock.today() - dt.timedelta(days=90))
    opportunity(make_account(cast.outsider, "Far"), amount="9000000", opened_on=clock.today() - dt.timedelta(days=90))
    monday = sign_in("manager").get("/reports/monday/").context["monday"]
    assert monday.quota.total.won == 1000
    assert (monday.stuck.count, monday.stuck.amount) == (1, Decimal(700000))
    assert [line.subject for line in monday.to_help] == [cast.rep]
    assert monday.to_review.amount == Decimal(700000)
    assert monday.moved.total.end.amount == Decimal(700000)


def test_each_answer_leads_to_its_rows(cast: Cast, sign_in: Any) -> None:
    opportunity(make_account(cast.rep), opened_on=clock.today() - dt.timedelta(days=90))
    client = sign_in("manager")
    context = client.get("/reports/monday/").context
    assert client.get(context["stuck_url"]).context["total"].count == context["monday"].stuck.count == 1
    assert client.get(context["movement_url"]).status_code == 200


@pytest.mark.parametrize("count", [1, 12])
def test_it_costs_the_same_at_any_size(
    cast: Cast, sign_in: Any, django_assert_max_num_queries: Any, count: int
) -> None:
    give_quota(cast)
    for number in range(count):
        opportunity(make_account(cast.rep, f"A{number}"), amount="700000")
    client = sign_in("manager")
    with django_assert_max_num_queries(20):
        client.get("/reports/monday/")
