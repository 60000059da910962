"""Runs numbered .sql files: one step a file, named values only, seconds and rows measured.

The only place (with `journal`) where SQL text meets a cursor; everything else goes through the ORM.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class StepResult:
    """What one step did: its file's stem, rows touched (last statement), wall seconds."""

    name: str
    rows: int
    seconds: float


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def run_step(path: Path, values: Mapping[str, Any]) -> StepResult:
    """Executes one file with `%(name)s` values."""
    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(text_of(path), values)
        rows = max(cursor.rowcount, 0)
    return StepResult(path.stem, rows, time.perf_counter() - started)


def select(path: Path, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Rows of a reading .sql file, each a dict by column name."""
    with connection.cursor() as cursor:
        cursor.execute(text_of(path), values)
        return _as_dicts(cursor)


def select_text(query: str, values: Sequence[Any] | Mapping[str, Any]) -> list[dict[str, Any]]:
    """Rows of a query composed from an ORM queryset's own SQL (`qs.query.sql_with_params()`)."""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return _as_dicts(cursor)


def _as_dicts(cursor: Any) -> list[dict[str, Any]]:
    names = [column.name for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
