"""Rows of a CSV file, one at a time: delimiter, header, ragged rows, the footers that reports append."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

from django.utils.translation import gettext as _

from foundation.errors import RuleBroken

DELIMITERS: Final = ",;\t|"
_FOOTER: Final = re.compile(
    r"copyright|confidential|rights reserved|^(grand )?totals?\b|©|\b(generated|exported|as of)\b|共\s*\d+|合计|制表",
    re.I,
)


@dataclass(frozen=True)
class Record:
    """A row of the file: the line it begins on, its cells in the header's order; `fault` says why it is unusable."""

    line: int
    cells: list[str]
    fault: str = ""


@dataclass
class Sheet:
    """An open file: its header and what reading it noticed."""

    header: list[str]
    delimiter: str
    records: Iterator[Record]
    blank: int = 0
    footer: list[int] = field(default_factory=list)


def open_sheet(file: IO[str], *, delimiter: str = "", seen: Callable[[int], object] = lambda _bytes: None) -> Sheet:
    """Reads the header of `file` (opened with newline="") and gives the rest as records.

    `seen` is told now and then how many characters were read. RuleBroken for a file without a header.
    """
    lines = _Lines(file, seen)
    first = lines.peek()
    chosen = delimiter or _likely_delimiter(first)
    rows = csv.reader(lines, delimiter=chosen, strict=True)
    try:
        header = next((row for row in rows if any(cell.strip() for cell in row)), None)
    except csv.Error as error:
        raise RuleBroken(_("The header cannot be read: %(why)s.") % {"why": error}) from error
    if header is None:
        raise RuleBroken(_("The file is empty."))
    sheet = Sheet([cell.strip().lstrip("\ufeff") for cell in header], chosen, iter(()))
    sheet.records = _records(sheet, rows)
    return sheet


def refuse_workbook(path: Path) -> None:
    """RuleBroken for an XLSX file (a zip archive) that was taken for CSV."""
    with path.open("rb") as file:
        if file.read(4) == b"PK\x03\x04":
            raise RuleBroken(_("This is a workbook (XLSX), not CSV. Save the sheet as “CSV UTF-8”, then import that."))


def open_text(path: Path, codec: str) -> IO[str]:
    """The file as text, line ends untouched (quoted cells may hold some)."""
    return path.open(encoding=codec, newline="")


class _Lines:
    """Lines of a file, with a look at the first one."""

    def __init__(self, file: IO[str], seen: Callable[[int], object]) -> None:
        self._file, self._seen, self._size, self._number = file, seen, 0, 0
        self._first: str | None = None

    def peek(self) -> str:
        self._first = self._file.readline()
        return self._first

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line, self._first = (self._first, None) if self._first is not None else (self._file.readline(), None)
        if not line:
            raise StopIteration
        self._size, self._number = self._size + len(line), self._number + 1
        if self._number % 5000 == 0:
            self._seen(self._size)
        return line


def _likely_delimiter(line: str) -> str:
    """The separator that parts the header most often, outside quotes."""
    bare = re.sub(r'"[^"]*"', "", line)
    return max(DELIMITERS, key=bare.count)


def _records(sheet: Sheet, rows: Iterator[list[str]]) -> Iterator[Record]:
    """Everything below the header. Short lines of a footer are noted, blank ones counted, ragged ones are faults."""
    width, held = len(sheet.header), list[Record]()
    for line, row, error in _numbered(rows):
        if not error and not any(cell.strip() for cell in row):
            sheet.blank += 1
            continue
        record = Record(line, row, error or _fault(row, width))
        if _may_be_footer(record, width):
            held.append(record)
            continue
        yield from held
        held.clear()
        yield record
    # Only what stands at the very end can be a footer; the same in the middle is a ragged row.
    sheet.footer = [record.line for record in held]


def _numbered(rows: Iterator[list[str]]) -> Iterator[tuple[int, list[str], str]]:
    """(line it begins on, cells, error) of each row; a broken one does not end the file."""
    reader: Any = rows
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield (
                line,
                [],
                _("The row cannot be read (%(why)s). Look for a quotation mark too few or too many.") % {"why": error},
            )
            continue
        yield line, row, ""


def _fault(row: list[str], width: int) -> str:
    if len(row) == width or (len(row) > width and not any(cell.strip() for cell in row[width:])):
        return ""
    return _("%(found)d cells, but the header has %(wanted)d. Is a separator missing, or one too many unquoted?") % {
        "found": len(row),
        "wanted": width,
    }


def _may_be_footer(record: Record, width: int) -> bool:
    filled = [cell for cell in record.cells if cell.strip()]
    return 0 < len(filled) <= 2 < width and len(record.cells) < width and bool(_FOOTER.search(filled[0].strip()))
