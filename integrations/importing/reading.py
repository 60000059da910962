"""Rows of a table, one at a time: delimiter, header, ragged rows, the footers that reports append."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final, Protocol

from django.utils.translation import gettext as _

from foundation.errors import RuleBroken

DELIMITERS: Final = ",;\t|"
Seen = Callable[[int], object]
Numbered = tuple[int, list[str], str]
"""The line a row begins on, its cells, why it cannot be read (\"\": it can)."""
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


class Source(Protocol):
    """A file that holds one table: text, or a workbook."""

    @property
    def encoding(self) -> str: ...

    @property
    def bad_lines(self) -> tuple[int, ...]:
        """Lines with a byte that is not of the encoding."""

    def opened(self, seen: Seen = ...) -> AbstractContextManager[Sheet]:
        """The table with its header read; may be asked for again. RuleBroken for a file without a header."""


@dataclass(frozen=True)
class TextFile:
    """A CSV file. `delimiter` "" is found out."""

    path: Path
    encoding: str
    codec: str
    bad_lines: tuple[int, ...]
    delimiter: str

    @contextmanager
    def opened(self, seen: Seen = lambda _size: None) -> Iterator[Sheet]:
        """`seen` is told now and then how many characters were read."""
        # Line ends stay untouched: quoted cells may hold some.
        with self.path.open(encoding=self.codec, newline="") as file:
            lines = _Lines(file, seen)
            first = lines.peek()
            chosen = self.delimiter or _likely_delimiter(first)
            yield sheet_of(_numbered(csv.reader(lines, delimiter=chosen, strict=True)), delimiter=chosen)


def sheet_of(rows: Iterator[Numbered], *, delimiter: str = "", pads: bool = False) -> Sheet:
    """The first row that is not blank as the header, the rest as records. `pads`: rows may end where they are filled.

    RuleBroken where there is no header.
    """
    header, error = next(((row, error) for _line, row, error in rows if error or _is_filled(row)), (None, ""))
    if error:
        raise RuleBroken(error)
    if header is None:
        raise RuleBroken(_("The file is empty."))
    sheet = Sheet([cell.strip().lstrip("\ufeff") for cell in header], delimiter, iter(()))
    sheet.records = _records(sheet, rows, pads=pads)
    return sheet


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


def _records(sheet: Sheet, rows: Iterator[Numbered], *, pads: bool) -> Iterator[Record]:
    """Everything below the header. Short lines of a footer are noted, blank ones counted, ragged ones are faults."""
    width, held = len(sheet.header), list[Record]()
    for line, row, error in rows:
        if not error and not _is_filled(row):
            sheet.blank += 1
            continue
        cells = [*row, *[""] * (width - len(row))] if pads else row
        record = Record(line, cells, error or _fault(cells, width))
        if _may_be_footer(row, width):
            held.append(record)
            continue
        yield from held
        held.clear()
        yield record
    # Only what stands at the very end can be a footer; the same in the middle is a ragged row.
    sheet.footer = [record.line for record in held]


def _is_filled(row: list[str]) -> bool:
    return any(cell.strip() for cell in row)


def _numbered(rows: Iterator[list[str]]) -> Iterator[Numbered]:
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


def _may_be_footer(row: list[str], width: int) -> bool:
    filled = [cell for cell in row if cell.strip()]
    return 0 < len(filled) <= 2 < width and len(row) < width and bool(_FOOTER.search(filled[0].strip()))
