"""A streaming replica of the tests' own PostgreSQL, made by pg_basebackup; it can be paused and stopped."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from kam.archive import _path


def eventually(holds: Callable[[], bool], what: str, seconds: float = 30) -> None:
    """Waits until `holds()`; fails the test where it does not in time."""
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            pytest.fail(what)
        time.sleep(0.05)


class Standby:
    def __init__(self, primary: dict[str, Any]) -> None:
        self._primary = primary
        self._as: dict[str, Any] = {"user": "pgserver", "cwd": "/"} if os.getuid() == 0 else {}
        self.folder = Path(tempfile.mkdtemp(prefix="kam-standby-"))
        if self._as:
            shutil.chown(self.folder, "pgserver")

    @property
    def settings(self) -> dict[str, Any]:
        """As Django's DATABASES knows it."""
        return {**self._primary, "HOST": str(self.folder), "PORT": "", "PASSWORD": ""}

    def copy(self) -> None:
        source = " ".join(
            f"{name}={self._primary[key]}"
            for name, key in (("host", "HOST"), ("port", "PORT"), ("user", "USER"))
            if self._primary[key]
        )
        self._run("pg_basebackup", "-d", source, "-D", self.cluster, "-R", "-X", "stream", "-c", "fast", "--no-sync")

    def start(self) -> None:
        """Without effect when it runs."""
        if self.is_running():
            return
        options = f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c shared_buffers=32MB"
        log = self.folder / "log"
        # It answers nobody before each transaction with many savepoints that was open on the primary has ended:
        # another worker's tests held it up for nearly three minutes on a busy machine, and pg_ctl waits one by itself.
        try:
            self._run("pg_ctl", "-D", self.cluster, "-w", "-t", "600", "-o", options, "-l", str(log), "start")
        except subprocess.CalledProcessError:
            pytest.fail(f"The replica did not start: {log.read_text() if log.exists() else 'it wrote no log'}")

    def stop(self) -> None:
        if self.is_running():
            self._run("pg_ctl", "-D", self.cluster, "-w", "-m", "immediate", "stop")

    def is_running(self) -> bool:
        return (self.folder / "cluster" / "postmaster.pid").exists()

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def hold(self) -> None:
        """From now on it receives what the primary writes, and shows nothing of it."""
        self._say("SELECT pg_wal_replay_pause()")

    def go_on(self) -> None:
        self._say("SELECT pg_wal_replay_resume()")

    @property
    def cluster(self) -> str:
        return str(self.folder / "cluster")

    def _run(self, program: str, *arguments: str) -> None:
        # No pipes: the server that pg_ctl leaves behind would hold them open.
        subprocess.run(
            [_path(program), *arguments],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PGPASSWORD": str(self._primary["PASSWORD"])},
            **self._as,
        )

    def _say(self, query: str) -> None:
        connection = psycopg2.connect(
            host=str(self.folder), user=self._primary["USER"], password=self._primary["PASSWORD"], dbname="postgres"
        )
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(query)
        connection.close()
