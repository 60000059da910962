"""Market shares as data with history, and what they mean beside the key accounts' part of revenue."""

from __future__ import annotations

import datetime as dt
import sys
from decimal import Decimal

import pytest

from foundation.errors import Forbidden, RuleBroken
from journal.models import Event
from pipeline.models import Competitor
from scoring import rules
from scoring.models import MarketRule, MarketShare
from scoring.queries.market import band, standing_share
from scoring.services import market_rule_update, market_share_remove, market_share_set
from tests.scoring.make import earners, night


def put(actor, share, named="2025", **fields) -> MarketShare:
    return market_share_set(actor=actor, period=named, market="whole", share=Decimal(share), **fields)


@pytest.mark.parametrize(
    ("named", "first", "last"),
    [
        ("2025", dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
        ("2025-H2", dt.date(2025, 7, 1), dt.date(2025, 12, 31)),
        ("2025-Q3", dt.date(2025, 7, 1), dt.date(2025, 9, 30)),
        ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
    ],
)
def test_periods(named, first, last):
    assert rules.period(named) == (first, last)


@pytest.mark.parametrize("named", ["", "25", "2025-H3", "2025-Q0", "2025-13", "1815", "2025-"])
def test_what_is_no_period(named):
    with pytest.raises(RuleBroken):
        rules.period(named)


def test_set_again_it_is_replaced_and_the_event_tells_what_it_was(cast):
    put(cast.manager, "0.3")
    row = put(cast.manager, "0.34")
    assert (MarketShare.objects.count(), row.share) == (1, Decimal("0.34"))
    before, after = Event.objects.filter(verb="market_share.set").latest("pk").changes["share"]
    assert (Decimal(before), Decimal(after)) == (Decimal("0.3"), Decimal("0.34"))


def test_all_of_a_period_are_one_market_at_most(cast):
    rival = Competitor.objects.create(name="Rival")
    put(cast.manager, "0.7")
    with pytest.raises(RuleBroken):
        put(cast.manager, "0.31", competitor=rival)
    put(cast.manager, "0.3", competitor=rival)


@pytest.mark.parametrize("share", ["-0.1", "1.1", "NaN"])
def test_what_is_no_share(cast, share):
    with pytest.raises(RuleBroken):
        put(cast.manager, share)


def test_only_leads_write(cast):
    with pytest.raises(Forbidden):
        put(cast.rep, "0.3")
    with pytest.raises(Forbidden):
        market_share_remove(put(cast.manager, "0.3"), actor=cast.rep)
    with pytest.raises(Forbidden):
        market_rule_update(MarketRule.current(), actor=cast.rep, version=1, leeway=Decimal("0.1"))


def test_our_latest_share_stands(cast):
    rival = Competitor.objects.create(name="Rival")
    put(cast.manager, "0.3", "2024")
    put(cast.manager, "0.34", "2025")
    put(cast.manager, "0.36", "2025-Q4")
    put(cast.manager, "0.2", "2026-01", competitor=rival)
    assert standing_share().share == Decimal("0.34")


@pytest.mark.parametrize(
    ("share", "key", "expected"),
    [
        ("0.34", "0.46", "opportunity"),
        ("0.30", "0.45", "opportunity"),
        ("0.40", "0.4499", "none"),
        ("0.41", "0.90", "none"),
        ("0.50", "0.41", "healthy"),
        ("0.50", "0.40", "none"),
        ("0.60", "0.40", "reasonable"),
        ("0.60", "0.35", "reasonable"),
        ("0.60", "0.3499", "none"),
        ("0.60", "0.41", "healthy"),
    ],
)
def test_bands(db, share, key, expected):
    assert band(Decimal(share), Decimal(key), MarketRule.current()) == expected


def test_the_rule_is_data(cast):
    rule = market_rule_update(MarketRule.current(), actor=cast.manager, version=1, key_share=Decimal("0.6"))
    assert band(Decimal("0.34"), Decimal("0.46"), rule) == "none"
    with pytest.raises(RuleBroken):
        market_rule_update(rule, actor=cast.manager, version=rule.version, opportunity_to=Decimal("0.1"))


def test_the_page_says_what_it_means(sign_in, cast):
    put(cast.manager, "0.34")
    earners(cast.rep, 50, 30, 11, 9)
    night()
    page = sign_in("rep").get("/reports/concentration/")
    assert (page.context["key"].share, page.context["band"]) == (Decimal("0.5"), "opportunity")
    assert "34 % of the market in 2025" in " ".join(page.content.decode().split())


def test_our_accounts_are_cut_as_the_reference_is(sign_in, cast):
    earners(cast.rep, *range(100, 0, -4))
    night()
    cuts = sign_in("rep").get("/reports/concentration/").context["cuts"]
    assert [cut.accounts for cut in cuts] == [2, 2, 2, 19]
    assert [cut.revenue for cut in cuts] == [196, 180, 164, 760]


def test_few_accounts_or_none(sign_in, cast):
    assert sign_in("rep").get("/reports/concentration/").status_code == 200
    earners(cast.rep, 5)
    night()
    cuts = sign_in("rep").get("/reports/concentration/").context["cuts"]
    assert [cut.accounts for cut in cuts] == [1, 0, 0, 0]


def test_pages_of_shares_and_rule(sign_in, cast):
    client = sign_in("manager")
    assert client.post("/rules/market/shares/", {"period": "2025", "market": "whole", "share": "34"}).status_code == 302
    assert client.post("/rules/market/shares/", {"period": "soon", "market": "whole", "share": "34"}).status_code == 422
    assert [row.share for row in sign_in("rep").get("/reports/market-shares/").context["page"].rows] == [
        Decimal("0.34")
    ]
    assert client.get("/rules/market/").status_code == client.get("/rules/market/shares/").status_code == 200
    assert sign_in("rep").get("/rules/market/").status_code == 403
    assert client.post(f"/rules/market/shares/{MarketShare.objects.get().pk}/remove/").status_code == 302


def test_the_api_sets_and_lists(api, cast):
    body = {"period": "2025", "market": "key", "share": "0.41"}
    assert api("manager").post("/api/v1/market-shares/", body, format="json").status_code == 201
    (row,) = api("rep").get("/api/v1/market-shares/?ours=true").json()["results"]
    assert (row["last_day"], Decimal(row["share"]), row["competitor"]) == ("2025-12-31", Decimal("0.41"), None)


def test_the_api_says_what_the_page_says(api, sign_in, cast):
    put(cast.manager, "0.34")
    earners(cast.rep, 50, 30, 11, 9)
    earners(cast.outsider, 1)
    run = night()
    page, told = sign_in("rep").get("/reports/concentration/").context, api("rep").get("/api/v1/concentration/").json()
    assert [cut["accounts"] for cut in told["cuts"]] == [cut.accounts for cut in page["cuts"]]
    assert told["key_accounts"]["share"] == "0.5000"
    assert (told["night"], told["band"]) == (str(run.business_date), page["band"])
    assert told["market"]["share"] == "0.3400"
    assert told["curve"][0] == {"accounts": 0, "profit": "0.00"}
    assert told["curve"][-1] == {"accounts": 4, "profit": "100.00"}


@pytest.mark.parametrize("asked", ["night=2020-01-01", "nihgt=2026-01-01", "night=tomorrow"])
def test_the_api_refuses_a_night_there_is_none_of(api, cast, asked):
    earners(cast.rep, 50)
    night()
    assert api("rep").get(f"/api/v1/concentration/?{asked}").status_code in {400, 404}


def test_a_team_has_its_own_curve_in_the_api_however_many_accounts_there_are(api, cast, monkeypatch):
    monkeypatch.setattr(sys.modules["scoring.queries.concentration"], "FEW", 0)  # the name is also a function's
    earners(cast.rep, 50, 30)
    earners(cast.outsider, 1000)
    night()
    asked = f"/api/v1/concentration/?team={cast.north.pk}"
    assert api("director").get(asked).json()["curve"][-1] == {"accounts": 2, "profit": "80.00"}
