"""Won and lost by reason and competitor: figures that agree with their rows, and nobody else's."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from foundation import clock
from pipeline.models import Competitor, Opportunity, Rival
from pipeline.queries.win_loss import win_loss
from tests.cast import Cast, make_account
from tests.pipeline.make import close, opportunity


@pytest.fixture
def decided(cast: Cast) -> Competitor:
    """Two lost by price against Norvik (700), one won by price (100), one of South won (9,000)."""
    account, norvik = make_account(cast.rep), Competitor.objects.create(name="Norvik")
    for amount in ("300", "400"):
        row = opportunity(account, amount=amount)
        Rival.objects.create(opportunity=row, competitor=norvik)
        close(row, "lost")
    close(opportunity(account, amount="100"), "won")
    close(opportunity(make_account(cast.outsider, "Far"), amount="9000"), "won", reason="value")
    return norvik


def test_reasons_and_competitors_are_counted_and_summed(cast: Cast, decided: Competitor) -> None:
    found = win_loss(Opportunity.objects.visible_to(cast.manager).live())
    [price] = found.reasons
    assert (price.lost.count, price.lost.amount, price.won.count) == (2, 700, 1)
    [norvik] = found.competitors
    assert (norvik.label, norvik.lost.amount, norvik.win_rate) == ("Norvik", 700, 0)
    assert found.worst == price


def test_the_company_sees_more_than_the_team(cast: Cast, decided: Competitor) -> None:
    found = win_loss(Opportunity.objects.visible_to(cast.director).live())
    assert (found.total.won.amount, found.total.lost.amount) == (9100, 700)


def test_the_total_is_rounded_once(cast: Cast, account: Any) -> None:
    for reason in ("price", "value", "relationship"):
        close(opportunity(account, amount="1"), "won", reason=reason)
    Opportunity.objects.update(rate=Decimal("1.004"))
    assert win_loss(Opportunity.objects.all()).total.won.amount == Decimal("3.01")


def test_every_figure_leads_to_as_many_rows(cast: Cast, decided: Competitor, sign_in: Any) -> None:
    client = sign_in("manager")
    context = client.get("/reports/win-loss/?closed=quarter").context
    for row in [context["total"], *context["reasons"]]:
        for url, part in ((row.won_url, row.line.won), (row.lost_url, row.line.lost)):
            assert client.get(url).context["total"].count == part.count


def test_nothing_decided_is_said_in_words(cast: Cast, sign_in: Any) -> None:
    assert "Nothing was decided" in sign_in("rep").get("/reports/win-loss/").content.decode()


def test_an_unknown_period_is_told_at_its_field(cast: Cast, sign_in: Any) -> None:
    assert sign_in("rep").get("/reports/win-loss/?closed=century").status_code == 200
    assert sign_in("rep").get("/reports/win-loss/?century=1").status_code == 400


def decided_days_ago(account: Any, *days: int) -> None:
    for ago in days:
        day = clock.today() - dt.timedelta(days=ago)
        close(opportunity(account, opened_on=day - dt.timedelta(days=10)), "won", closed_on=day)


def test_a_record_of_less_than_a_year_says_since_when_it_is_one(cast: Cast, account: Any, sign_in: Any) -> None:
    decided_days_ago(account, 40, 3)
    response = sign_in("manager").get("/reports/win-loss/")
    assert response.context["begins_on"] == clock.today() - dt.timedelta(days=40)
    assert "the first on record" in response.content.decode()
    assert sign_in("manager").get("/reports/funnel/").context["begins_on"] == clock.today() - dt.timedelta(days=40)


def test_a_record_of_more_than_a_year_says_the_last_twelve_months(cast: Cast, account: Any, sign_in: Any) -> None:
    decided_days_ago(account, 400, 3)
    response = sign_in("manager").get("/reports/win-loss/")
    assert response.context["begins_on"] is None
    assert "In the last 12 months" in response.content.decode()
    assert sign_in("manager").get("/reports/funnel/").context["begins_on"] is None


def test_the_api_tells_the_same(cast: Cast, decided: Competitor, api: Any) -> None:
    told = api("manager").get("/api/v1/win-loss/").json()
    assert told["total"]["lost"] == {"count": 2, "amount": "700.00"}
    assert [(line["name"], line["lost"]["count"]) for line in told["competitors"]] == [("Norvik", 2)]
    assert (told["within"], told["begins_on"]) == ("year", str(clock.today()))
    [norvik] = api("manager").get("/api/v1/against-whom/").json()["competitors"]
    assert (norvik["lost"], norvik["win_rate"]) == (2, "0.0000")


def test_the_api_refuses_a_period_that_is_none(cast: Cast, api: Any) -> None:
    assert api("manager").get("/api/v1/win-loss/?closed=century").status_code == 400


def test_all_time_is_a_period(cast: Cast, account: Any, sign_in: Any) -> None:
    decided_days_ago(account, 900, 400, 3)
    response = sign_in("manager").get("/reports/win-loss/?closed=ever")
    assert response.context["found"].total.count == 3
    assert response.context["begins_on"] == clock.today() - dt.timedelta(days=900)
    door = sign_in("manager").get(response.context["total"].won_url)
    assert door.context["total"].count == 3
