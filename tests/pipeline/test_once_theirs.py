"""What was a team's and went to another counts in that team's past, and is named no more."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db.models import F

from accounts.services import account_assign
from foundation import clock
from pipeline.models import Move, Opportunity
from pipeline.services import opportunities_follow, opportunity_update
from pipeline.services.history import rewriting
from tests.pipeline.make import DAY, close, opportunity

SINCE = f"?since={clock.today() - 30 * DAY}"

LEFT = {"start": 500, "given": -500}


def a_month_passes() -> None:
    rewriting()
    Move.objects.update(at=F("at") - 40 * DAY)


def to_the_south(account: Any, cast: Any) -> None:
    account_assign(account, actor=cast.director, version=account.version, owner=cast.outsider, team=cast.south)
    account.refresh_from_db()
    opportunities_follow(account)


@pytest.fixture
def gone(cast: Any, account: Any) -> Opportunity:
    """North's of 500, opened before the period, that went South within it and is worth 9,000,000 there."""
    row = opportunity(account, amount="500", name="Rolling secret")
    a_month_passes()
    to_the_south(account, cast)
    row.refresh_from_db()
    row = opportunity_update(row, actor=cast.outsider, version=row.version, amount=Decimal(9_000_000))
    assert row not in Opportunity.objects.visible_to(cast.manager)
    return row


@pytest.mark.parametrize("who", ["rep", "manager"])
def test_it_is_in_the_start_and_leaves_as_given_away(who: str, gone: Any, sign_in: Any) -> None:
    page = sign_in(who).get("/reports/movement/" + SINCE)
    lines = page.context["movement"].total.lines
    assert {name: line.amount for name, line in lines.items() if line.count} == LEFT
    assert page.context["once"] == 1
    assert "It counts" not in page.content.decode()
    assert "and is not named" in page.content.decode()


@pytest.mark.parametrize("line", ["start", "given"])
@pytest.mark.parametrize("who", ["rep", "manager"])
def test_its_row_tells_the_amount_of_then_and_names_nothing(who: str, line: str, gone: Any, sign_in: Any) -> None:
    page = sign_in(who).get(f"/reports/movement/rows/{SINCE}&line={line}").content.decode()
    page = page[page.index("<main") :]
    assert "500" in page
    for secret in ("Rolling secret", gone.account.name, "Outsider", "South", "9,000", f"/pipeline/{gone.pk}/"):
        assert secret not in page


def test_who_has_it_now_is_told_what_came_and_what_became_of_it(gone: Any, sign_in: Any) -> None:
    lines = sign_in("rival").get("/reports/movement/" + SINCE).context["movement"].total.lines
    told = {name: line.amount for name, line in lines.items() if line.count}
    assert told == {"received": 500, "increased": 8_999_500, "end": 9_000_000}


def test_what_happens_elsewhere_is_in_no_line_of_those_who_gave_it_away(gone: Any, cast: Any, sign_in: Any) -> None:
    close(gone, "won", actor=cast.outsider)
    page = sign_in("manager").get("/reports/movement/" + SINCE)
    assert {name for name, line in page.context["movement"].total.lines.items() if line.count} == {"start", "given"}
    assert all(not line.cells["won"][0] for line in page.context["flow"].lines)


@pytest.mark.parametrize("filters", ["q=Rolling", "tier=gold", "industry=Steel", "product=x", "source=y"])
def test_no_filter_asks_what_it_is_like_today(filters: str, gone: Any, sign_in: Any) -> None:
    page = sign_in("manager").get(f"/reports/movement/{SINCE}&{filters}")
    assert page.context["movement"].total.is_empty
    assert "is left out" in page.content.decode()


def test_api_and_file_say_the_same(gone: Any, api: Any, sign_in: Any) -> None:
    told = api("manager").get("/api/v1/movement/" + SINCE).data["total"]
    assert {name: Decimal(line["amount"]) for name, line in told.items() if line["count"]} == LEFT
    file = b"".join(sign_in("manager").get("/reports/movement/export.csv" + SINCE).streaming_content).decode()
    assert "500.00" in file
    for address in ("reports/movement", "pipeline/moves"):
        file = b"".join(sign_in("manager").get(f"/{address}/export.csv{SINCE}").streaming_content).decode()
        assert not {"Rolling secret", "9000000", "South"} & set(file.replace(",", "\n").split("\n"))


def test_what_is_open_at_a_windows_end_counts_for_who_had_it_then(gone: Any, cast: Any, sign_in: Any) -> None:
    """North had it 35 days ago, South has it now: of three months up to then it was North's."""
    then = f"/reports/productivity/?months=3&day={clock.today() - 35 * DAY}"
    today = "/reports/productivity/?months=3"
    Opportunity.objects.update(opened_on=clock.today() - 40 * DAY)

    def open_of(who: str, address: str) -> int:
        return sign_in(who).get(address).context["productivity"].total.now.open

    assert [open_of("manager", then), open_of("rep", then), open_of("rival", then)] == [1, 1, 0]
    assert [open_of("manager", today), open_of("rep", today), open_of("rival", today)] == [0, 0, 1]
    by_team = sign_in("director").get(then).context["productivity"].teams
    assert [(line.subject, line.now.open) for line in by_team] == [(cast.north, 1)]
    assert open_of("manager", f"{then}&tier=gold") == 0
