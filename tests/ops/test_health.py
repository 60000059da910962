"""/healthz and /readyz, and the signs of life behind them."""

from __future__ import annotations

import datetime as dt
import time

import pytest
import redis
import time_machine
from django.db import DatabaseError, connection
from django.utils import timezone

from foundation import readiness
from journal.models import Job
from kam import health, pulse
from scoring.models import ScoringRun

NOW = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)


def night(days_ago: int, *, done: bool, hours_ago: float = 9) -> None:
    """A night on record, asked for `hours_ago`, of a business date `days_ago`."""
    asked = NOW - dt.timedelta(hours=hours_ago)
    ScoringRun.objects.create(
        business_date=(NOW - dt.timedelta(days=days_ago)).date(),
        requested_at=asked,
        finished_at=asked if done else None,
    )


@pytest.fixture
def alive(db):
    """Worker and scheduler have just been heard of."""
    pulse.client().flushdb()
    pulse.beat("worker")
    pulse.beat("scheduler")


def test_healthz_asks_nobody(client):
    answer = client.get("/healthz")  # and the test has no database
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_only_read(client, db, path):
    assert client.post(path).status_code == 405


def test_readyz_names_every_part(client, alive):
    checks = client.get("/readyz").json()["checks"]
    assert {"database", "broker", "worker", "scheduler", "disk"} <= checks.keys()
    assert {checks[name] for name in ("database", "broker", "worker", "scheduler", "disk")} == {"ok"}


def test_work_that_failed_today_is_told(client, alive):
    now = timezone.now()
    for hours in (1, 30):
        Job.objects.create(task="x", args=[], state="failed", finished_at=now - dt.timedelta(hours=hours))
    assert client.get("/readyz").json()["checks"]["jobs"] == "1 failed in the last day"
    Job.objects.create(task="x", args=[1], state="done", finished_at=now)
    assert client.get("/readyz").json()["checks"]["jobs"] == "1 failed in the last day"
    Job.objects.create(task="x", args=[], state="done", finished_at=now)
    assert client.get("/readyz").json()["checks"]["jobs"] != "1 failed in the last day"


def test_readyz_when_all_is_well(client, alive, monkeypatch):
    monkeypatch.setitem(readiness._checks, "night", lambda: None)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ready")


def test_a_scheduler_is_not_missed_before_it_can_have_spoken(client, alive, monkeypatch):
    pulse.client().delete(pulse._key("scheduler"))
    monkeypatch.setattr(health, "STARTED", time.monotonic())
    assert client.get("/readyz").json()["checks"]["scheduler"] == "ok"
    monkeypatch.setattr(health, "STARTED", time.monotonic() - health.FIRST_WORD_SECONDS - 1)
    assert client.get("/readyz").json()["checks"]["scheduler"] == "no sign of life"


def test_silent_worker(client, alive):
    pulse.client().delete(pulse._key("worker"))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["worker"] == "no sign of life"


def test_worker_heard_of_long_ago(client, alive):
    pulse.client().set(pulse._key("worker"), 1_000_000)
    assert client.get("/readyz").json()["checks"]["worker"] == "no sign of life"


def test_broker_down(client, broker, db):
    broker.stop()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    checks = answer.json()["checks"]
    assert (checks["broker"], checks["worker"]) == ("unreachable", "unknown without a broker")


def test_database_down(client, alive, monkeypatch):
    def refuse() -> None:
        raise DatabaseError("gone")

    with monkeypatch.context() as broken:
        broken.setattr(connection, "ensure_connection", refuse)
        broken.setattr(connection, "close", lambda: None)
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == "unreachable"


def test_probes_do_not_mind_the_host_they_were_reached_by(client):
    assert client.get("/healthz", headers={"host": "10.1.2.3"}).status_code == 200


def test_a_check_that_raises_does_not_hide_the_others(client, alive, monkeypatch):
    monkeypatch.setitem(readiness._checks, "night", lambda: 1 / 0)
    checks = client.get("/readyz").json()["checks"]
    assert checks["night"] == "unknown (ZeroDivisionError)"
    assert checks["database"] == "ok"


@pytest.mark.parametrize(
    ("nights", "answer"),
    [
        ([], None),
        ([{"days_ago": 1, "done": True}], None),
        ([{"days_ago": 1, "done": False}], "the night of 2026-03-09 is not computed"),
        ([{"days_ago": 1, "done": False, "hours_ago": 1}], None),
        ([{"days_ago": 2, "done": True, "hours_ago": 33}], "the night of 2026-03-09 is not computed"),
    ],
)
def test_last_night(db, nights, answer):
    with time_machine.travel(NOW, tick=False):
        for one in nights:
            night(**one)
        assert health.night() == answer


def test_a_real_worker_gives_signs_of_life(celery_worker_process):
    celery_worker_process()
    for _ in range(100):
        if not pulse.is_stale("worker"):
            return
        pulse.time.sleep(0.1)
    pytest.fail("no heartbeat in ten seconds")


def test_a_beat_without_a_broker_is_nobodys_trouble(broker):
    broker.stop()
    pulse.beat("worker")
    with pytest.raises(redis.RedisError):
        pulse.age("worker")
