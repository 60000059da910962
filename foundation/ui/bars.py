"""Bars, funnels, sparklines and tier strips: shares of a width, worked out for the templates in components/charts/."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .badges import TIERS, stage_shade
from .values import largest, money

SPARK_WIDTH, SPARK_HEIGHT, SPARK_EDGE = 96, 24, 3


@dataclass(frozen=True)
class Bar:
    """Context of components/charts/bar.html, in shares of the width: where zero is, where it starts, how long it is."""

    zero: str
    start: str
    width: str
    negative: bool


def bar_list(
    rows: Iterable[dict[str, Any]], caption: str, column: str = "", figure: str = "", whole: Any = 0
) -> dict[str, Any]:
    """Context of components/charts/bars.html: bars from a common zero, negative ones to its left.

    `rows`: label, value (number), text (as shown; default the value), url, tone ("platinum" … "lead", "danger", "late",
    "faint"). `whole`: the least that the full width stands for, 1 for shares of a
    whole.
    """
    shown = [dict(row) for row in rows]
    drawn = bars_of([row["value"] for row in shown], whole)
    for row, bar in zip(shown, drawn, strict=True):
        row["bar"] = bar
    return {"rows": shown, "caption": caption, "column": column, "figure": figure}


def bars_of(values: Iterable[Any], whole: Any = 0) -> list[Bar]:
    """A bar for each value, on one scale that holds zero and all of them, and at least up to `whole`."""
    numbers = [_decimal(value) for value in values]
    low, high = min([Decimal(0), *numbers]), max([Decimal(0), _decimal(whole), *numbers])
    width = (high - low) or Decimal(1)
    return [
        Bar(
            zero=_share(-low, width),
            start=_share(min(number, Decimal(0)) - low, width),
            width=_share(abs(number), width),
            negative=number < 0,
        )
        for number in numbers
    ]


def money_bars(rows: Iterable[dict[str, Any]], currency: str, caption: str) -> dict[str, Any]:
    """Context of components/charts/bars.html for amounts in one currency. `rows`: label, value, url, tone."""
    shown = list(rows)
    top = largest(shown, "value")
    told = [{**row, "text": money(row["value"], currency, like=top)} for row in shown]
    return bar_list(told, caption, figure=currency)


def funnel_chart(stages: Iterable[dict[str, Any]], currency: str, caption: str) -> dict[str, Any]:
    """Context of components/charts/funnel.html.

    `stages`, from first to last: name, probability, count, amount, weighted, conversion (share that goes on to the
    next stage, None where unknown), url (the rows behind).
    """
    rows = [dict(stage) for stage in stages]
    widest = max([_decimal(row["amount"] or 0) for row in rows], default=Decimal(0)) or Decimal(1)
    for row in rows:
        row["width"] = _share(max(_decimal(row["amount"] or 0), Decimal(0)), widest)
        row["weighted_width"] = _share(max(_decimal(row["weighted"] or 0), Decimal(0)), widest)
        row["shade"] = stage_shade(row["probability"])
    return {"rows": rows, "currency": currency, "caption": caption}


def sparkline(values: Sequence[Any], label: str) -> dict[str, Any]:
    """Context of components/charts/spark.html: one line, its scale from the lowest (at most zero) to the highest."""
    heights = [_decimal(value or 0) for value in values]
    if len(heights) < 2:
        return {"points": "", "label": label}
    low, high = min([Decimal(0), *heights]), max([Decimal(0), *heights])
    # All zero lies on the ground, not at the top.
    high = high if high > low else Decimal(1)
    span = high - low
    inner_width, inner_height = SPARK_WIDTH - 2 * SPARK_EDGE, SPARK_HEIGHT - 2 * SPARK_EDGE
    points = [
        (SPARK_EDGE + Decimal(n) * inner_width / (len(heights) - 1), SPARK_EDGE + (high - height) / span * inner_height)
        for n, height in enumerate(heights)
    ]
    return {
        "points": " ".join(f"{x:.1f},{y:.1f}" for x, y in points),
        "zero": f"{SPARK_EDGE + high / span * inner_height:.1f}",
        "last_x": f"{points[-1][0]:.1f}",
        "last_y": f"{points[-1][1]:.1f}",
        "label": label,
    }


def tier_strip(history: Iterable[tuple[Any, str | None]], label: str) -> dict[str, Any]:
    """Context of components/charts/strip.html. `history`: (date, tier or None), oldest first."""
    cells: list[dict[str, Any]] = []
    for day, tier in history:
        key = tier if tier in TIERS else "unrated"
        kind = TIERS[str(key)]
        changed = bool(cells) and cells[-1]["key"] != key
        cells.append({"day": day, "key": key, "name": kind.name, "letter": kind.letter, "changed": changed})
    return {"cells": cells, "label": label}


def _share(part: Decimal, whole: Decimal) -> str:
    return f"{part / whole * 100:.2f}%"


def _decimal(value: Any) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))
