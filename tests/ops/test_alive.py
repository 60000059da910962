"""The health checks of the containers."""

from __future__ import annotations

import socket

import pytest

from kam import alive, pulse


@pytest.mark.parametrize("part", ["worker", "scheduler"])
def test_a_part_heard_of_lately_is_alive(part):
    pulse.client().flushdb()
    assert not alive.is_alive(part)
    pulse.beat(part)
    assert alive.is_alive(part)


def test_nothing_is_alive_without_a_broker(broker):
    broker.stop()
    assert not alive.is_alive("worker")


def test_the_web_server_is_alive_when_it_answers(live_server, monkeypatch):
    monkeypatch.setenv("PORT", str(live_server.thread.port))
    assert alive.is_alive("web")


def test_the_web_server_is_dead_when_it_does_not(monkeypatch):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        monkeypatch.setenv("PORT", str(unused.getsockname()[1]))
        assert not alive.is_alive("web")
