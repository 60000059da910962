"""Two people in an order of the test's choosing: the second begins while the first has written and not ended yet."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import Any

from django.db import connection, transaction

from foundation.errors import RuleBroken, StaleEdit

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def while_open(first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """What `second` returned or raised, on a connection of its own, begun within `first`'s transaction."""
    written, end = Event(), Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                first()
                written.set()
                assert end.wait(timeout=30)
        finally:
            connection.close()

    def follow() -> Any:
        try:
            return second()
        except (RuleBroken, StaleEdit) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        holding = pool.submit(hold)
        try:
            assert written.wait(timeout=30) or holding.result()
            following = pool.submit(follow)
            _until_it_waits(following)
        finally:
            end.set()
        holding.result()
        return following.result()


def _until_it_waits(following: Future[Any]) -> None:
    for _try in range(300):
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone()[0] or following.done():
                return
        time.sleep(0.02)  # nobody tells when another session begins to wait
