"""Fixtures that run the real machinery: a Celery worker process, a broker that can be stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import pytest

PROJECT = Path(__file__).resolve().parent.parent


class Process:
    """A child process with a group and a log of its own."""

    def __init__(self, command: list[str], log: Path, environ: dict[str, str] | None = None) -> None:
        self.log_file = log
        self._output: IO[bytes] = log.open("wb")
        self._process = subprocess.Popen(
            command,
            cwd=PROJECT,
            env=os.environ | (environ or {}),
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def log(self) -> str:
        return self.log_file.read_text(errors="replace")

    def is_running(self) -> bool:
        return self._process.poll() is None

    def wait_for(self, text: str, seconds: float = 30) -> None:
        """Wait until `text` is in the log. Fails the test when the process ends or the time is over first."""
        until = time.monotonic() + seconds
        while text not in self.log:
            if time.monotonic() > until or not self.is_running():
                pytest.fail(f"{text!r} did not show up in the log:\n{self.log[-4000:]}")
            time.sleep(0.05)

    def wait(self, seconds: float = 30) -> int:
        """The exit code. Raises subprocess.TimeoutExpired."""
        return self._process.wait(seconds)

    def signal(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def kill(self) -> None:
        """SIGKILL to it and all its children at once, like a power cut."""
        if self.is_running():
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait(10)
        self._output.close()

    def stop(self, seconds: float = 20) -> None:
        """SIGTERM, then SIGKILL when it does not end."""
        try:
            self._process.terminate()
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            pass
        self.kill()


def database_url() -> str:
    """The URL of the database the running test uses, for processes of its own."""
    from django.db import connection

    settings = connection.settings_dict
    user, password = quote(settings["USER"], safe=""), quote(settings["PASSWORD"], safe="")
    port = f":{settings['PORT']}" if settings["PORT"] else ""
    return f"postgresql://{user}:{password}@{port}/{settings['NAME']}?host={quote(settings['HOST'], safe='/')}"


@pytest.fixture
def spawn(tmp_path: Path, transactional_db: None) -> Iterator[Callable[..., Process]]:
    """spawn("manage.py", "score", KAM_X="1"): a Python process of the project on the test's database."""
    started: list[Process] = []

    def start(*arguments: str, **environ: str) -> Process:
        log = tmp_path / f"process-{len(started)}.log"
        environ = {"DATABASE_URL": database_url(), "KAM_LOG_LEVEL": "INFO"} | environ
        started.append(Process([sys.executable, *arguments], log, environ))
        return started[-1]

    yield start
    for process in started:
        process.kill()


@pytest.fixture
def celery_worker_process(spawn: Callable[..., Process]) -> Callable[..., Process]:
    """start(pool="solo" | "prefork", concurrency=1, include="", **environ): a real worker, ready to take tasks.

    What earlier tests left in the queue is thrown away first. KAM_TASK_REDELIVERY_SECONDS="8" brings the task
    of a killed worker back after about that time.
    """
    import redis

    def start(pool: str = "solo", concurrency: int = 1, include: str = "", **environ: str) -> Process:
        worker = spawn(
            *("-m", "celery", "-A", "kam", "worker", "--pool", pool, "--concurrency", str(concurrency)),
            *(
                "--loglevel",
                "INFO",
                "--without-gossip",
                "--without-mingle",
                *(["--include", include] if include else []),
            ),
            **environ,
        )
        worker.wait_for("ready.", 90)
        return worker

    redis.Redis.from_url(os.environ["REDIS_URL"]).flushdb()
    return start


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Any]:
    """A broker of the test's own (foundation.broker.Broker), used by this process: stop(), start(), kill()."""
    from django.conf import settings

    from foundation.broker import Broker

    own, usual = Broker(tmp_path / "broker"), settings.CELERY_BROKER_URL
    own.start()
    _use_broker(own.url)
    yield own
    _use_broker(usual)
    own.stop()


def _use_broker(url: str) -> None:
    """Let this process send its tasks to `url`, dropping the connections it keeps to another one."""
    import kombu.pools
    from django.conf import settings

    from kam import pulse
    from kam.celery import app

    settings.CELERY_BROKER_URL = app.conf.broker_url = app.conf.broker_write_url = url
    os.environ["REDIS_URL"] = url
    pulse.client.cache_clear()
    app.amqp._producer_pool = app._pool = None
    kombu.pools.reset()
