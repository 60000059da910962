"""A manager's Monday: five answers from one page, none of another team, at a cost that does not grow."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Sequence
from copy import copy
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from foundation import clock
from foundation.sql import analyze
from pipeline.models import Move, Opportunity, Quota
from pipeline.queries import present_questions
from pipeline.rules import cents
from pipeline.services import opportunity_review
from tests.cast import Cast, make_account
from tests.pipeline.make import close, opportunity
from tests.pipeline.test_query_counts import count

PAGE = "/reports/monday/"
LONG_AGO = dt.timedelta(days=90)


def give_quota(cast: Cast) -> None:
    day = clock.today()
    Quota.objects.create(
        person=cast.rep, persons_team=cast.north,
        kind="year", starts_on=day.replace(month=1, day=1), ends_on=day.replace(month=12, day=31),
        base=400_000, stretch=500_000, currency="CNY",
    )  # fmt: skip


@pytest.fixture
def two_teams(cast: Cast) -> Cast:
    """North won 1,000 and has 700,000 stuck; South has 9,000,000 stuck."""
    give_quota(cast)
    account = make_account(cast.rep)
    close(opportunity(account, amount="1000"), "won")
    opportunity(account, amount="700000", opened_on=clock.today() - LONG_AGO)
    opportunity(make_account(cast.outsider, "Far"), amount="9000000", opened_on=clock.today() - LONG_AGO)
    return cast


def test_five_answers(two_teams: Cast, sign_in: Any) -> None:
    monday = sign_in("manager").get(PAGE).context["monday"]
    assert monday.standings.total.won == 1000
    assert (monday.movement.start.amount, monday.movement.end.amount) == (700_000, 700_000)
    assert [(move.line, move.change) for move in monday.moves] == [("won", -1000), ("new", 1000)]
    assert (monday.stuck.count, monday.stuck.worth) == (1, 700_000)
    assert [line.subject for line in monday.to_help] == [two_teams.rep]
    assert (monday.to_review.count, monday.to_review.worth) == (1, 700_000)


@pytest.mark.parametrize("who", ["manager", "rival", "director", "admin"])
def test_every_amount_is_what_sql_says_of_the_readers_teams(two_teams: Cast, sign_in: Any, who: str) -> None:
    monday = sign_in(who).get(PAGE).context["monday"]
    top = {"manager": two_teams.north, "rival": two_teams.south}.get(who, two_teams.hq)
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT COALESCE(SUM(amount_base) FILTER (WHERE status = 'won'), 0),
                      COALESCE(SUM(amount_base) FILTER (WHERE status = 'open'), 0)
               FROM pipeline_opportunity o JOIN teams_team t ON t.id = o.team_id WHERE t.path LIKE %s""",
            [f"{top.path}%"],
        )
        won, still_open = (cents(amount) for amount in cursor.fetchone())
    assert (monday.standings.total.won, monday.movement.end.amount) == (won, still_open)
    assert (monday.stuck.worth, monday.to_review.worth) == (still_open, still_open)
    assert monday.gap == sum(line.missing for line in monday.to_help)


def test_another_teams_deals_stand_nowhere(two_teams: Cast, sign_in: Any) -> None:
    assert "Far" not in sign_in("manager").get(PAGE).content.decode()


def copies(row: Any, number: int = 0, deals: Sequence[Opportunity] = ()) -> list[Any]:
    """Rows like `row`; moves of `deals`."""
    found = [copy(row) for _each in deals or range(number)]
    for place, each in enumerate(found):
        each.pk, each._state.adding = None, True
        if deals:
            each.opportunity = deals[place]
    return found


def rows_of(client: Client, url: str) -> list[Any]:
    return list(client.get(url).context["rows"])


def test_each_answer_leads_to_its_rows(two_teams: Cast, sign_in: Any) -> None:
    client = sign_in("manager")
    context = client.get(PAGE).context
    monday = context["monday"]
    assert [row.amount for row in rows_of(client, context["won_url"])] == [monday.standings.total.won]
    assert rows_of(client, context["stuck_url"]) == monday.stuck.largest
    assert len(rows_of(client, context["review_url"])) == monday.to_review.count == monday.to_review.above
    for name, line in monday.movement.lines.items():
        behind = rows_of(client, f"{context['moved_url']}&line={name}") if line.count else []
        assert (len(behind), sum(row.change for row in behind)) == (line.count, line.amount)
    short = client.get(context["short_url"]).context["saturation"].people
    assert [line.subject for line in short] == [line.subject for line in monday.to_help]


def test_the_file_has_every_answer(two_teams: Cast, sign_in: Any) -> None:
    client = sign_in("manager")
    monday = client.get(PAGE).context["monday"]
    text = client.get(f"{PAGE}export.csv").getvalue().decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text, newline="")))
    assert {line["answer"] for line in lines} == {"quota", "moved", "stuck", "help", "review"}
    first = {line["answer"]: line for line in reversed(lines)}
    assert Decimal(first["quota"]["missing"]) == monday.standings.total.missing
    assert (int(first["stuck"]["count"]), Decimal(first["review"]["amount"])) == (1, 700_000)
    assert "Far" not in text


