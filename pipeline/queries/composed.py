"""SQL of this room over a queryset's rows: `{opportunities}` in the file stands for the queryset's own SQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from foundation.sql import select_text, text_of, write_text

SQL = Path(__file__).parent.parent / "sql"


def read(name: str, rows: QuerySet[Any], **texts: str) -> list[dict[str, Any]]:
    """The rows of `sql/<name>.sql` over `rows` (a values() queryset); none when `rows` cannot match anything.

    Each of `texts` stands for its name in braces, before the opportunities do.
    """
    composed = _composed(name, rows, texts)
    return select_text(*composed) if composed else []


def write(name: str, rows: QuerySet[Any]) -> list[dict[str, Any]]:
    """The same of a file that writes: what it says of what it wrote."""
    composed = _composed(name, rows, {})
    return write_text(*composed) if composed else []


def _composed(name: str, rows: QuerySet[Any], texts: dict[str, str]) -> tuple[str, Any] | None:
    """A statement and its values; None when `rows` cannot match anything."""
    try:
        query, values = rows.query.sql_with_params()
    except EmptyResultSet:
        return None
    text = text_of(SQL / f"{name}.sql")
    for what, told in {**texts, "opportunities": query}.items():
        text = text.replace(f"{{{what}}}", told)
    return text, values
