"""Reading what is staged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from foundation import sql

from .plan import Row

SQL: Final = Path(__file__).parent / "sql"
BATCH: Final = 2000


def staged_rows() -> Iterator[list[Row]]:
    """The rows that may be written, in the file's order, a batch at a time."""
    after = 0
    while rows := sql.select(SQL / "120_next_rows.sql", {"after": after, "limit": BATCH}):
        yield [Row(**{**row, "cells": json.loads(row["cells"])}) for row in rows]
        after = rows[-1]["line"]


def counts() -> dict[str, int]:
    """`refused` and `rows` of what is staged."""
    return sql.select(SQL / "130_refused.sql", {})[0]
