"""Embedded servers: shared by every process, gone with the last one, back after a crash."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import psycopg2
import pytest
import redis

from foundation import embedded
from foundation.broker import Broker
from foundation.keeper import Keeper

ATTACH = "from foundation.embedded import ensure_environ; ensure_environ(); import os; print(os.environ['{}'])"


@pytest.fixture
def keeper(tmp_path: Path):
    keeper = Keeper(tmp_path, throwaway=True)
    yield keeper
    keeper.close()


def another_process(folder: Path, variable: str) -> str:
    """What a second process on the same data folder finds in `variable`."""
    environ = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    environ |= {"KAM_DATA_DIR": str(folder)}
    command = [sys.executable, "-c", ATTACH.format(variable)]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=True, timeout=30).stdout.strip()


def postmaster(folder: Path) -> psutil.Process:
    return psutil.Process(int((folder / "postgres" / "postmaster.pid").read_text().splitlines()[0]))


def eventually(check, seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if check():
            return True
        time.sleep(0.1)
    return False


def can_connect(url: str) -> bool:
    try:
        psycopg2.connect(url).close()
    except psycopg2.OperationalError:
        return False
    return True


def test_a_second_process_reaches_the_same_servers(keeper, tmp_path):
    assert another_process(tmp_path, "DATABASE_URL") == keeper.environ["DATABASE_URL"]
    assert another_process(tmp_path, "REDIS_URL") == keeper.environ["REDIS_URL"]
    assert can_connect(keeper.environ["DATABASE_URL"]), "the process that left took the database with it"


def test_without_a_keeper_a_command_has_its_database_and_no_broker(tmp_path):
    started = time.monotonic()
    assert another_process(tmp_path, "REDIS_URL") == embedded.NO_BROKER
    assert time.monotonic() - started < 20
    assert not (tmp_path / "postgres" / "postmaster.pid").exists(), "the last to leave stops the database"


def test_a_stale_broker_address_is_not_believed(tmp_path):
    (tmp_path / "broker").mkdir()
    (tmp_path / "broker" / "url").write_text("redis://kam:x@127.0.0.1:9/0")
    assert embedded.broker_url(tmp_path) == embedded.NO_BROKER


def test_servers_end_when_their_owner_is_killed(tmp_path):
    script = f"""
import os, signal
from pathlib import Path
from foundation.keeper import Keeper
Keeper(Path({str(tmp_path)!r}), throwaway=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", script], check=False, timeout=30)
    assert eventually(lambda: not (tmp_path / "postgres" / "postmaster.pid").exists())
    assert eventually(lambda: embedded.broker_url(tmp_path) == embedded.NO_BROKER)


def test_a_killed_database_comes_back_at_the_same_address(keeper, tmp_path):
    postmaster(tmp_path).send_signal(signal.SIGKILL)
    assert eventually(lambda: can_connect(keeper.environ["DATABASE_URL"]))


def test_a_killed_broker_comes_back_at_the_same_address(keeper, tmp_path):
    os.kill(int((tmp_path / "broker" / "valkey.pid").read_text()), signal.SIGKILL)
    assert eventually(lambda: embedded.answers(keeper.environ["REDIS_URL"]))


def test_a_lasting_broker_keeps_its_queue_over_a_power_cut(tmp_path):
    broker = Broker(tmp_path / "broker")
    broker.start()
    redis.Redis.from_url(broker.url).rpush("queue", "task")
    time.sleep(1.2)  # it writes to disk every second
    broker.kill()
    broker.start()
    assert redis.Redis.from_url(broker.url).lrange("queue", 0, -1) == [b"task"]
    broker.stop()


def test_the_broker_takes_a_password(keeper):
    port = redis.Redis.from_url(keeper.environ["REDIS_URL"]).connection_pool.connection_kwargs["port"]
    with pytest.raises(redis.exceptions.NoPermissionError):
        redis.Redis(port=port).keys("*")


def test_the_broker_refuses_writes_rather_than_forget(keeper):
    assert redis.Redis.from_url(keeper.environ["REDIS_URL"]).config_get("maxmemory-policy") == {
        "maxmemory-policy": "noeviction"
    }


def test_a_broker_comes_back_at_its_address_or_not_at_all(tmp_path):
    broker = Broker(tmp_path)
    broker.start()
    url, port = broker.url, int(broker.url.rsplit(":", 1)[1].split("/")[0])
    broker.kill()
    with socket.create_server(("127.0.0.1", port)):
        assert not broker.restart()
    assert broker.restart()
    assert broker.url == url
    broker.stop()
