"""The tier page and what it leads to, as people see them."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation import clock
from journal.models import Event
from scoring.models import TierPin
from teams.models import CostRate
from tests.cast import make_account
from tests.scoring.make import DATE, book, decision, earners, night, policy, visit

DAY = dt.timedelta(days=1)


def text(response) -> str:
    """What a reader reads, without markup."""
    bare = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", html.unescape(bare))


@pytest.fixture
def store(cast):
    """Eleven of rep's accounts and one of the South."""
    rows = earners(cast.rep, 500, 300, 100, 60, 40, 7, 5, 4, 3, -3, -30, months=6)
    other = make_account(cast.outsider, "Southern Glass")
    book(other, 111, 0)
    night()
    return rows


def test_the_sentence_says_it_in_figures(sign_in, store):
    page = text(sign_in("rep").get("/tiers/"))
    assert "The top 20 % of accounts (3 of 11) bring 91 % of profit ; 2 of 11 accounts lose money ; " in page
    assert "loss-makers eat 3 % of what the others earn" in page


@pytest.mark.parametrize(
    ("who", "accounts"), [("rep", 11), ("peer", None), ("manager", 11), ("outsider", 1), ("rival", 1), ("admin", 12)]
)
def test_totals_are_over_what_the_reader_sees(sign_in, store, who, accounts):
    page = text(sign_in(who).get("/tiers/"))
    if accounts is None:
        assert "nobody is rated" in page
    else:
        assert f"{accounts} rated account" in page
    assert ("Southern Glass" in page) is False


def test_the_head_of_an_account_shows_the_night_that_its_explanation_shows(sign_in, store):
    account, client = store[0], sign_in("rep")
    book(account, 50, 0)
    night(DATE + DAY)
    account.refresh_from_db()
    page = client.get(f"/accounts/{account.pk}/")
    assert account.scored_at == DATE  # its tier is what it was
    assert page.context["tier"].why == client.get(f"/accounts/{account.pk}/tier/").context["why"].why
    assert re.search(r"profit ¥.[\d.,]+ in 12 months, no\. 1 of 12", text(page))


def test_before_the_first_night_it_says_what_to_do(sign_in, cast):
    assert "Run the night" in text(sign_in("manager").get("/tiers/"))
    assert "Ask your manager" in text(sign_in("rep").get("/tiers/"))


@pytest.mark.parametrize("address", ["/alerts/", "/churn/", "/tiers/moves/", "/reports/profit/", "/reports/effort/"])
def test_before_the_first_night_no_page_says_that_all_is_well(sign_in, cast, address):
    page = text(sign_in("manager").get(address))
    assert "Import the ledger" in page
    assert "No account gives cause for worry" not in page


def test_the_total_of_the_tiers_is_their_sum(sign_in, store, cast):
    make_account(cast.rep, "Nothing bought")
    night(DATE + DAY)
    context = sign_in("rep").get("/tiers/").context
    rated = [row for row in context["tiers"] if row.tier]
    for name in ("accounts", "profit", "minutes", "cost_to_serve"):
        assert getattr(context["total"], name) == sum(getattr(row, name) for row in rated)


def test_another_night_by_its_date(sign_in, store, cast):
    policy(window_months=1)
    night(DATE + DAY)
    page = text(sign_in("rep").get("/tiers/?night=2026-03-31"))
    assert "window of 12 months" not in page
    assert "31 Mar" in page
    assert "11 rated accounts" in page


def test_a_night_that_was_never_run(sign_in, store):
    assert "No run of this night" in text(sign_in("rep").get("/tiers/?night=2020-01-01"))


def test_an_empty_later_night_does_not_hide_the_figures(sign_in, store):
    policy(window_months=1)
    night(DATE + dt.timedelta(days=60))
    page = text(sign_in("rep").get("/tiers/"))
    assert "11 rated accounts" in page
    assert "found no ledger entry in its window and rated nobody" in page


@pytest.mark.parametrize("query", ["?night=tomorrow", "?team=999999", "?colour=red"])
def test_a_typing_error_shows_no_figures_of_everything(sign_in, store, query):
    response = sign_in("rep").get(f"/tiers/{query}")
    assert response.status_code in {200, 400}
    assert "500" not in text(response)


def test_by_team(sign_in, store, cast):
    page = text(sign_in("director").get(f"/tiers/?team={cast.south.pk}"))
    assert "1 rated account" in page
    assert sign_in("rep").get(f"/tiers/?team={cast.south.pk}").context["filter"].errors


def test_a_swap_brings_the_fragment_and_the_sentence(sign_in, store):
    response = sign_in("rep").get("/tiers/", headers={"HX-Request": "true"})
    body = response.content.decode().strip()
    assert body.startswith('<span id="tier-sentence" hx-swap-oob="true">')
    assert "<html" not in body


def test_hours_and_cost_by_tier(sign_in, cast):
    account = earners(cast.rep, 500)[0]
    visit(account, 90, expenses=20)
    night()
    page = text(sign_in("rep").get("/tiers/"))
    assert "1 h 30 min" in page
    assert "100.0 %" in page


def test_who_moved_and_why(sign_in, cast):
    first, second = earners(cast.rep, 0, 50)
    book(first, 100, 0, dt.date(2026, 1, 5))
    for date in [dt.date(2026, 2, 27), dt.date(2026, 2, 28)]:
        night(date)
    book(first, -500, 0)
    night()
    client = sign_in("rep")
    risen, fallen = client.get("/tiers/moves/").context["moves"]
    assert (risen.decision.account, risen.decision.tier) == (second, "platinum")
    row = fallen.decision
    assert (row.account, row.tier_then, row.tier, row.profit_then) == (first, "platinum", "lead", 100)
    assert client.get("/tiers/moves/").context["since"] == dt.date(2026, 2, 28)
    assert "Its profit of −¥ 400.00 is not above zero: lead." in text(client.get("/tiers/")).replace("\xa0", " ")


