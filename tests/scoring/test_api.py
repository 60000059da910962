"""/api/v1/ledger-entries/, tiers/, alerts/: the same rules as the pages."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from accounts.services import account_merge
from foundation import clock
from scoring.models import Alert, LedgerEntry
from teams.models import ExchangeRate
from tests.cast import make_account
from tests.scoring.make import DATE, book, decision, earners, night

LEDGER = "/api/v1/ledger-entries/"


def entry(account, **fields) -> dict[str, object]:
    return {"account": account.pk, "date": "2026-03-01", "revenue": "100.50", "cost": "40", **fields}


def test_one_entry_is_made_and_told(api, account):
    response = api("integration").post(LEDGER, entry(account, external_id="INV-1"))
    body = response.json()
    assert response.status_code == 201
    assert (body["revenue_base"], body["currency"], body["external_id"]) == ("100.50000000", "CNY", "INV-1")


def test_a_known_id_changes_its_entry(api, account):
    client = api("integration")
    first = client.post(LEDGER, entry(account, external_id="INV-1")).json()
    again = client.post(LEDGER, entry(account, external_id="INV-1", revenue="7"))
    assert (again.status_code, again.json()["id"], again.json()["revenue"]) == (200, first["id"], "7.0000")


def test_a_list_is_taken_over_whole(api, account):
    client = api("integration")
    rows = [entry(account, external_id=f"INV-{n}") for n in range(3)]
    assert client.post(LEDGER, rows).json() == {"created": 3, "updated": 0, "unchanged": 0}
    rows[0]["revenue"] = "1"
    assert client.post(LEDGER, rows).json() == {"created": 0, "updated": 1, "unchanged": 2}


def test_one_bad_row_leaves_all_unwritten_and_is_named(api, account):
    rows = [entry(account, external_id=f"INV-{n}") for n in range(3)]
    rows[1]["currency"] = "EUR"
    rows[2]["revenue"] = "NaN"
    response = api("integration").post(LEDGER, rows)
    assert (response.status_code, list(response.json()["errors"])) == (400, ["2"])
    rows[2]["revenue"] = "5"
    response = api("integration").post(LEDGER, rows)
    assert response.json()["errors"] == {
        "1": {"currency": ["No exchange rate for EUR on 2026-03-01. Add one under Rules, then try again."]}
    }
    assert not LedgerEntry.objects.exists()


def test_another_currency_at_its_rate(api, account):
    ExchangeRate.objects.create(currency="EUR", date="2026-01-01", rate="7.8")
    body = api("integration").post(LEDGER, entry(account, currency="EUR", revenue="10", cost="0")).json()
    assert (body["rate"], body["revenue_base"]) == ("7.80000000", "78.00000000")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("revenue", "1.00001"),
        ("revenue", "Infinity"),
        ("revenue", "1" * 2000),
        ("revenue", None),
        ("date", "2999-01-01"),
        ("date", "yesterday"),
        ("currency", "euros"),
        ("rate", "3"),
        ("colour", "red"),
        ("account", 10**30),
        ("note", "x" * 201),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(api, account, field, value):
    response = api("integration").post(LEDGER, {**entry(account), field: value})
    assert (response.status_code, list(response.json()["errors"])) == (400, [field])
    assert not LedgerEntry.objects.exists()


@pytest.mark.parametrize("rows", [[], [{}] * 5001])
def test_a_list_has_one_to_five_thousand_rows(api, cast, rows):
    assert api("integration").post(LEDGER, rows).status_code == 400


def test_an_account_out_of_sight_is_like_none(api, cast):
    hidden = api("integration").post(LEDGER, entry(make_account(cast.outsider))).json()
    body = {**entry(make_account(cast.rep)), "account": 987654}
    missing = api("integration").post(LEDGER, body).json()
    assert hidden["errors"] == missing["errors"] == {"account": ["There is no such account."]}


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("", ["B", "A"]),
        ("?since=2026-02-01", ["B"]),
        ("?until=2026-01-31", ["A"]),
        ("?external_id=A", ["A"]),
        ("?ordering=date", ["A", "B"]),
        ("?currency=EUR", []),
    ],
)
def test_entries_can_be_narrowed(api, account, query, ids):
    book(account, date=dt.date(2026, 1, 31), external_id="A")
    book(account, date=dt.date(2026, 2, 1), external_id="B")
    assert [row["external_id"] for row in api("rep").get(f"{LEDGER}{query}").json()["results"]] == ids


@pytest.fixture
def store(cast):
    rows = earners(cast.rep, 500, 300, 100, -3, months=6)
    night()
    return rows


@pytest.mark.parametrize("who", ["admin", "director", "rep"])
def test_the_summary_counts_what_the_page_counts_after_a_merge(api, sign_in, cast, store, who):
    one, other = (Account.objects.get(pk=store[place].pk) for place in (1, 2))
    account_merge(one, other, actor=cast.manager, version=one.version, merged_version=other.version)
    told = api(who).get("/api/v1/tiers/summary/").json()
    page = sign_in(who).get("/tiers/").context
    assert told["accounts"] == sum(row.accounts for row in page["tiers"]) == 3
    assert told["rated"] == page["figures"].accounts == 3
    assert len(api(who).get("/api/v1/tiers/").json()["results"]) == 3


def test_decisions_come_with_their_explanation(api, store):
    (row,) = api("rep").get(f"/api/v1/tiers/?account={store[1].pk}").json()["results"]
    assert (row["tier"], row["rule"], row["night"], row["policy_version"]) == ("gold", "loyal_profit", "2026-03-31", 1)
    why = row["explanation"]
    assert why["why"].endswith("and it bought in 6 months, at least 6: gold.")
    assert (why["first_day"], why["last_day"], len(why["distances"])) == ("2025-04-01", "2026-03-31", 2)


def test_decisions_of_another_night(api, store):
    night(DATE + dt.timedelta(days=1))
    assert api("rep").get("/api/v1/tiers/").json()["results"][0]["night"] == "2026-04-01"
    rows = api("rep").get("/api/v1/tiers/?night=2026-03-31").json()["results"]
    assert {row["night"] for row in rows} == {"2026-03-31"}
    assert api("rep").get("/api/v1/tiers/?night=2020-01-01").json()["results"] == []


@pytest.mark.parametrize(("query", "count"), [("?tier=lead", 1), ("?tier=unrated", 0), ("?unprofitable=true", 1)])
def test_decisions_can_be_narrowed(api, store, query, count):
    assert len(api("rep").get(f"/api/v1/tiers/{query}").json()["results"]) == count


@pytest.mark.parametrize(
    "query", ["?tier=tin", "?night=x", "?account=999999", "?colour=red", "?ordering=owner__password"]
)
def test_an_unknown_filter_or_value_is_refused(api, store, query):
    assert api("rep").get(f"/api/v1/tiers/{query}").status_code == 400


@pytest.mark.parametrize("ordering", ["rank", "-rank", "account", "-tier", "profit", "-minutes"])
def test_decisions_page_by_page(api, store, cast, ordering):
    make_account(cast.rep, "Prospect")
    night()
    client, url, seen = api("rep"), f"/api/v1/tiers/?ordering={ordering}&page_size=2", []
    while url:
        body = client.get(url).json()
        seen += [row["id"] for row in body["results"]]
        url = body["next"]
    assert len(seen) == len(set(seen)) == 5


def test_the_summary_is_over_what_the_caller_sees(api, store, cast):
    book(make_account(cast.outsider), 1000, 0)
    night()
    seen = api("rep").get("/api/v1/tiers/summary/").json()
    assert (seen["rated"], seen["profit"], seen["unprofitable"]) == (4, "897.00", 1)
    assert seen["tiers"]["lead"] == {"accounts": 1, "profit": "-3.00"}
    assert api("admin").get("/api/v1/tiers/summary/").json()["rated"] == 5


def test_there_is_no_summary_before_the_first_night(api, cast):
    assert api("rep").get("/api/v1/tiers/summary/").status_code == 404


@pytest.fixture
def alert(cast, account):
    day = clock.today()
    facts = {"last_visit": str(day - dt.timedelta(days=9))}
    return Alert.objects.create(
        account=account, cause="no_next_step", owner=cast.rep, opened_on=day, due_on=day, facts=facts
    )


def test_alerts_say_why(api, alert):
    (row,) = api("rep").get("/api/v1/alerts/").json()["results"]
    assert (row["cause"], row["sentence"]) == ("no_next_step", "Visited 9 days ago, and nothing is agreed since.")


def test_an_alert_is_moved_on_with_the_version_that_was_read(api, alert):
    client, url = api("rep"), f"/api/v1/alerts/{alert.pk}/"
    etag = client.get(url).headers["ETag"]
    response = client.patch(url, {"outcome": "kept", "note": "called"}, headers={"If-Match": etag})
    assert (response.status_code, response.json()["state"], response.json()["version"]) == (200, "resolved", 2)


def test_a_note_alone_leaves_the_state(api, alert):
    response = api("rep").patch(f"/api/v1/alerts/{alert.pk}/", {"note": "later", "version": 1})
    assert (response.json()["state"], response.json()["note"]) == ("new", "later")


def test_without_a_version_or_with_an_old_one(api, alert):
    client, url = api("rep"), f"/api/v1/alerts/{alert.pk}/"
    assert client.patch(url, {"state": "acting"}).status_code == 428
    Alert.objects.update(version=5, state="acting")
    stale = client.patch(url, {"outcome": "kept", "version": 1})
    assert (stale.status_code, stale.json()["current"]["state"]) == (412, "acting")


@pytest.mark.parametrize(
    ("body", "field"), [({"state": "gone"}, "state"), ({"owner": 1}, "owner"), ({"state": "new"}, "state")]
)
def test_what_an_alert_cannot_take(api, alert, body, field):
    Alert.objects.update(state="acting")
    response = api("rep").patch(f"/api/v1/alerts/{alert.pk}/", {**body, "version": 1})
    assert (response.status_code, list(response.json()["errors"])) == (400, [field])


def test_closed_alerts_are_asked_for(api, alert):
    Alert.objects.update(state="resolved")
    assert api("rep").get("/api/v1/alerts/").json()["results"] == []
    assert len(api("rep").get("/api/v1/alerts/?state=closed").json()["results"]) == 1


@pytest.mark.parametrize("path", ["ledger-entries", "tiers", "alerts"])
def test_a_list_costs_the_same_number_of_queries_at_any_size(api, cast, path):
    client, url = api("rep"), f"/api/v1/{path}/?page_size=50"
    counts = []
    for _size in range(2):
        for account in earners(cast.rep, *range(1, 16)):
            day = clock.today()
            facts = {"last_visit": str(day)}
            Alert.objects.create(
                account=account, cause="no_next_step", owner=cast.rep, opened_on=day, due_on=day, facts=facts
            )
        night()
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 12


def test_the_ledger_feeds_the_next_night(api, account):
    rows = [entry(account, external_id="A"), entry(account, external_id="B", revenue="-1", cost="0")]
    api("manager").post(LEDGER, rows)
    night()
    assert str(decision(account).profit) == "59.50000000"


@pytest.mark.parametrize("name", ["unprofitable", "rated"])
def test_a_yes_or_no_that_is_neither_is_refused(api, name):
    assert api("rep").get(f"/api/v1/tiers/?{name}=yes").status_code == 400
