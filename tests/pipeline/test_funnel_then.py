"""The funnel as it stood on a day, from the moves; and what went on through it within days."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db.models import F

from foundation import clock
from pipeline.models import Move, Opportunity
from pipeline.services import opportunity_update
from pipeline.services.history import rewriting
from tests.pipeline.make import DAY, close, move, opportunity

TODAY, BEFORE = clock.today(), clock.today() - 20 * DAY
PAGE = "/reports/funnel/then/"


def some_time_passes() -> None:
    """Everything happened thirty days earlier."""
    rewriting()
    Move.objects.update(at=F("at") - 30 * DAY)
    Opportunity.objects.update(opened_on=F("opened_on") - 30 * DAY, closed_on=F("closed_on") - 30 * DAY)


@pytest.fixture
def deals(account: Any) -> dict[str, Opportunity]:
    """Three of long ago; since then one is worth more and went on, one was won; a fourth is new."""
    rows = {name: opportunity(account, amount="100", name=name) for name in ("grows", "wins", "stays")}
    some_time_passes()
    rows = {name: Opportunity.objects.get(pk=row.pk) for name, row in rows.items()}
    grown = opportunity_update(rows["grows"], actor=account.owner, version=rows["grows"].version, amount=Decimal(900))
    rows["grows"] = move(grown, "upside")
    rows["wins"] = close(rows["wins"], "won")
    opportunity(account, amount="7", name="fresh")
    return rows


def stood(context: Any) -> dict[str, tuple[int, Decimal]]:
    return {line.stage.key: (line.open.count, line.open.amount) for line in context["then"].stages if line.open.count}


def test_it_stood_as_the_moves_of_then_say(deals: Any, sign_in: Any) -> None:
    client = sign_in("manager")
    assert stood(client.get(f"{PAGE}?until={BEFORE}").context) == {"leads": (3, 300)}
    assert stood(client.get(f"{PAGE}?until={TODAY}").context) == {"leads": (2, 107), "upside": (1, 900)}
    assert not stood(client.get(f"{PAGE}?until={BEFORE - 40 * DAY}").context)


def test_it_is_weighted_by_the_probabilities_of_today(deals: Any, sign_in: Any) -> None:
    assert sign_in("manager").get(f"{PAGE}?until={BEFORE}").context["then"].total.weighted == 30


def test_conversion_is_that_of_the_days(deals: Any, sign_in: Any) -> None:
    def told(since: Any, until: Any) -> Any:
        stages = sign_in("manager").get(f"{PAGE}?since={since}&until={until}").context["then"].stages
        return next((line.gone.passed, line.gone.lost, line.gone.conversion) for line in stages)

    assert told(BEFORE, TODAY) == (2, 0, 1)
    assert told(BEFORE - DAY, BEFORE) == (0, 0, None)
    close(deals["stays"], "lost")
    assert told(BEFORE, TODAY) == (2, 1, Decimal(2) / 3)


def test_a_move_back_is_no_going_on(account: Any, sign_in: Any) -> None:
    move(move(opportunity(account), "upside"), "prospect")
    stages = sign_in("manager").get(f"{PAGE}?until={TODAY}").context["then"].stages
    told = {line.stage.key: (line.gone.passed, line.gone.conversion) for line in stages}
    assert (told["leads"], told["upside"]) == ((1, 1), (0, None))


def test_each_stage_leads_to_what_stood_there_then(deals: Any, sign_in: Any) -> None:
    client = sign_in("manager")
    for day, many in ((BEFORE, 3), (TODAY, 2)):
        chart = client.get(f"{PAGE}?until={day}").context["chart"]
        rows = client.get(chart[0]["url"]).context["rows"]
        assert (len(rows), sum(row.change for row in rows)) == (many, chart[0]["amount"])


@pytest.mark.parametrize("bad", ["until=soon", "until=1900-01-01", "since=2026-02-01&until=2026-01-01", "stood=leads"])
def test_what_is_no_day_is_refused(bad: str, api: Any) -> None:
    assert api("manager").get(f"/api/v1/funnel-then/?{bad}").status_code == 400


def test_api_and_file_say_the_same(deals: Any, api: Any, sign_in: Any) -> None:
    told = api("manager").get(f"/api/v1/funnel-then/?until={BEFORE}").data
    assert (told["total"]["count"], Decimal(told["total"]["amount"])) == (3, 300)

    def whole(who: str) -> str:
        file = b"".join(sign_in(who).get(f"{PAGE}export.csv?until={BEFORE}").streaming_content)
        return file.decode().splitlines()[1]

    assert ",3,300.00,30.00," in whole("manager")
    assert ",0,0" in whole("outsider")


def test_it_asks_no_more_of_more(account: Any, sign_in: Any, django_assert_max_num_queries: Any) -> None:
    client, address = sign_in("manager"), f"{PAGE}?until={TODAY}"
    opportunity(account)
    client.get(address)
    with django_assert_max_num_queries(40) as few:
        client.get(address)
    for _ in range(10):
        opportunity(account)
    with django_assert_max_num_queries(len(few)):
        client.get(address)
