"""A waterfall: from a total by gains and losses to another total. Geometry only; the template draws it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from .values import money_text

BAR, STEP, TOP = 18, 30, 4


class _Size(NamedTuple):
    """Width of the drawing, and what is kept free for labels on the left and figures on the right."""

    name: str
    width: int
    left: int
    right: int


_SIZES = (_Size("wide", 680, 128, 96), _Size("narrow", 330, 96, 76))


@dataclass(frozen=True)
class Bar:
    label: str
    text: str
    url: str
    tone: str
    x: str
    width: str
    y: int
    level: str
    """Where the running total stands after this bar, for the line to the next one."""

    @property
    def base(self) -> int:
        """The base line of its texts."""
        return self.y + BAR - 5


def waterfall(rows: Iterable[Mapping[str, Any]], currency: str, caption: str) -> dict[str, Any]:
    """Context of components/charts/waterfall.html.

    `rows`: label, amount (losses negative), count, url, is_total, tone (optional: "won"). Totals stand on zero, the
    others where the one before ended.
    """
    told = [dict(row) for row in rows]
    spans, level = [], Decimal(0)
    for row in told:
        start = Decimal(0) if row["is_total"] else level
        level = row["amount"] if row["is_total"] else level + row["amount"]
        spans.append((start, level))
    drawings = [_draw(size, told, spans, currency) for size in _SIZES] if told else []
    return {"drawings": drawings, "rows": told, "currency": currency, "caption": caption}


def _draw(
    size: _Size, rows: list[dict[str, Any]], spans: list[tuple[Decimal, Decimal]], currency: str
) -> dict[str, Any]:
    low = min(Decimal(0), *(min(span) for span in spans))
    high = max(Decimal(0), *(max(span) for span in spans))
    room = size.width - size.left - size.right

    def across(amount: Decimal) -> Decimal:
        return size.left + (amount - low) / ((high - low) or Decimal(1)) * room

    bars = []
    for number, (row, (start, end)) in enumerate(zip(rows, spans, strict=True)):
        left, right = across(min(start, end)), across(max(start, end))
        bars.append(
            Bar(
                label=str(row["label"]),
                text=money_text(row["amount"], currency),
                url=row["url"],
                tone=row.get("tone") or ("total" if row["is_total"] else "loss" if row["amount"] < 0 else "gain"),
                x=f"{left:.1f}",
                width=f"{max(right - left, Decimal(1)):.1f}",
                y=TOP + number * STEP,
                level=f"{across(end):.1f}",
            )
        )
    height = TOP + len(rows) * STEP
    return {"size": size, "bars": bars, "height": height, "zero": f"{across(Decimal(0)):.1f}", "bar": BAR, "step": STEP}
