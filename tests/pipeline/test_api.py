from __future__ import annotations

import pytest

from pipeline.models import Opportunity
from tests.cast import make_account
from tests.pipeline.make import close, move, opportunity

URL = "/api/v1/opportunities/"


@pytest.fixture
def row(account):
    return opportunity(account)


def at(row: Opportunity, action: str = "") -> str:
    return f"{URL}{row.pk}/{action}/" if action else f"{URL}{row.pk}/"


def test_create(api, account):
    response = api("rep").post(URL, {"account": account.pk, "name": "Mill", "amount": "120.50", "stage": "prospect"})
    assert response.status_code == 201, response.data
    assert response.data["probability"] == "20.00"
    assert response.headers["ETag"] == '"1"'
    assert Opportunity.objects.get().moves.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("amount", bad) for bad in ["-1", "1.005", "NaN", "Infinity", "1e400", "9" * 2000, "", None]),
        *(("stage", bad) for bad in ["nowhere", 1, None]),
        ("status", "won"),
        ("probability", "99"),
        ("team", 1),
        ("colour", "red"),
        ("account", None),
        ("currency", "XXX"),
        ("name", "n\x00ul"),
        ("expected_close_on", "soon"),
    ],
)
def test_bad_input_is_a_400_and_writes_nothing(api, account, field, value):
    body = {"account": account.pk, "name": "Mill", "amount": "1", field: value}
    response = api("rep").post(URL, body)
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    assert not Opportunity.objects.exists()


def test_full_width_digits_are_digits(api, account):
    response = api("rep").post(URL, {"account": account.pk, "name": "Mill", "amount": "１２"})
    assert response.data["amount"] == "12.00"


def test_anothers_account_is_no_account(api, cast):
    theirs = make_account(cast.outsider, "Southern Mill")
    response = api("rep").post(URL, {"account": theirs.pk, "name": "Mill", "amount": "1"})
    assert response.status_code == 400
    assert not Opportunity.objects.exists()


def test_patch(api, row):
    response = api("rep").patch(at(row), {"name": "Mill", "amount": "7.00", "version": 1})
    assert (response.status_code, response.data["amount"], response.data["version"]) == (200, "7.00", 2)


def test_patch_needs_a_version(api, row):
    assert api("rep").patch(at(row), {"name": "Mill"}).status_code == 428


def test_patch_does_not_move(api, row):
    response = api("rep").patch(at(row), {"stage": "upside", "version": 1})
    assert response.data["errors"] == {"stage": ["Read-only."]}


def test_patch_by_a_rep_gives_nothing_away(api, cast, row):
    assert api("rep").patch(at(row), {"owner": cast.outsider.pk, "version": 1}).status_code == 400
    assert api("rep").patch(at(row), {"owner": cast.peer.pk, "version": 1}).status_code == 403
    row.refresh_from_db()
    assert row.owner == cast.rep


def test_move(api, row):
    response = api("rep").post(at(row, "move"), {"stage": "upside", "note": "Said yes"}, headers={"If-Match": '"1"'})
    assert (response.status_code, response.data["stage"], response.data["probability"]) == (200, "upside", "60.00")


def test_the_second_mover_reads_where_it_went(api, row):
    api("manager").post(at(row, "move"), {"stage": "prospect", "version": 1})
    response = api("rep").post(at(row, "move"), {"stage": "upside", "version": 1})
    assert (response.status_code, response.data["current"]["stage"]) == (412, "prospect")


def test_move_refuses_unknown_fields(api, row):
    response = api("rep").post(at(row, "move"), {"stage": "upside", "version": 1, "probability": 90})
    assert response.data["errors"] == {"probability": ["No such field."]}


def test_close_and_reopen(api, row):
    client = api("rep")
    closed = client.post(at(row, "close"), {"outcome": "won", "reason": "value", "version": 1})
    assert (closed.status_code, closed.data["status"], closed.data["close_reason"]) == (200, "won", "value")
    opened = client.post(at(row, "reopen"), {"stage": "upside", "version": 2})
    assert (opened.data["status"], opened.data["stage"], opened.data["closed_on"]) == ("open", "upside", None)


@pytest.mark.parametrize(
    "body", [{}, {"outcome": "won"}, {"outcome": "open", "reason": "price"}, {"outcome": "lost", "reason": "bad luck"}]
)
def test_close_needs_outcome_and_reason(api, row, body):
    assert api("rep").post(at(row, "close"), {**body, "version": 1}).status_code == 400


