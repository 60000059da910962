"""The product under gunicorn with two workers, as it is served."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from foundation.embedded import PROJECT


@contextmanager
def serving(environ: dict[str, str]) -> Iterator[int]:
    """The port it answers on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "python:kam.gunicorn_conf"]
    process = subprocess.Popen(command, cwd=PROJECT, env=environ | {"PORT": str(port), "KAM_WEB_WORKERS": "2"})
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _wait(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the product did not answer within a minute")
