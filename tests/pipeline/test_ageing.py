"""Ageing: days in stage against what won ones needed there; what the page calls stuck is what lists call stuck."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from foundation import clock
from pipeline.models import Opportunity, Stage, StageNorm
from pipeline.queries.flags import flagged
from tests.cast import ROLES, make_account
from tests.pipeline import sight
from tests.pipeline.make import close, move, opportunity

PAGE = "/reports/ageing/"
PEOPLE = [name for name in ROLES if name != "integration"]


def days_ago(days: int) -> dt.date:
    return clock.today() - dt.timedelta(days=days)


@pytest.fixture
def normal(db):
    """In the first stage half of forty won ones needed 10 days, three of four 20."""
    first = Stage.objects.order_by("position")[0]
    StageNorm.objects.update_or_create(
        stage=first,
        defaults={"stays": 40, "median_days": 10, "upper_days": 20, "counted_at": timezone.now()},
    )
    return first


def test_each_stage_is_held_against_its_own_won_ones(cast, account, normal, sign_in):
    for days, amount in [(5, "100"), (15, "200"), (21, "400"), (60, "800")]:
        opportunity(account, amount=amount, opened_on=days_ago(days))
    line = sign_in("manager").get(PAGE).context["ageing"].stages[0]
    assert (line.normal.median, line.normal.limit, line.normal.stays) == (10, 20, 40)
    assert (line.age.count, line.age.amount) == (4, 1500)
    assert (line.age.stuck_count, line.age.stuck_amount) == (2, 1200)
    assert (line.age.median, line.age.oldest) == (18, 60)


def test_the_longest_come_first_with_what_is_normal(cast, account, normal, sign_in):
    young, old = (opportunity(account, opened_on=days_ago(days)) for days in (30, 90))
    longest = sign_in("manager").get(PAGE).context["ageing"].longest
    assert [(deal, limit.limit) for deal, limit in longest] == [(old, 20), (young, 20)]


def test_won_ones_that_make_it_normal_are_a_list(cast, account, normal, sign_in):
    won = close(move(opportunity(account, opened_on=days_ago(30)), "prospect"), "won")
    client = sign_in("manager")
    assert list(client.get(client.get(PAGE).context["stages"][0].won_url).context["rows"]) == [won]


def test_every_figure_leads_to_as_many_rows(cast, account, normal, sign_in):
    for days in (5, 30, 90):
        opportunity(account, opened_on=days_ago(days))
    opportunity(make_account(cast.outsider, "Far"), opened_on=days_ago(90))
    client = sign_in("director")
    context = client.get(PAGE).context
    for row in [context["total"], *context["stages"], *context["teams"], *context["owners"]]:
        assert len(client.get(row.open_url).context["rows"]) == row.age.count
        stuck = client.get(row.stuck_url).context["rows"]
        assert (len(stuck), sum(deal.amount_base for deal in stuck)) == (row.age.stuck_count, row.age.stuck_amount)


@pytest.mark.parametrize("who", PEOPLE)
def test_it_has_the_readers_rows_alone(company, sign_in, who):
    total = sign_in(who).get(PAGE).context["ageing"].total
    rows = Opportunity.objects.filter(pk__in=[row[0] for row in sight.own(company, who)], status="open")
    assert (total.count, total.amount) == (len(rows), sum((row.amount_base for row in rows), Decimal(0)))
    assert total.stuck_count == flagged(rows, "stuck", clock.today()).count()


def test_the_parts_add_up_to_the_whole(company, sign_in):
    found = sign_in("director").get(PAGE).context["ageing"]
    for lines in (found.stages, found.teams, found.owners):
        assert sum(line.age.count for line in lines) == found.total.count
        assert sum(line.age.stuck_amount for line in lines) == found.total.stuck_amount


def test_closed_and_archived_ones_do_not_age(cast, account, sign_in):
    assert sign_in("manager").get(PAGE).context["ageing"].total.count == 0
    assert "No open opportunity matches" in sign_in("manager").get(PAGE).content.decode()


@pytest.mark.parametrize("count", [1, 12])
def test_it_costs_the_same_at_any_size(cast, account, sign_in, django_assert_max_num_queries, count):
    for _number in range(count):
        opportunity(account, opened_on=days_ago(90))
    client = sign_in("manager")
    client.get(PAGE)
    with django_assert_max_num_queries(16):
        client.get(PAGE)


def test_the_api_tells_the_same(cast, account, normal, api):
    for days in (5, 30):
        opportunity(account, amount="100", opened_on=days_ago(days))
    told = api("manager").get("/api/v1/ageing/").json()
    [first] = [line for line in told["stages"] if line["stage"] == normal.key]
    assert (first["limit"], first["won_median"], first["age"]["stuck_count"]) == (20, 10.0, 1)
    assert (told["total"]["stuck_amount"], len(told["longest"])) == ("100.00", 1)


def test_the_api_tells_nothing_of_another_team(cast, account, normal, api):
    opportunity(account, opened_on=days_ago(30))
    assert api("rival").get("/api/v1/ageing/").json()["total"]["count"] == 0
