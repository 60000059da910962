"""How far a job is, told while its transaction is still open."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from foundation import sql
from integrations.importing.plan import Progress

SQL: Final = Path(__file__).parent / "sql"
PAUSE: Final = 0.5
"""Seconds between two tellings."""


@contextmanager
def telling(import_id: int) -> Iterator[Progress]:
    """Writes progress on the import's row, aside: what the import's transaction writes nobody sees before its end."""
    said, last = "", 0.0
    with sql.aside() as run:

        def tell(what: str, done: int, whole: int) -> None:
            nonlocal said, last
            now = time.monotonic()
            if what != said or now - last >= PAUSE:
                said, last = what, now
                values = {"id": import_id, "doing": what, "done": min(done, whole), "total": whole}
                run(SQL / "010_progress.sql", values)

        yield tell
