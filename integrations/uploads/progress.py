"""How far a job is, told while its transaction is still open."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Final

from django.db import connection

PAUSE: Final = 0.5
"""Seconds between two tellings."""


class Told:
    """Writes progress on the import's row through a connection of its own: what the transaction of the import writes
    nobody else sees before it ends."""

    def __init__(self, import_id: int) -> None:
        self._id, self._said, self._last = import_id, "", 0.0
        self._aside = connection.copy()

    def __enter__(self) -> Told:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._aside.close()

    def tell(self, what: str, done: int, whole: int) -> None:
        now = time.monotonic()
        if what == self._said and now - self._last < PAUSE:
            return
        self._said, self._last = what, now
        with self._aside.cursor() as cursor:
            cursor.execute(
                "UPDATE integrations_import SET doing = %s, done = %s, total = %s WHERE id = %s",
                [what, min(done, whole), whole, self._id],
            )
