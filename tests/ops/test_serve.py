"""`make run`'s supervisor from start to end, with everything it starts."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests.workers import Process


@pytest.fixture
def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


@pytest.fixture
def serve(tmp_path: Path, free_port: int) -> Iterator[Callable[..., Process]]:
    """serve(KAM_X="1"): the supervisor on a free port with a data folder of its own and embedded servers."""
    started: list[Process] = []

    def start(**environ: str) -> Process:
        own = {
            "PORT": str(free_port),
            "KAM_DATA_DIR": str(tmp_path / "data"),
            "KAM_DEMO": "0",
            "DATABASE_URL": "",
            "REDIS_URL": "",
            "KAM_URL": "",
        }
        log = tmp_path / f"serve-{len(started)}.log"
        started.append(Process([sys.executable, "-m", "kam.serve"], log, own | environ))
        return started[-1]

    yield start
    for process in started:
        process.stop(60)


def get(port: int, path: str) -> int:
    try:
        return urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10).status
    except urllib.error.HTTPError as answer:
        return answer.code


def eventually(check: Callable[[], object], seconds: float = 30) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if check():
            return True
        time.sleep(0.2)
    return False


def family(process: Process) -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


def worker_of(process: Process) -> psutil.Process | None:
    return next((child for child in family(process) if "worker" in child.cmdline()), None)


def test_from_start_to_ctrl_c(serve, free_port, tmp_path):
    supervisor = serve()
    supervisor.wait_for("Ctrl-C ends everything.", 120)
    assert f"Ready: http://127.0.0.1:{free_port}\n" in supervisor.log
    assert "Sign in as admin@kam.example, password " in supervisor.log
    assert get(free_port, "/healthz") == 200
    assert get(free_port, "/readyz") in {200, 503}, "503 only for a night that has not been yet"
    assert get(free_port, "/admin/login/") == 200

    killed = worker_of(supervisor)
    killed.kill()
    supervisor.wait_for("worker ended (SIGKILL); starting it again in 1 s")
    assert eventually(lambda: (worker := worker_of(supervisor)) and worker.pid != killed.pid)

    everything = family(supervisor)
    supervisor.signal(signal.SIGINT)
    assert supervisor.wait(60) == 0
    assert not any(child.is_running() for child in everything)
    assert not (tmp_path / "data" / "postgres" / "postmaster.pid").exists()

    again = serve()
    again.wait_for("Ctrl-C ends everything.", 120)
    assert "password" not in again.log, "an administrator exists already"


def test_killed_supervisor_leaves_nothing_behind(serve, tmp_path):
    supervisor = serve()
    supervisor.wait_for("Ctrl-C ends everything.", 120)
    everything = family(supervisor)
    assert len(everything) >= 7
    os.kill(supervisor.pid, signal.SIGKILL)
    assert eventually(lambda: not any(child.is_running() for child in everything), 60)
    assert eventually(lambda: not (tmp_path / "data" / "postgres" / "postmaster.pid").exists())


def test_stopped_while_it_prepares(serve):
    supervisor = serve()
    supervisor.wait_for("Preparing the database")
    supervisor.signal(signal.SIGTERM)
    assert supervisor.wait(60) == 0
    assert "Traceback" not in supervisor.log
    assert "Ready" not in supervisor.log


def refusal(process: Process) -> str:
    """The one line that a supervisor that cannot start says."""
    assert process.wait(30) == 1
    return process.log


def test_taken_port(serve, free_port):
    with socket.create_server(("127.0.0.1", free_port)):
        assert refusal(serve()) == (f"Port {free_port} is taken. Free it or choose another: PORT=8001 make run\n")


@pytest.mark.parametrize("port", ["http", "0", "70000", "-1"])
def test_port_that_is_none(serve, port):
    assert refusal(serve(PORT=port)) == f"PORT must be a whole number from 1 to 65535, not {port!r}.\n"


def test_data_folder_that_cannot_be_one(serve, tmp_path):
    (tmp_path / "file").write_text("")
    assert "cannot be written" in refusal(serve(KAM_DATA_DIR=str(tmp_path / "file" / "data")))


def test_data_folder_in_use(serve, free_port, tmp_path):
    first = serve()
    first.wait_for("Starting the embedded servers")
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        second = serve(PORT=str(trial.getsockname()[1] - 1))
    assert f"is in use by process {first.pid}" in refusal(second)


def test_settings_that_make_no_sense(serve):
    supervisor = serve(KAM_SIGN_IN_TRIES="many")
    said = refusal(supervisor)
    assert "KAM_SIGN_IN_TRIES must be a whole number" in said
    assert "Traceback" not in said