def test_what_is_reviewed_no_longer_waits(two_teams: Cast, sign_in: Any) -> None:
    client = sign_in("manager")
    waiting = client.get(PAGE).context["monday"].stuck.largest[0]
    opportunity_review(waiting, actor=two_teams.manager, questions=present_questions(), answers={})
    context = client.get(PAGE).context
    assert (context["monday"].to_review.count, rows_of(client, context["review_url"])) == (0, [])


def test_the_largest_to_review_are_listed_also_where_they_are_stuck(two_teams: Cast, sign_in: Any) -> None:
    fresh = opportunity(make_account(two_teams.rep, "Fresh"), amount="600000")
    monday = sign_in("manager").get(PAGE).context["monday"]
    assert (monday.to_review.count, monday.to_review.worth, monday.to_review.above) == (2, 1_300_000, 1)
    assert monday.to_review.largest == [*monday.stuck.largest, fresh]


def test_every_figure_of_the_sentences_is_a_door(two_teams: Cast, sign_in: Any) -> None:
    text = sign_in("manager").get(PAGE).content.decode()
    sentences = re.findall(r"<p>.*?</p>", text) + re.findall(r'<p class="lede">.*?</p>', text)
    assert len(sentences) == 6
    assert not [said for said in sentences if "<strong>" in said]


def test_it_costs_the_same_with_ten_and_with_ten_thousand(cast: Cast, sign_in: Any) -> None:
    client = sign_in("manager")
    give_quota(cast)
    for number in range(10):
        deal = opportunity(make_account(cast.rep, f"A{number}"), amount="700000", opened_on=clock.today() - LONG_AGO)
    few = count(client, PAGE)
    first = deal.moves.get()
    deals = Opportunity.objects.bulk_create(copies(deal, 9_990))
    Move.objects.bulk_create(copies(first, deals=deals))
    analyze(Opportunity, Move)
    assert Opportunity.objects.count() == 10_000
    assert count(client, PAGE) == few <= 20


def test_a_filter_narrows_every_answer_and_goes_along(two_teams: Cast, sign_in: Any) -> None:
    client = sign_in("director")
    context = client.get(f"{PAGE}?team={two_teams.south.pk}").context
    monday = context["monday"]
    assert (monday.stuck.worth, monday.movement.end.amount, monday.to_help) == (9_000_000, 9_000_000, [])
    assert [row.amount for row in rows_of(client, context["stuck_url"])] == [Decimal(9_000_000)]


def test_an_empty_company_is_told_so(cast: Cast, sign_in: Any) -> None:
    text = sign_in("manager").get(PAGE).content.decode()
    assert "Nobody has a" in text
    assert "every deal of this week is reviewed" in text


@pytest.mark.parametrize("query", ["", "?team={team}"])
@pytest.mark.parametrize("count", [1, 12])
def test_it_costs_the_same_at_any_size(
    cast: Cast, sign_in: Any, django_assert_max_num_queries: Any, count: int, query: str
) -> None:
    give_quota(cast)
    for number in range(count):
        opportunity(make_account(cast.rep, f"A{number}"), amount="700000", opened_on=clock.today() - LONG_AGO)
    client = sign_in("manager")
    client.get(PAGE)
    with django_assert_max_num_queries(20):
        client.get(PAGE + query.format(team=cast.north.pk))


def test_the_api_tells_the_same(two_teams: Cast, sign_in: Any, api: Any) -> None:
    told, monday = api("manager").get("/api/v1/monday/").json(), sign_in("manager").get(PAGE).context["monday"]
    assert told["quota"]["total"]["missing"] == str(monday.standings.total.missing)
    assert [(line["kind"], line["name"]) for line in told["quota"]["widest"]] == [("person", "Rep")]
    assert told["moved"]["lines"]["end"] == {"count": 1, "amount": "700000.00"}
    assert [(move["line"], move["change"]) for move in told["moved"]["largest"]] == [
        ("won", "-1000.00"), ("new", "1000.00"),
    ]  # fmt: skip
    assert told["stuck"] | {"largest": []} == {"count": 1, "worth": "700000.00", "above": 0, "largest": []}
    assert told["review"]["above"] == 1
    assert (told["help"]["missing"], [line["name"] for line in told["help"]["people"]]) == (str(monday.gap), ["Rep"])


def test_the_api_narrows_and_refuses_as_the_page_does(two_teams: Cast, api: Any) -> None:
    assert api("rep").get("/api/v1/monday/").status_code == 403
    assert api("manager").get("/api/v1/monday/?century=1").status_code == 400
    told = api("director").get(f"/api/v1/monday/?team={two_teams.south.pk}").json()
    assert told["stuck"]["worth"] == "9000000.00"
