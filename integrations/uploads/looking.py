"""A first look at a file: what it is, its columns, what stands in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from foundation.errors import RuleBroken
from integrations.importing.plan import Order, Progress
from integrations.importing.run import source_of
from integrations.importing.workbook import Workbook, sheet_names

from .rules import MOST_COLUMNS

SAMPLES: Final = 3
MOST_VALUES: Final = 60
LONGEST: Final = 80


@dataclass
class Seen:
    """What was seen of a column: the first few different values, and all of them while they are few."""

    header: str
    values: dict[str, None] = field(default_factory=dict)

    def see(self, cell: str) -> None:
        if len(self.values) <= MOST_VALUES and (value := " ".join(cell[: 4 * LONGEST].split())):
            self.values.setdefault(value[:LONGEST])

    def as_dict(self) -> dict[str, Any]:
        values = list(self.values)
        return {
            "header": self.header[:200],
            "samples": values[:SAMPLES],
            "values": values if len(values) <= MOST_VALUES else None,
        }


def look(order: Order, progress: Progress) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """(columns, facts) of the file. RuleBroken for what cannot be read at all."""
    source = source_of(order)
    if source.bad_lines:
        lines = ", ".join(map(str, source.bad_lines[:10]))
        said = _("Line %(lines)s: a byte that is not %(encoding)s. Save the file again as UTF-8.")
        raise RuleBroken(said % {"lines": lines, "encoding": source.encoding})
    size, rows = order.path.stat().st_size, 0
    with source.opened(lambda done: progress(_("reading"), done, size)) as sheet:
        if len(sheet.header) > MOST_COLUMNS:
            raise RuleBroken(_("More than %(n)s columns. Leave out those you do not need.") % {"n": MOST_COLUMNS})
        seen = [Seen(header) for header in sheet.header]
        for record in sheet.records:
            rows += 1
            if not record.fault:
                for column, cell in zip(seen, record.cells, strict=False):
                    column.see(cell)
    facts = {
        "encoding": source.encoding,
        "delimiter": sheet.delimiter,
        "rows": rows,
        "sheets": sheet_names(order.path) if isinstance(source, Workbook) else [],
        "is_text": bool(sheet.delimiter),
    }
    return [column.as_dict() for column in seen], facts
