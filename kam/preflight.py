"""What must be true before anything starts, each failure one clear line."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
from pathlib import Path
from typing import Final, TextIO

from foundation import env

LEAST_FREE_MEGABYTES: Final = 500


class CannotStartError(Exception):
    """Why the product does not start, in a line for the person who tried."""


def port() -> int:
    """The port to serve on (PORT, 8000). Raises CannotStartError when it is taken or may not be used."""
    number, host = env.number("PORT", 8000, least=1, most=65535), env.text("KAM_BIND", "127.0.0.1")
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, number))
        except PermissionError as error:
            raise CannotStartError(f"Port {number} needs more rights. Choose one above 1023: {_other()}") from error
        except OSError as error:
            raise CannotStartError(f"Port {number} is taken. Free it or choose another: {_other()}") from error
    return number


def data_folder(folder: Path) -> TextIO:
    """The lock that makes this process the only supervisor of `folder`; hold it while running.

    Raises CannotStartError when the folder cannot be written, has no room left, or has a supervisor.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "serve.lock").open("a+")
    except OSError as error:
        raise CannotStartError(f"The data folder {folder} cannot be written: {error.strerror}.") from error
    free = free_megabytes(folder)
    if free < LEAST_FREE_MEGABYTES:
        raise CannotStartError(f"Only {free} MB are free in {folder}; {LEAST_FREE_MEGABYTES} MB are the least.")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.seek(0)
        owner = lock.read().strip()
        raise CannotStartError(f"The data folder {folder} is in use by process {owner}; end that first.") from error
    lock.truncate(0)
    lock.write(f"{os.getpid()}\n")
    lock.flush()
    return lock


def free_megabytes(folder: Path) -> int:
    """Room left for us on the disk of `folder`."""
    return shutil.disk_usage(folder).free // 2**20


def _other() -> str:
    return "PORT=8001 make run"
