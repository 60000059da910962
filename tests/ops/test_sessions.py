"""A session ends twelve hours after its last use, at a write an hour at most."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.conf import settings

START = dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)


@pytest.fixture
def client_at(cast, client):
    def get(hours: float):
        with time_machine.travel(START + dt.timedelta(hours=hours), tick=False):
            if not client.cookies:
                client.force_login(cast.rep)
            return client.get("/")

    return get


def is_signed_in(answer) -> bool:
    return answer.wsgi_request.user.is_authenticated


def test_use_moves_the_end_along(client_at):
    assert all(is_signed_in(client_at(hours)) for hours in (0, 10, 20, 30))


def test_a_session_not_used_is_over(client_at):
    assert is_signed_in(client_at(0))
    assert not is_signed_in(client_at(13))


def test_frequent_use_writes_once_an_hour(client_at):
    first = client_at(0)
    assert settings.SESSION_COOKIE_NAME in first.cookies
    assert settings.SESSION_COOKIE_NAME not in client_at(0.5).cookies
    assert settings.SESSION_COOKIE_NAME in client_at(1.1).cookies
