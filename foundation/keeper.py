"""The keeper: a process that runs the embedded servers for as long as its owner lives.

    python -m foundation.keeper FOLDER [--database] [--broker] [--throwaway]

starts them, prints one JSON line {"DATABASE_URL": …, "REDIS_URL": …}, restarts what dies, and ends them when
its standard input closes: which also happens when the owner is killed with -9.
"""

from __future__ import annotations

import argparse
import json
import select
import signal
import subprocess
import sys
from pathlib import Path

from .broker import Broker
from .embedded import PROJECT, attach_database


class Keeper:
    """The owner's end: starts a keeper process, knows its `environ`, ends it with close()."""

    def __init__(self, folder: Path, *, database: bool = True, broker: bool = True, throwaway: bool = False) -> None:
        wanted = {"--database": database, "--broker": broker, "--throwaway": throwaway}
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__, str(folder), *(name for name, on in wanted.items() if on)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=PROJECT,
            text=True,
            start_new_session=True,  # Ctrl-C in the terminal is the owner's to handle, servers end last
        )
        assert self._process.stdout  # noqa: S101  (it is a pipe)
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"The embedded servers in {folder} did not start; see the lines above.")
        self.environ: dict[str, str] = json.loads(line)

    def is_running(self) -> bool:
        return self._process.poll() is None

    def close(self) -> None:
        """End the servers in good order; at most half a minute."""
        assert self._process.stdin  # noqa: S101
        self._process.stdin.close()
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()


def keep(folder: Path, *, database: bool, broker: bool, throwaway: bool) -> None:
    """Run the chosen servers until standard input closes."""
    environ = {}
    postgres = attach_database(folder, durable=not throwaway) if database else None
    if postgres:
        environ["DATABASE_URL"] = postgres.get_uri()
    valkey = Broker(folder / "broker", lasting=not throwaway) if broker else None
    if valkey:
        valkey.start()
        environ["REDIS_URL"] = valkey.url
    print(json.dumps(environ), flush=True)  # noqa: T201  (the owner reads it)
    while not select.select([sys.stdin], [], [], 1.0)[0]:
        if postgres and not postgres.get_postmaster_info().is_running():
            postgres.start()
        if valkey and not valkey.is_running():
            valkey.restart()
    if valkey:
        valkey.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    for name in ("--database", "--broker", "--throwaway"):
        parser.add_argument(name, action="store_true")
    options = vars(parser.parse_args())
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    keep(options.pop("folder").resolve(), **options)


if __name__ == "__main__":
    main()
