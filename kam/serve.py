"""The supervisor behind `make run`: web server, worker and scheduler on embedded or given servers.

It ends when told (Ctrl-C, SIGTERM, SIGHUP) or when something it needs cannot start, and takes everything it
started with it. Killed with -9 it cannot, so then the kernel and the keeper do.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from types import FrameType
from typing import Final

from foundation import env
from foundation.embedded import PROJECT, data_dir
from foundation.keeper import Keeper

from . import preflight
from .children import Child, end_all
from .preflight import CannotStartError

READY_SECONDS: Final = 90
STOP_SECONDS: Final = 25


class Supervisor:
    """Starts everything, watches it, ends everything."""

    def __init__(self) -> None:
        self.children: list[Child] = []
        self.stopping = False

    def stop(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        self.stopping = True

    def run(self) -> None:
        """Serve until told to stop. Raises CannotStartError."""
        port, folder = preflight.port(), data_dir()
        with ExitStack() as stack:
            stack.enter_context(preflight.data_folder(folder))
            environ = os.environ | {"KAM_DATA_DIR": str(folder), "PORT": str(port), "PYTHONUNBUFFERED": "1"}
            environ["KAM_URL"] = env.text("KAM_URL", f"http://127.0.0.1:{port}")
            keeper = self._keep_servers(environ)
            if keeper:
                stack.callback(keeper.close)
                environ |= keeper.environ
            people = self._prepare(environ)
            self.children = _children(environ)
            stack.callback(end_all, self.children, STOP_SECONDS)
            self._until_ready(port)
            if not self.stopping:
                _say(f"Ready: {environ['KAM_URL']}\n{people}Ctrl-C ends everything.")
            self._watch(keeper)
            _say("Stopping …")

    def _keep_servers(self, environ: dict[str, str]) -> Keeper | None:
        missing = {name: not environ.get(name, "").strip() for name in ("DATABASE_URL", "REDIS_URL")}
        if not any(missing.values()):
            return None
        _say("Starting the embedded servers …")
        return Keeper(data_dir(), database=missing["DATABASE_URL"], broker=missing["REDIS_URL"])

    def _prepare(self, environ: dict[str, str]) -> str:
        """Migrate, compile, collect, fill. Returns the lines that tell how to sign in."""
        _say("Preparing the database …")
        command = [sys.executable, "-m", "kam.prepare"]
        process = subprocess.Popen(
            command, env=environ, cwd=PROJECT, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        while process.poll() is None:
            time.sleep(0.05)
            if self.stopping:
                process.terminate()
        people = process.communicate()[0]
        if process.returncode and not self.stopping:
            raise CannotStartError("The database could not be prepared; the reason is above.")
        return people

    def _until_ready(self, port: int) -> None:
        # The scheduler is started by _watch: it must not keep the others from serving.
        first = [child for child in self.children if child.name != "scheduler"]
        if not self.stopping:
            for child in first:
                child.start()
        until = time.monotonic() + READY_SECONDS
        while not self.stopping and not _all_ready(port):
            dead = [child.name for child in first if not child.is_running()]
            if dead or time.monotonic() > until:
                raise CannotStartError(f"{' and '.join(dead) or 'Something'} did not start; the reason is above.")
            time.sleep(0.2)

    def _watch(self, keeper: Keeper | None) -> None:
        while not self.stopping:
            for child in self.children:
                if line := child.tend():
                    _say(line)
            if keeper and not keeper.is_running():
                raise CannotStartError("The embedded servers ended; see the lines above.")
            time.sleep(0.5)


def _children(environ: dict[str, str]) -> list[Child]:
    celery = [sys.executable, "-m", "celery", "--quiet", "-A", "kam"]
    schedule = str(data_dir() / "schedule")
    level = ["--loglevel", env.text("KAM_LOG_LEVEL", "WARNING")]
    worker = ["worker", "--concurrency", env.text("KAM_WORKERS", "2"), "--without-gossip", "--without-mingle", *level]
    if os.geteuid() == 0:
        # Celery warns at length about root; who runs this as root knows it.
        environ = environ | {"PYTHONWARNINGS": "ignore:You're running the worker with superuser"}
    return [
        Child("web", [sys.executable, "-m", "gunicorn", "-c", "python:kam.gunicorn_conf"], environ),
        Child("worker", celery + worker, environ),
        Child("scheduler", [*celery, "beat", "--schedule", schedule, "--pidfile", "", *level], environ),
    ]


def _all_ready(port: int) -> bool:
    """Whether the web server reaches its database and broker and the worker has spoken."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            checks = json.load(answer)["checks"]
    except urllib.error.HTTPError as answer:
        checks = _checks(answer.read())
    except OSError:
        return False
    return all(checks.get(name) == "ok" for name in ("database", "broker", "worker"))


def _checks(body: bytes) -> dict[str, str]:
    try:
        return dict(json.loads(body)["checks"])
    except (ValueError, KeyError, TypeError):
        return {}


def _say(text: str) -> None:
    print(text, flush=True)


def main() -> int:
    supervisor = Supervisor()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, supervisor.stop)
    try:
        supervisor.run()
    except (CannotStartError, env.EnvError, RuntimeError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    os.chdir(PROJECT)
    sys.exit(main())
