"""Where the risk shows: the churn page, the account, the tier's explanation, the API."""

from __future__ import annotations

import datetime as dt

import pytest

from scoring.models import Alert, ChurnFit, ChurnPrediction
from tests.cast import make_account
from tests.scoring.churn.company import TODAY, make_fit
from tests.scoring.make import book, night

JUDGED = {
    "as_of": "2025-12-30", "horizon_days": 91, "n": 400, "state": "fitted", "auc_all": 0.771, "auc_repeat": 0.72,
    "auc_top": None, "brier": 0.151, "brier_base": 0.2, "lift_at_10_percent": 1.6, "lead_time_days": 12.0,
    "comparison": {name: {"auc_all": 0.7, "auc_repeat": 0.6, "auc_top": None} for name in ("p0", "rfm", "recency")},
    "calibration": [
        {"from": 0.1, "to": 0.4, "n": 40, "predicted": 0.3, "stopped": 10},
        {"from": 0.5, "to": 0.9, "n": 40, "predicted": 0.7, "stopped": 31},
    ],
}  # fmt: skip


@pytest.fixture(autouse=True)
def _today(time_machine) -> None:
    time_machine.move_to(dt.datetime(2026, 4, 1, 9, tzinfo=dt.UTC))


def predicted(owner, name="Steel", risk="0.7", profit=1000, **fields) -> ChurnPrediction:
    fit = ChurnFit.objects.filter(as_of=TODAY).first() or make_fit(backtest=JUDGED, checks={"notes": []})
    fields = {"orders": 5, "first_order": dt.date(2025, 10, 1), "last_order": dt.date(2025, 12, 10)} | fields
    stake = round(float(risk) * max(profit or 0, 0), 2)
    account = make_account(owner, name, churn_risk=risk)
    return ChurnPrediction.objects.create(
        account=account, fit=fit, risk=risk, profit=profit, at_stake=stake, revenue=5000, **fields
    )


