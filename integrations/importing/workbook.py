"""Rows of a workbook (XLSX): measured before it is parsed, typed cells as the text that a CSV would hold."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar, Final

import python_calamine as calamine
from django.utils.translation import gettext as _

from foundation.errors import RuleBroken

from .reading import Sheet, sheet_of

MOST_BYTES: Final = 200 * 1024 * 1024
MOST_CELLS: Final = 10_000_000
CHUNK: Final = 1024 * 1024
_CELL: Final = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_EDGE: Final = 24
"""Bytes of a chunk's end in which a cell's reference may be cut in two."""


def is_workbook(path: Path) -> bool:
    """Whether it is a zip archive, as XLSX files are."""
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"


@dataclass(frozen=True)
class Workbook:
    """One sheet of a workbook. `bad_lines` and `codec` are those of text files: none."""

    path: Path
    sheet: str
    """Its name; "" is the first."""
    decimal_comma: bool
    encoding: ClassVar[str] = "XLSX"
    bad_lines: ClassVar[tuple[int, ...]] = ()

    @contextmanager
    def opened(self, seen: Any = None) -> Iterator[Sheet]:
        """The sheet with its header read. RuleBroken for what is no workbook, too large, or has no such sheet."""
        measure(self.path)
        try:
            book = calamine.CalamineWorkbook.from_path(self.path)
            rows = book.get_sheet_by_name(self._chosen(book.sheet_names)).to_python(skip_empty_area=False)
        except calamine.CalamineError as error:
            raise RuleBroken(_("The workbook cannot be read: %(why)s.") % {"why": error}) from error
        yield sheet_of(self._texts(rows), pads=True)

    def _chosen(self, names: list[str]) -> str:
        if not self.sheet and names:
            return names[0]
        if self.sheet in names:
            return self.sheet
        raise RuleBroken(_("There is no such sheet. There are: %(all)s.") % {"all": ", ".join(names)}, field="sheet")

    def _texts(self, rows: list[list[Any]]) -> Iterator[tuple[int, list[str], str]]:
        """(line, cells, no error) of each row, without the empty cells behind its last."""
        for line, row in enumerate(rows, 1):
            texts = [text_of_cell(cell, decimal_comma=self.decimal_comma) for cell in row]
            while texts and not texts[-1].strip():
                texts.pop()
            yield line, texts, ""


def sheet_names(path: Path) -> list[str]:
    """Of a workbook that was measured."""
    return calamine.CalamineWorkbook.from_path(path).sheet_names


def measure(path: Path) -> None:
    """Unpacks the archive piece by piece, keeping nothing: what it says of its own size may be a lie.

    RuleBroken over 200 MB unpacked, for a sheet that spreads over more than ten million cells, for a broken archive.
    """
    unpacked = 0
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                reach = _Reach()
                with archive.open(member) as file:
                    while chunk := file.read(CHUNK):
                        unpacked += len(chunk)
                        if unpacked > MOST_BYTES:
                            raise RuleBroken(_("Unpacked, this workbook is larger than 200 MB. Save it as CSV."))
                        if member.filename.startswith("xl/worksheets/"):
                            reach.see(chunk)
                if reach.cells > MOST_CELLS:
                    raise RuleBroken(_("A sheet spreads over more than ten million cells. Save it as CSV."))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise RuleBroken(_("The workbook cannot be read: %(why)s.") % {"why": error}) from error


class _Reach:
    """How far the cells of a sheet reach: two of them in far corners would make a reader hold all between."""

    def __init__(self) -> None:
        self._rows = self._columns = 0
        self._edge = b""

    @property
    def cells(self) -> int:
        return self._rows * self._columns

    def see(self, chunk: bytes) -> None:
        for letters, row in _CELL.findall(self._edge + chunk):
            column = 0
            for letter in letters:
                column = column * 26 + letter - 64
            self._columns, self._rows = max(self._columns, column), max(self._rows, int(row))
        self._edge = chunk[-_EDGE:]


def text_of_cell(cell: Any, *, decimal_comma: bool = False) -> str:
    """A typed cell as the text that means the same, whatever way round the file's texts write dates and numbers.

    Numbers have the fifteen digits that a spreadsheet keeps: 0.30000000000000004 was typed as 0.3.
    """
    match cell:
        case bool():
            return "true" if cell else "false"
        case int():
            return str(cell)
        case float():
            plain = f"{Decimal(format(cell, '.15g')).normalize():f}"
            return plain.replace(".", ",") if decimal_comma else plain
        case dt.datetime() if cell.time() != dt.time():
            return cell.isoformat(sep=" ", timespec="seconds")
        case dt.datetime():
            return cell.date().isoformat()
        case _:
            return str(cell)
