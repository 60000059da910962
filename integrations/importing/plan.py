"""What an import is asked to do, and what its parts share while it runs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from teams.models import Team, User

from .columns import Settings
from .report import Report

Progress = Callable[[str, int, int], object]
"""Told what is being done, how much is done, how much there is."""


@dataclass(frozen=True)
class Order:
    """What the person asked for."""

    kind: str
    path: Path
    actor: User
    owner: User
    team: Team | None
    name: str = ""
    """What the file is called; empty: as on the disk."""
    mapping: Mapping[str, str] = field(default_factory=dict)
    leave_out: Collection[str] = ()
    """Columns that become nothing, whatever their names: headers, or "#3" for the third."""
    account: str = ""
    """The account of rows that name none."""
    stage_map: Mapping[str, str] = field(default_factory=dict)
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    date_format: str = ""
    currency: str = ""
    decimal_comma: bool = False
    create_accounts: bool = False
    create_people: bool = False
    create_teams: bool = False
    share_accounts: bool = False
    erase_blanks: bool = False
    partial: bool = False
    dry_run: bool = False


@dataclass(frozen=True)
class Row:
    """A staged row, ready to be written: its cells as JSON values, its links resolved."""

    line: int
    external_id: str | None
    account_id: int | None
    person_id: int | None
    rate: Decimal | None
    cells: dict[str, Any]


@dataclass
class Work:
    """An import under way."""

    order: Order
    report: Report
    settings: Settings
    now: dt.datetime
    progress: Progress
    team: Team
    mapped: set[str] = field(default_factory=set)
    touched_accounts: set[int] = field(default_factory=set)
    told_accounts: set[int | None] = field(default_factory=set)

    refused_lines: set[int] = field(default_factory=set)

    @property
    def actor(self) -> User:
        return self.order.actor

    def refuse(self, row: Row, column: str, value: Any, message: Any) -> None:
        """For what only the books can tell, while writing: `writable` leaves the row out from now on."""
        self.report.refuse(row.line, column, value, message)
        self.report.refused += 1
        self.refused_lines.add(row.line)

    def writable(self, rows: Sequence[Row]) -> list[Row]:
        return [row for row in rows if row.line not in self.refused_lines]

    def mend_later(self, row: Row, column: str, message: Any) -> None:
        """A link that cannot be made although the row stands: refuses the file, or is noted where that is partial."""
        if self.order.partial:
            self.report.note(row.line, column, f"“{row.cells[column]}”: {message}")
        else:
            self.refuse(row, column, row.cells[column], message)