def page(client, address="/churn/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_most_profit_at_risk_comes_first(sign_in, cast):
    predicted(cast.rep, "Small", risk="0.9", profit=10)
    predicted(cast.rep, "Large", risk="0.3", profit=9000)
    text = page(sign_in("rep"))
    assert text.index("Large") < text.index("Small")


def test_who_is_lost_already_is_not_likely_to_leave(sign_in, cast):
    predicted(cast.rep, "Still here", risk="0.9", profit=10)
    gone = predicted(cast.rep, "Long gone", risk="0.9", profit=9000).account
    type(gone).objects.filter(pk=gone.pk).update(lost_on=TODAY)
    text = page(sign_in("rep"))
    assert "Long gone" not in text
    assert "1 of 1 account" in text
    assert "1 more is already lost." in text
    account = page(sign_in("rep"), f"/accounts/{gone.pk}/")
    assert "nothing is predicted of it any more" in account
    assert "such accounts" not in account
    assert "lost since <time" in account
    assert "risk-high" not in account
    assert "has rated it yet<" in account  # its full stop would stand before a dot


def test_accuracy_stands_beside_the_list(sign_in, cast):
    predicted(cast.rep)
    text = page(sign_in("rep"))
    for told in [
        "77.1\N{NO-BREAK SPACE}%",
        "0.151",
        "0.200 if everybody",
        "400 accounts",
        "History of fits",
        "chart-dot",
    ]:
        assert told in text


def test_the_reader_counts_what_he_sees(sign_in, cast):
    predicted(cast.rep)
    predicted(cast.outsider, "Hidden")
    text = page(sign_in("rep"))
    assert "1 of 1 accounts</a> runs a high risk (60" in text
    assert "Hidden" not in text


@pytest.mark.parametrize(("query", "found"), [("level=high", 1), ("level=low", 0), ("q=Steel", 1), ("tier=gold", 0)])
def test_the_list_is_narrowed(sign_in, cast, query, found):
    predicted(cast.rep)
    assert page(sign_in("rep"), f"/churn/?{query}").count("<bdi>Steel</bdi>") == found


@pytest.mark.parametrize(
    ("risk", "level"),
    [("0.60", "high"), ("0.59", "watch"), ("0.30", "watch"), ("0.29", "low"), ("1", "high"), ("0", "low")],
)
def test_page_filter_and_api_agree_on_the_level(sign_in, api, cast, risk, level):
    predicted(cast.rep, risk=risk)
    found = {each for each in ("high", "watch", "low") if "<bdi>Steel" in page(sign_in("rep"), f"/churn/?level={each}")}
    assert found == {level}
    assert f"risk-{level}" in page(sign_in("rep"))
    assert api("rep").get("/api/v1/churn-predictions/").json()["results"][0]["level"] == level


def test_other_bounds_count_at_once_on_every_page(sign_in, api, cast):
    prediction = predicted(cast.rep, risk="0.70")
    book(prediction.account)
    night(TODAY)
    asked = {"horizon_days": 91, "min_accounts": 100, "sample_size": 20000, "stale_days": 31}
    rule = asked | {"watch_from": 75, "high_from": 90}
    assert sign_in("manager").post("/rules/churn/", {"version": 1, **rule}).status_code == 302
    for address in (
        "/churn/?level=low",
        f"/accounts/{prediction.account_id}/",
        f"/accounts/{prediction.account_id}/tier/",
    ):
        assert "risk-low" in page(sign_in("rep"), address)
    assert api("rep").get("/api/v1/churn-predictions/?level=low").json()["results"][0]["level"] == "low"
    assert "0 of 1 accounts</a> run a high risk (90" in page(sign_in("rep"))


@pytest.mark.parametrize("ordering", ["risk", "-risk", "profit", "-at_stake", "last_order", "account"])
def test_the_list_is_sorted(sign_in, cast, ordering):
    predicted(cast.rep, profit=None)
    assert "Steel" in page(sign_in("rep"), f"/churn/?ordering={ordering}")


def test_before_any_fit(sign_in, cast):
    assert "No night yet" in page(sign_in("rep"))


def test_no_signal_is_said_and_the_rules_speak(sign_in, cast):
    account = make_account(cast.rep)
    make_fit(state="no_signal", method="none", parameters={}, checks={"notes": ["no_signal"]})
    Alert.objects.create(
        account=account, cause="no_next_step", owner=cast.rep, opened_on=TODAY, due_on=TODAY,
        facts={"last_visit": "2026-03-01"},
    )  # fmt: skip
    text = page(sign_in("rep"))
    assert "No signal" in text
    assert "By the rules alone" in text
    assert "nothing is agreed since" in text


def test_the_account_says_how_many_of_a_hundred_and_why(sign_in, cast):
    prediction = predicted(cast.rep)
    text = page(sign_in("rep"), f"/accounts/{prediction.account_id}/")
    assert "70 of 100 such accounts place no order within 91 days." in text
    assert "after one every 18 days on average: far longer than usual." in text
    assert "31 of 40 accounts with such a risk did stop" in text


def test_the_account_says_that_the_model_is_silent(sign_in, cast):
    account = make_account(cast.rep)
    make_fit(state="too_few", method="none", parameters={})
    assert "Too few accounts have ever bought" in page(sign_in("rep"), f"/accounts/{account.pk}/")


def test_the_tier_s_explanation_says_it_too(sign_in, cast):
    prediction = predicted(cast.rep)
    book(prediction.account)
    night(TODAY)
    assert "70 of 100 such accounts" in page(sign_in("rep"), f"/accounts/{prediction.account_id}/tier/")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"orders": 1, "first_order": dt.date(2026, 3, 1), "last_order": dt.date(2026, 3, 1)}, "Bought once, 31 days"),
        ({"first_order": dt.date(2025, 3, 1), "last_order": dt.date(2026, 3, 1)}, "one every 91 days on average."),
        ({"orders": 2, "first_order": dt.date(2026, 2, 9), "last_order": dt.date(2026, 3, 1)}, "Only 2 orders"),
    ],
)  # fmt: skip
def test_each_reason_in_words(sign_in, cast, fields, told):
    prediction = predicted(cast.rep, **fields)
    assert told in page(sign_in("rep"), f"/accounts/{prediction.account_id}/")


def test_the_same_in_chinese(sign_in, cast):
    prediction = predicted(cast.rep)
    cast.rep.language = "zh-hans"
    cast.rep.save()
    assert "100 家这样的客户中" in page(sign_in("rep"), f"/accounts/{prediction.account_id}/")


def test_the_api_tells_risk_and_reasons(api, cast):
    predicted(cast.rep)
    row = api("rep").get("/api/v1/churn-predictions/").json()["results"][0]
    assert (row["risk"], row["level"], row["as_of"], row["horizon_days"]) == ("0.7000", "high", "2026-03-31", 91)
    assert [reason["code"] for reason in row["reasons"]] == ["overdue", "many_orders"]


def test_the_api_of_one_account(api, cast):
    prediction = predicted(cast.rep)
    rows = api("rep").get(f"/api/v1/churn-predictions/?account={prediction.account_id}").json()["results"]
    assert [row["id"] for row in rows] == [prediction.pk]


def test_the_api_tells_fits_with_their_backtest(api, cast):
    predicted(cast.rep)
    row = api("rep").get("/api/v1/churn-fits/?state=fitted").json()["results"][0]
    assert (row["backtest"]["auc_all"], row["state"], row["notes"]) == (0.771, "fitted", [])


@pytest.mark.parametrize("rows", [2, 12])
def test_the_page_asks_no_more_with_more_rows(sign_in, cast, django_assert_max_num_queries, rows):
    for number in range(rows):
        predicted(cast.rep, f"Account {number}")
    client = sign_in("rep")
    client.get("/churn/")
    with django_assert_max_num_queries(14):
        client.get("/churn/")
