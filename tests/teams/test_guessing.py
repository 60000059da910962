"""Fault 32: guessing a password is slowed per account and address; the owner is never locked out."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db


def guess(times: int, address: str = "203.0.113.9", email: str = "rep@kam.example") -> list[int]:
    client = Client(REMOTE_ADDR=address)
    return [client.post("/sign-in/", {"username": email, "password": f"guess {n}"}).status_code for n in range(times)]


def enter(address: str, email: str = "rep@kam.example"):
    return Client(REMOTE_ADDR=address).post("/sign-in/", {"username": email, "password": PASSWORD})


def test_after_ten_guesses_an_address_has_to_wait(cast: Cast) -> None:
    assert guess(12) == [422] * 9 + [429] * 3


def test_even_the_right_password_waits_then(cast: Cast) -> None:
    guess(10)
    response = enter("203.0.113.9")
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "900"
    assert "15 minutes" in response.content.decode()


def test_a_thousand_guesses_do_not_lock_out_the_owner_elsewhere(cast: Cast) -> None:
    assert set(guess(1000)) == {422, 429}
    assert enter("198.51.100.4").status_code == 302


def test_colleagues_behind_the_same_address_go_on(cast: Cast) -> None:
    guess(10)
    assert enter("203.0.113.9", "peer@kam.example").status_code == 302


def test_another_spelling_of_the_account_is_no_fresh_start(cast: Cast) -> None:
    guess(10)
    assert guess(1, email="REP@kam.example") == [429]


def test_a_forged_address_counts_as_the_real_one(cast: Cast) -> None:
    client = Client(REMOTE_ADDR="203.0.113.9")
    for n in range(11):
        forged = {"X-Forwarded-For": f"192.0.2.{n}"}
        response = client.post("/sign-in/", {"username": "rep@kam.example", "password": "x"}, headers=forged)
    assert response.status_code == 429


def test_after_the_pause_the_owner_is_in(cast: Cast, time_machine) -> None:
    time_machine.move_to("2026-11-22 09:00:00+00:00", tick=False)
    guess(10)
    time_machine.move_to("2026-11-22 09:16:00+00:00", tick=False)
    assert enter("203.0.113.9").status_code == 302
