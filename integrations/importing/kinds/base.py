"""What every kind of file has in common."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from integrations.importing.columns import Column, Settings
from integrations.importing.plan import Row, Work

Cells = dict[str, Any]
Note = Callable[[str, str], None]


class Kind:
    """One kind of row: the columns a file may bring, the rules across them, how they are written.

    `account` says whether a row hangs on an account: "required", "optional" or "" (it does not). `person` is the
    target that names one of our people. `makes_ids`: rows without an external id get one made of their content.
    """

    name: ClassVar[str]
    columns: ClassVar[Mapping[str, Column]]
    required: ClassVar[tuple[tuple[str, ...], ...]] = ()
    account: ClassVar[str] = "required"
    person: ClassVar[str] = ""
    makes_ids: ClassVar[bool] = True
    has_money: ClassVar[bool] = False
    is_for_administrators: ClassVar[bool] = False
    is_for_everybody: ClassVar[bool] = False
    """Whether also who leads nobody brings such files through the page: what everybody writes at the accounts he sees,
    a row at a time, by the same rules."""

    def complete(self, cells: Cells, settings: Settings, note: Note) -> None:
        """Adds what follows from the cells. Raises RuleBroken (with the field) for what cannot stand together."""

    def identity(self, cells: Cells) -> str:
        """What tells a row without an external id from others of the file."""
        return digest(cells)

    def day(self, cells: Cells) -> dt.date | None:
        """The day whose exchange rate counts."""
        return None

    def write_all(self, work: Work) -> bool:
        """Writes every staged row in one go, where a kind can; False: `write` gets one batch after another."""
        return False

    def write(self, rows: list[Row], work: Work) -> None:
        """Writes a batch, counts in the report, refuses in the report what only the database could tell."""
        raise TypeError(f"{self.name} cannot be written in batches")

    def finish(self, work: Work) -> None:
        """What is left to do when all rows are written."""


def digest(value: Any) -> str:
    """32 hexadecimal digits of what was said, the same tomorrow and on another machine."""
    said = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:32]
