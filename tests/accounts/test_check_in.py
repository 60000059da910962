"""Checking in: where the phone was, when the visitor pressed the button, and only then."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Visit
from accounts.services import visit_log

PLACE = "31.230416,121.473701,20"


def report(**fields: Any) -> dict[str, Any]:
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    return {"client_id": "7b0f5b8e-0d4b-4f5c-9d5e-0d8f2f5f9a11", "channel": "in_person", "outcome": "steady",
            "starts_at": now, "minutes": 30, "expenses": "0", "currency": "CNY", **fields}  # fmt: skip


@pytest.fixture
def checked_in(cast: Any, account: Any) -> Visit:
    place = {"latitude": Decimal("31.230416"), "longitude": Decimal("121.473701"), "place_accuracy": 20}
    return visit_log(actor=cast.rep, account=account, **place)


def test_a_visit_keeps_where_its_visitor_checked_in(account: Any, sign_in: Any) -> None:
    sign_in("rep").post(f"/visits/new/?account={account.pk}", report(place=PLACE))
    visit = Visit.objects.get()
    assert (str(visit.latitude), str(visit.longitude), visit.place_accuracy) == ("31.230416", "121.473701", 20)


def test_without_checking_in_it_keeps_no_place(account: Any, sign_in: Any) -> None:
    sign_in("rep").post(f"/visits/new/?account={account.pk}", report(place=""))
    assert not Visit.objects.get().has_place


@pytest.mark.parametrize(
    "place", ["here", "91,0,5", "0,181,5", "31.2,121.4", "NaN,1,1", "1e2,1,1", "1,1,-5", "1,1,1,1"]
)
def test_what_is_no_place_is_refused_and_nothing_is_kept(place: str, account: Any, sign_in: Any) -> None:
    answer = sign_in("rep").post(f"/visits/new/?account={account.pk}", report(place=place))
    assert answer.status_code == 422
    assert not Visit.objects.exists()


def test_the_place_is_forgotten_when_asked(checked_in: Visit, sign_in: Any) -> None:
    client, url = sign_in("rep"), f"/visits/{checked_in.pk}/edit/"
    assert "31.230416" in client.get(url).content.decode()
    client.post(url, report(version=checked_in.version, forget_place="on"))
    checked_in.refresh_from_db()
    assert not checked_in.has_place


def test_an_edit_leaves_the_place_as_it_is(checked_in: Visit, sign_in: Any) -> None:
    sign_in("rep").post(f"/visits/{checked_in.pk}/edit/", report(version=checked_in.version, summary="Steel"))
    checked_in.refresh_from_db()
    assert (checked_in.summary, checked_in.has_place) == ("Steel", True)


def test_the_api_takes_and_tells_a_place(account: Any, api: Any) -> None:
    body = {"account": account.pk, "latitude": "31.230416", "longitude": "121.473701", "place_accuracy": 20}
    told = api("rep").post("/api/v1/visits/", body, format="json").json()
    assert (told["latitude"], told["longitude"], told["place_accuracy"]) == ("31.230416", "121.473701", 20)


@pytest.mark.parametrize(
    "place",
    [{"latitude": "31"}, {"longitude": "31"}, {"latitude": "91", "longitude": "1"}, {"place_accuracy": 5},
     {"latitude": "1", "longitude": "200"}, {"latitude": "1", "longitude": "1", "place_accuracy": -1}],
)  # fmt: skip
def test_the_api_refuses_half_a_place(place: dict[str, Any], account: Any, api: Any) -> None:
    answer = api("rep").post("/api/v1/visits/", {"account": account.pk, **place}, format="json")
    assert (answer.status_code, Visit.objects.count()) == (400, 0)


def test_the_database_keeps_no_half_place(checked_in: Visit) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.update(longitude=None)
