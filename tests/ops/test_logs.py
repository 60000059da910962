"""No secret reaches a log line (fault 43)."""

from __future__ import annotations

import logging
import sys

import pytest

from kam.logs import Line


def line(message: str, **extra) -> str:
    return Line("{message}", style="{").format(logging.makeLogRecord({"msg": message, **extra}))


@pytest.mark.parametrize(
    "message",
    [
        "GET /api/v1/accounts/?token=hunter2abcdef",
        "Authorization: Bearer hunter2abcdef",
        "authorization Api-Key hunter2abcdef",
        "cannot reach postgresql://kam:hunter2abcdef@db/kam",
        "{'password': 'hunter2abcdef'}",
        "api_key=hunter2abcdef",
        "sessionid=hunter2abcdef; csrftoken=hunter2abcdef",
        "key kam_hunter2abcdef was used",
    ],
)
def test_secrets_are_blotted_out(message):
    assert "hunter2" not in line(message)


def test_tracebacks_too():
    try:
        int("password=hunter2abcdef")
    except ValueError:
        assert "hunter2" not in line("failed", exc_info=sys.exc_info())


def test_the_rest_stays():
    assert line("Task journal.sweep succeeded in 0.1s: 3 told") == "Task journal.sweep succeeded in 0.1s: 3 told"
