"""Lists as CSV: streamed, exact, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

LIMIT: Final = 100_000
"""More rows than this are refused; they belong into a background export, which comes later."""

BOM: Final = "\ufeff"
_DANGEROUS: Final = tuple("=+-@\t\r\n＝＋－＠")


def neutral(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it; numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, bool | int | float | Decimal | dt.date):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Header and rows as lines of CSV, one at a time; the mark at the front lets a spreadsheet see that it is UTF-8."""
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow(header)
    for row in rows:
        yield writer.writerow([neutral(value) for value in row])


class _Echo:
    """Gives csv.writer's line back instead of storing it."""

    def write(self, line: str) -> str:
        return line
