"""Lists as CSV: streamed, exact, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

LIMIT: Final = 1_000_000
"""More rows than this are refused: no sheet holds them. They are streamed, never held as a whole."""

BOM: Final = "\ufeff"
_DANGEROUS: Final = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
"""With the apostrophes that stand there already: only so can one be taken away again."""


def neutral(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it; numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, bool | int | float | Decimal | dt.date):
        return value
    text = str(value)
    return f"'{text}" if _DANGEROUS.match(text) else text


def as_meant(cell: str) -> str:
    """The text that `neutral` made `cell` of."""
    return cell[1:] if cell.startswith("'") and _DANGEROUS.match(cell) else cell


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
