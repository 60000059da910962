"""Calibration: what was predicted against what happened. Geometry only; the template draws it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language

from foundation.figures import percent

from .curve import NARROW, WIDE, Frame

TICKS = (Decimal(0), Decimal("0.5"), Decimal(1))


def calibration_chart(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Context of components/charts/calibration.html.

    `rows`: tenths of the accounts with n, predicted (mean risk, 0–1) and stopped (how many did), lowest first.
    """
    told = [
        {"predicted": Decimal(str(row["predicted"])), "stopped": Decimal(row["stopped"]) / row["n"], "n": row["n"]}
        for row in rows
    ]
    drawings = [_draw(frame, name, told) for frame, name in ((WIDE, "wide"), (NARROW, "narrow"))] if told else []
    return {"drawings": drawings, "rows": told}


def _draw(frame: Frame, name: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    def across(share: Decimal) -> str:
        return f"{frame.left + share * (frame.width - frame.left - frame.right):.1f}"

    def down(share: Decimal) -> str:
        return f"{frame.top + (1 - share) * (frame.height - frame.top - frame.bottom):.1f}"

    dots = [(across(row["predicted"]), down(row["stopped"])) for row in rows]
    return {
        "frame": frame,
        "name": name,
        "right": frame.width - frame.right,
        "bottom": frame.height - frame.bottom,
        "dots": dots,
        "line": " ".join(f"{x},{y}" for x, y in dots),
        "ticks_x": [(across(share), _percent(share)) for share in TICKS],
        "ticks_y": [(down(share), _percent(share)) for share in TICKS],
    }


def _percent(share: Decimal) -> str:
    return percent(share, 0, get_language() or "en")
