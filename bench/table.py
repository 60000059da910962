"""The figures as a table: what was promised, what was measured, whether it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line. `most` None: told for the record, nothing is promised."""

    name: str
    measured: float
    most: float | None = None
    unit: str = ""
    note: str = ""

    @property
    def holds(self) -> bool:
        return self.most is None or self.measured <= self.most


def text_of(figures: list[Figure]) -> str:
    """Markdown, readable as it is in a terminal."""
    rows = [("", "at most", "measured", "", "")]
    rows += [
        (
            figure.name,
            "–" if figure.most is None else f"{figure.most:g} {figure.unit}".strip(),
            f"{figure.measured:.3g} {figure.unit}".strip(),
            "" if figure.most is None else ("holds" if figure.holds else "MISSED"),
            figure.note,
        )
        for figure in figures
    ]
    return "\n".join(lines_of(rows))


def lines_of(rows: Sequence[Sequence[str]]) -> list[str]:
    """A table of Markdown; the first row heads it."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return lines