def test_a_move_on_a_closed_one_is_refused(api, row):
    close(row, "lost")
    response = api("rep").post(at(row, "move"), {"stage": "upside", "version": 2})
    assert (response.status_code, row.moves.count()) == (400, 2)


def test_moves_come_latest_first_and_paged(api, row):
    move(move(row, "upside"), "committed")
    response = api("rep").get(at(row, "moves") + "?page_size=2")
    assert [line["to_stage"] for line in response.data["results"]] == ["committed", "upside"]
    assert api("rep").get(response.data["next"]).data["results"][0]["kind"] == "opened"


@pytest.mark.parametrize("action", ["", "move", "close", "reopen", "moves", "archive", "unarchive"])
def test_anothers_does_not_exist(api, row, action):
    client = api("outsider")
    ask = client.get if action in {"", "moves"} else client.post
    assert ask(at(row, action)).status_code == 404


def test_archived_ones_leave_the_list(api, row):
    client = api("rep")
    assert client.post(at(row, "archive"), {"version": 1}).status_code == 200
    assert client.get(URL).data["results"] == []
    assert len(client.get(URL + "?archived=yes").data["results"]) == 1
    assert client.post(at(row, "unarchive"), {"version": 2}).status_code == 200
    assert len(client.get(URL).data["results"]) == 1


ORDERINGS = ["name", "account", "amount", "stage", "expected_close", "closed", "opened", "owner", "changed"]


@pytest.mark.parametrize("ordering", [*ORDERINGS, *(f"-{name}" for name in ORDERINGS)])
def test_every_order_can_be_paged_through(api, account, ordering):
    made = [opportunity(account, amount=str(number % 2)).pk for number in range(5)]
    Opportunity.objects.filter(pk=made[0]).update(account=None)
    client, seen, url = api("rep"), [], f"{URL}?ordering={ordering}&page_size=2"
    while url:
        page = client.get(url).data
        seen += [line["id"] for line in page["results"]]
        url = page["next"]
    assert sorted(seen) == made


@pytest.mark.parametrize(
    "query",
    ["ordering=owner__password", "colour=red", "name__icontains=a", "stage=nowhere", "owner=abc", "closing=never",
     "page_size=1000000000", "amount=1", "tier=wood"],
)  # fmt: skip
def test_unknown_filters_and_values_are_refused(api, row, query):
    assert api("rep").get(f"{URL}?{query}").status_code == 400


def test_stages_are_read_by_everybody(api, cast):
    response = api("rep").get("/api/v1/stages/")
    assert [line["probability"] for line in response.data["results"]] == [
        "10.00", "20.00", "30.00", "50.00", "60.00", "70.00",
    ]  # fmt: skip


def test_a_stage_is_changed_by_a_manager(api, cast):
    body = {"probability": "25", "criteria": [{"text": "Budget", "text_zh": "预算"}], "version": 1}
    response = api("manager").patch("/api/v1/stages/prospect/", body)
    assert (response.status_code, response.data["probability"]) == (200, "25.00")
    only = response.data["criteria"][0]
    assert (only["text"], only["text_zh"], only["is_required"]) == ("Budget", "预算", False)


def test_a_stage_says_how_far_the_forecast_relies_on_it(api, cast):
    committed = api("manager").get("/api/v1/stages/committed/").json()
    assert committed["category"] == "commit"
    answer = api("manager").patch("/api/v1/stages/committed/", {"category": "best", "version": committed["version"]})
    assert (answer.status_code, answer.json()["category"]) == (200, "best")


def test_a_stage_is_not_changed_by_a_rep(api, cast):
    assert api("rep").patch("/api/v1/stages/prospect/", {"probability": "25", "version": 1}).status_code == 403


def test_the_funnel_has_the_figures(api, row):
    close(opportunity(row.account, amount="500"), "won")
    data = api("rep").get("/api/v1/funnel/").data
    assert data["currency"] == "CNY"
    assert data["total"]["open"] == {"count": 1, "amount": "1000.00", "weighted": "100.00"}
    assert (data["total"]["win_rate"], data["total"]["cases"]) == ("1.0000", 1)
    assert data["stages"][0]["progress"]["conversion"] == "1.0000"
    assert [line["name"] for line in data["owners"]] == ["Rep"]


def test_the_funnel_takes_the_same_filters(api, cast, row):
    client = api("manager")
    assert client.get(f"/api/v1/funnel/?owner={cast.rep.pk}").data["total"]["open"]["count"] == 1
    assert client.get(f"/api/v1/funnel/?owner={cast.peer.pk}").data["total"]["open"]["count"] == 0
    assert client.get("/api/v1/funnel/?colour=red").status_code == 400
