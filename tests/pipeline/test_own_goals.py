"""Reports are about one's own goals: what others sell at shared accounts is in lists, not in figures."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.html import strip_tags

from pipeline.models import Opportunity
from tests.cast import make_account
from tests.pipeline.make import opportunity

REPORTS = [
    "funnel",
    "funnel/then",
    "ageing",
    "movement",
    "forecast",
    "quota",
    "productivity",
    "win-loss",
    "competitors",
]


@pytest.fixture
def foreign(cast: Any) -> Opportunity:
    """Another team's deal of 700,000 at an account that is shared with North."""
    account = make_account(cast.outsider, "Far Steel", shared_with=[cast.north.pk])
    return opportunity(account, amount="700000", name="Far mill")


@pytest.mark.parametrize("who", ["rep", "manager"])
@pytest.mark.parametrize("report", REPORTS)
def test_another_teams_amount_is_in_no_figure(report: str, who: str, foreign: Any, account: Any, sign_in: Any) -> None:
    opportunity(account, amount="1000")
    page = sign_in(who).get(f"/reports/{report}/").content.decode()
    assert "700" not in strip_tags(page[page.index("<main") :])
    assert foreign in Opportunity.objects.visible_to(account.owner)


def test_it_is_there_where_its_team_is_asked_for(foreign: Any, cast: Any, sign_in: Any) -> None:
    funnel = sign_in("manager").get(f"/reports/funnel/?team={cast.south.pk}").context["funnel"]
    assert funnel.total.open.amount == 700_000


def test_the_api_and_the_file_say_the_same(foreign: Any, account: Any, api: Any, sign_in: Any) -> None:
    opportunity(account, amount="1000")
    lines = api("manager").get("/api/v1/funnel/").data["stages"]
    assert sum(float(line["figures"]["open"]["amount"]) for line in lines) == 1000
    assert b"700000" not in b"".join(sign_in("manager").get("/reports/funnel/export.csv").streaming_content)


@pytest.mark.parametrize("who", ["rep", "manager"])
@pytest.mark.parametrize("report", REPORTS)
def test_who_has_sold_nothing_yet_gets_a_report_too(report: str, who: str, cast: Any, sign_in: Any) -> None:
    assert sign_in(who).get(f"/reports/{report}/").status_code == 200


def test_the_usual_narrowing_is_no_filter_to_take_away(account: Any, sign_in: Any) -> None:
    opportunity(account)
    page = sign_in("manager").get("/reports/funnel/").content.decode()
    assert "chip-remove" not in page
    assert "North" in page
