"""Shares of wallet as a list and through the API."""

from __future__ import annotations

import datetime as dt

import pytest

from foundation import clock
from tests.cast import make_account
from tests.wallet.make import competitor, estimated, last_day, parts, sold

pytestmark = pytest.mark.django_db
REPORT = "/reports/wallets/"


def test_most_left_to_win_stands_first_and_the_unknown_last(cast, account, sign_in):
    other, _unknown = (make_account(cast.rep, name) for name in ("Other", "Unknown"))
    sold(account, 900)
    estimated(account, 1000)
    sold(other, 100)
    estimated(other, 700, parts=parts(Huawei="0.3"))
    page = sign_in("rep").get(REPORT)
    assert [row.name for row in page.context["rows"]] == ["Other", account.name, "Unknown"]
    assert page.context["rows"][0].told.rivals[0].name == "Huawei"
    summary = page.context["summary"]
    assert (summary.accounts, summary.known, summary.wallet, summary.ours) == (3, 2, 1700, 1000)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("standing=leading", ["Big part"]),
        ("standing=small", ["Small part"]),
        ("standing=room", []),
        ("standing=unknown", ["Nothing"]),
        ("standing=stale", ["Small part"]),
        ("ordering=share", ["Nothing", "Small part", "Big part"]),
    ],
)
def test_it_is_narrowed_and_sorted(cast, sign_in, query, names):
    big, small, _nothing = (make_account(cast.rep, name) for name in ("Big part", "Small part", "Nothing"))
    sold(big, 900)
    estimated(big, 1000)
    estimated(small, 1000, heard_on=clock.today() - dt.timedelta(days=400))
    assert [row.name for row in sign_in("rep").get(f"{REPORT}?{query}").context["rows"]] == names


def test_by_the_competitor_of_the_latest_estimate(cast, account, sign_in):
    estimated(account, until=last_day() - dt.timedelta(days=400), parts=parts(Huawei="0.3"))
    rep, path = sign_in("rep"), f"{REPORT}?competitor={competitor().pk}"
    assert len(rep.get(path).context["rows"]) == 1
    estimated(account, parts=parts(ZTE="0.3"))
    assert len(rep.get(path).context["rows"]) == 0


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_asks_as_much_at_any_size(cast, sign_in, count, django_assert_num_queries):
    for number in range(count):
        estimated(make_account(cast.rep, f"A{number}"), parts=parts(Huawei="0.3", ZTE=None))
    rep = sign_in("rep")
    rep.get(REPORT)
    with django_assert_num_queries(12):
        rep.get(REPORT)


def test_others_see_none_of_it(account, sign_in, api):
    row = estimated(account)
    for who in ("peer", "outsider"):
        assert sign_in(who).get(f"/wallets/{row.pk}/").status_code == 404
        assert account.name not in sign_in(who).get(REPORT).content.decode()
        assert api(who).get("/api/v1/wallets/").json()["results"] == []
        assert api(who).get(f"/api/v1/share-of-wallet/{account.pk}/").status_code == 404


def test_the_api_takes_it_through_its_life(account, api):
    sold(account, 250)
    rep, rival = api("rep"), competitor().pk
    said = {"account": account.pk, "amount": "1000.00", "until": last_day(), "source": "document"}
    said |= {"parts": [{"competitor": rival, "share": "0.5", "strengths": "Price"}]}
    made = rep.post("/api/v1/wallets/", said)
    row = made.json()
    assert (made.status_code, made.headers["ETag"], row["share"]) == (201, '"1"', "0.2500")
    assert row["amount_base"] == "1000.00"
    path = f"/api/v1/wallets/{row['id']}/"
    assert rep.get(path).json()["parts"][0]["share"] == "0.5000"
    assert rep.patch(path, {"amount": 1}).status_code == 405
    too_much = {**said, "parts": [{"competitor": rival, "share": "0.9"}]}
    assert rep.post("/api/v1/wallets/", too_much).status_code == 400
    assert rep.post("/api/v1/wallets/", {**said, "ours": 5}).status_code == 400
    stale = rep.post(f"{path}withdraw/", {"note": "x"}, headers={"If-Match": '"7"'})
    assert stale.status_code == 412
    standing = rep.get(f"/api/v1/share-of-wallet/{account.pk}/").json()
    assert (standing["estimate"], standing["share"]) == (row["id"], "0.2500")
    assert rep.post(f"{path}withdraw/", {"note": "x", "version": 1}).json()["end_note"] == "x"
    assert rep.get(f"/api/v1/share-of-wallet/{account.pk}/").json()["estimate"] is None
    assert rep.get("/api/v1/wallet-rules/").json()["results"][0]["stale_days"] == 365


def test_room_for_further_competitors_is_folded_until_it_is_used(account, sign_in):
    estimated(account, parts=parts(Huawei="0.3"))
    rep, path = sign_in("rep"), f"/accounts/{account.pk}/wallet/new/"
    form = rep.get(path).context["form"]
    assert ([number for number, _ in form.parts], [number for number, _ in form.more_parts]) == ([1, 2], [3, 4])
    answer = rep.post(path, {"strengths_4": "They are next door"})
    form = answer.context["form"]
    assert answer.status_code == 422
    assert "competitor_4" in form.errors
    assert ([number for number, _ in form.parts], form.more_parts) == ([1, 2, 3, 4], [])
