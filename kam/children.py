"""Child processes that are kept running, and end with their parent."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import Final

LONGEST_PAUSE: Final = 30.0
STEADY_SECONDS: Final = 60.0


class Child:
    """One command, started again with growing pauses (1, 2, 4 … 30 s) when it dies."""

    def __init__(self, name: str, command: list[str], environ: Mapping[str, str]) -> None:
        self.name, self._command, self._environ = name, command, dict(environ)
        self._pause, self._due, self._since = 1.0, 0.0, 0.0
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Run it in a session of its own: a Ctrl-C in the terminal is for the parent to handle."""
        self._since = time.monotonic()
        self._process = subprocess.Popen(
            self._command,
            env=self._environ,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509  (no threads here)
        )

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def tend(self) -> str | None:
        """Start it again when it is due. Returns a line for the person watching when it has just died."""
        now = time.monotonic()
        if self.is_running():
            if now - self._since > STEADY_SECONDS:
                self._pause = 1.0
            return None
        if self._process is not None:
            code, self._process = self._process.returncode, None
            self._due, self._pause = now + self._pause, min(2 * self._pause, LONGEST_PAUSE)
            return f"{self.name} ended ({_reason(code)}); starting it again in {self._due - now:.0f} s"
        if now >= self._due:
            self.start()
        return None

    def end(self, number: signal.Signals) -> None:
        """Send a signal to it and to all its own children."""
        if self._process is not None and self.is_running():
            if number == signal.SIGKILL:
                os.killpg(self._process.pid, number)
            else:
                self._process.send_signal(number)

    def wait(self, seconds: float) -> None:
        """Wait for its end; afterwards it is gone, if need be by force, and so is what it left behind."""
        if self._process is None:
            return
        try:
            self._process.wait(max(0.0, seconds))
        except subprocess.TimeoutExpired:
            self.end(signal.SIGKILL)
            self._process.wait()


def end_all(children: list[Child], seconds: float) -> None:
    """End all of them at once in good order, by force when it takes longer than `seconds`."""
    for child in children:
        child.end(signal.SIGTERM)
    until = time.monotonic() + seconds
    for child in children:
        child.wait(until - time.monotonic())


def _die_with_parent() -> None:
    """Linux: have the kernel end this process when its parent dies, even by kill -9 (PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _reason(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
