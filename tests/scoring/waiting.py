"""Processes of their own, and waiting for what they do."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from django.db import connection, connections


def forked(work: Callable[[], object]) -> int:
    """Does `work` in a process of its own, on connections of its own; its id."""
    connections.close_all()
    child = os.fork()
    if child:
        return child
    try:
        # Once a browser was driven, its event loop hides from this thread the connections that it had before. The child
        # has no loop and would find them, the parent's.
        for inherited in connections.all(initialized_only=True):
            inherited.connection = None
        work()
    finally:
        os._exit(0)


def until(holds: Callable[[], object], seconds: float = 60) -> None:
    limit = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < limit, "it did not happen in time"
        time.sleep(0.05)


def nobody_works() -> bool:
    """Whether the killed worker's session has ended: PostgreSQL notices when its statement ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return cursor.fetchone()[0] == 0
