"""Idempotency-Key on POST (faults 18 and 19)."""

from __future__ import annotations

import hashlib
import json
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg2
import pytest
import requests
from django.db import connection
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import Account
from journal.models import Event, IdempotencyKey
from tests.cast import Cast, make_key

URL = "/api/v1/accounts/"


def post(client: APIClient, key: str = "one", name: str = "北京钢铁", **headers: str):
    return client.post(URL, {"name": name}, headers={"Idempotency-Key": key, **headers})


def test_the_same_post_twice_is_one_row_and_the_same_answer(api) -> None:
    client = api("rep")
    first, second = post(client), post(client)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert first.headers["ETag"] == second.headers["ETag"]
    assert second.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert (Account.objects.count(), Event.objects.count()) == (1, 1)


def test_another_body_under_the_same_key_is_refused(api) -> None:
    client = api("rep")
    post(client)
    response = post(client, name="Another")
    assert response.status_code == 422
    assert response.headers["Content-Type"] == "application/problem+json"
    assert Account.objects.count() == 1


def test_another_address_under_the_same_key_is_refused(api) -> None:
    client = api("rep")
    account = post(client).json()["id"]
    response = client.post("/api/v1/contacts/", {"account": account, "name": "X"}, headers={"Idempotency-Key": "one"})
    assert response.status_code == 422


def test_a_refusal_is_not_remembered(api) -> None:
    client = api("rep")
    assert post(client, name="").status_code == 400
    assert not IdempotencyKey.objects.exists()
    assert post(client, name="Mended").status_code == 201


def test_keys_of_different_callers_never_meet(api) -> None:
    assert post(api("rep")).status_code == post(api("peer")).status_code == 201
    assert Account.objects.count() == 2


def test_no_secret_is_kept(cast: Cast) -> None:
    client, secret = APIClient(), make_key(cast.rep)
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    post(client)
    kept = IdempotencyKey.objects.get()
    assert secret not in kept.caller
    assert secret not in bytes(kept.body).decode()


@pytest.mark.parametrize("key", ["", "x" * 201])
def test_a_key_has_1_to_200_characters(api, key: str) -> None:
    assert post(api("rep"), key).status_code == 400


def test_nobody_remembers_for_strangers(db: None) -> None:
    assert post(APIClient()).status_code == 401
    assert not IdempotencyKey.objects.exists()


def test_reading_needs_no_key_and_keeps_none(api) -> None:
    api("rep").get(URL, headers={"Idempotency-Key": "one"})
    assert not IdempotencyKey.objects.exists()


@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "one"}])
def test_three_megabytes_are_too_much(api, headers: dict[str, str]) -> None:
    body = json.dumps({"name": "x" * 3_000_000})
    response = api("rep").post(URL, body, content_type="application/json", headers=headers)
    assert response.status_code == 413
    assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.django_db(transaction=True)
def test_in_parallel_one_row_and_the_others_wait_or_get_its_answer(cast: Cast, live_server) -> None:
    headers = {"Authorization": f"Bearer {make_key(cast.rep)}", "Idempotency-Key": "one"}
    start = threading.Barrier(8)

    def send(_: int) -> requests.Response:
        start.wait()
        return requests.post(live_server.url + URL, json={"name": "北京钢铁"}, headers=headers, timeout=30)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(8)))
    codes = Counter(answer.status_code for answer in answers)
    assert set(codes) <= {201, 409}
    assert codes[201] >= 1
    assert len({answer.json()["id"] for answer in answers if answer.status_code == 201}) == 1
    assert Account.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_while_the_first_still_runs_the_second_gets_409(cast: Cast, live_server) -> None:
    headers = {"Authorization": f"Bearer {make_key(cast.rep)}", "Idempotency-Key": "one"}
    digest = _lock_number(f"key {cast.rep.api_keys.get().pk}", "one")
    with _held(digest):
        answer = requests.post(live_server.url + URL, json={"name": "X"}, headers=headers, timeout=30)
    assert answer.status_code == 409
    assert Account.objects.count() == 0
    again = requests.post(live_server.url + URL, json={"name": "X"}, headers=headers, timeout=30)
    assert again.status_code == 201


def _lock_number(caller: str, key: str) -> int:
    digest = hashlib.sha256(f"{caller}\0{key}".encode()).digest()
    return int.from_bytes(digest[:8], byteorder="big", signed=True)


@contextmanager
def _held(number: int) -> Iterator[None]:
    """Another request's lock: a session of its own in the middle of a transaction."""
    session = psycopg2.connect(**connection.get_connection_params())
    session.cursor().execute("SELECT pg_advisory_xact_lock(%s)", [number])
    yield
    session.rollback()
    session.close()


def test_a_revoked_key_gets_no_remembered_answer(cast: Cast) -> None:
    secret = make_key(cast.rep)
    client = APIClient(headers={"Authorization": f"Bearer {secret}"})
    assert post(client).status_code == 201
    cast.rep.api_keys.update(revoked_at=timezone.now())
    assert post(client).status_code == 401


def test_another_query_under_the_same_key_is_refused(api) -> None:
    client = api("rep")
    post(client)
    response = client.post(f"{URL}?x=1", {"name": "北京钢铁"}, headers={"Idempotency-Key": "one"})
    assert response.status_code == 422