def test_in_the_first_month_nobody_has_moved_yet(sign_in, store):
    assert "first month on record" in text(sign_in("rep").get("/tiers/"))


def test_the_list_behind_a_figure(sign_in, store):
    response = sign_in("rep").get("/tiers/accounts/?unprofitable=true&ordering=profit")
    assert [row.profit for row in response.context["rows"]] == [-30, -3]
    best = sign_in("rep").get("/tiers/accounts/?tier=platinum").context["rows"]
    assert [row.account for row in best] == store[:2]


@pytest.mark.parametrize(
    "ordering", ["rank", "-rank", "account", "tier", "-profit", "revenue", "cost_to_serve", "minutes"]
)
def test_the_list_sorts(sign_in, store, ordering):
    assert sign_in("rep").get(f"/tiers/accounts/?ordering={ordering}").status_code == 200


def test_a_search_finds_by_pinyin(sign_in, cast):
    book(make_account(cast.rep, "北京钢铁"))
    book(make_account(cast.rep, "Zhongshan Paper"))
    night()
    rows = sign_in("rep").get("/tiers/accounts/?q=bjgt").context["rows"]
    assert [row.account.name for row in rows] == ["北京钢铁"]


def test_the_calculation_can_be_followed(sign_in, store, cast):
    page = text(sign_in("admin").get(f"/accounts/{store[1].pk}/tier/"))
    assert "Profit ranked above ¥ 500.00" in page
    assert "Sum of positive profits ¥ 1,130.00" in page
    assert "Share ranked above 44.25 %" in page


def test_sums_over_all_accounts_are_for_who_sees_all(sign_in, store):
    page = text(sign_in("rep").get(f"/accounts/{store[1].pk}/tier/"))
    assert "Share ranked above 44 %" in page
    assert "Profit ranked above" not in page
    assert "1,130" not in page


@pytest.mark.parametrize(("who", "sees"), [("manager", True), ("rep", False)])
def test_what_an_hour_costs_is_for_who_leads(sign_in, store, cast, who, sees):
    CostRate.objects.create(user=cast.rep, valid_from="2020-01-01", hourly="321.00")
    visit(store[1], 60)
    night()
    page = text(sign_in(who).get(f"/accounts/{store[1].pk}/tier/"))
    assert "1 visit behind the cost to serve" in page
    assert ("Cost per hour" in page) is sees


def test_the_side_panel_gets_the_calculation_alone(sign_in, store):
    response = sign_in("rep").get(f"/accounts/{store[1].pk}/tier/", headers={"HX-Request": "true"})
    assert response.content.decode().strip().startswith('<h2 id="panel-title">')


def test_an_account_that_no_night_has_seen(sign_in, account):
    assert "No nightly run has rated this account yet" in text(sign_in("rep").get(f"/accounts/{account.pk}/tier/"))


def test_pinning_and_its_end(sign_in, store, cast):
    url = f"/accounts/{store[3].pk}/pin/"
    typed = {"tier": "platinum", "reason": "group deal", "expires_on": str(clock.today())}
    response = sign_in("manager").post(url, typed)
    assert response.status_code == 302
    night()
    assert (decision(store[3]).tier, decision(store[3]).rule) == ("platinum", "pinned")
    page = text(sign_in("rep").get(f"/accounts/{store[3].pk}/tier/"))
    assert "group deal" in page
    address = f"/pins/{TierPin.objects.get().pk}/remove/"
    assert address in sign_in("manager").get(f"/accounts/{store[3].pk}/tier/").content.decode()
    assert "group deal" in text(sign_in("manager").get(address))
    assert sign_in("manager").post(address, {"reason": " "}).status_code == 422
    assert TierPin.objects.get().removed_at is None
    assert sign_in("manager").post(address, {"reason": "deal is over"}).status_code == 302
    assert TierPin.objects.get().removed_because == "deal is over"
    assert Event.objects.get(verb="tier.unpinned").changes["reason"] == "deal is over"
    night()
    assert decision(store[3]).rule != "pinned"


@pytest.mark.parametrize("wrong", [{"reason": " "}, {"expires_on": "2020-01-01"}, {"tier": "tin"}])
def test_a_pin_that_cannot_be_keeps_what_was_typed(sign_in, store, wrong):
    typed = {"tier": "gold", "reason": "group deal", "expires_on": "2027-01-01", **wrong}
    response = sign_in("manager").post(f"/accounts/{store[3].pk}/pin/", typed)
    assert response.status_code == 422
    assert not TierPin.objects.exists()


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/tiers/", 20),
        ("/tiers/accounts/", 12),
        ("/tiers/moves/", 12),
        ("/accounts/{pk}/tier/", 14),
        ("/accounts/{pk}/ledger/", 12),
        ("/alerts/", 12),
    ],
)
def test_a_page_asks_the_same_number_of_questions_at_any_size(sign_in, cast, path, most):
    rows = earners(cast.rep, 10_000, -3)
    night(dt.date(2026, 2, 1))
    visit(rows[0])
    book(rows[1], 500, 0)
    night()
    client, url = sign_in("admin"), path.format(pk=rows[0].pk)
    client.get(url)
    few = queries(client, url)
    more = earners(cast.rep, *range(30, 0, -1))
    for account in [*rows, *more]:
        visit(account)
        book(account, -40, 0)
        book(account, 5, 0)
    night()
    assert queries(client, url) == few <= most


def queries(client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)
