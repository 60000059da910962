"""`{% load surveys %}`: gaps in words, and the picture of expectation and experience over time."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any

from django import template
from django.utils import timezone

from foundation.figures import DASH
from foundation.ui.curve import NARROW, WIDE, Frame
from surveys.models import Survey
from surveys.rules import HIGHEST, LOWEST, MARKS

register = template.Library()


@register.filter
def signed(gap: Decimal | int | None) -> str:
    """+0.5, −1.3; a whole number as it is; a dash for nothing."""
    if gap is None:
        return DASH
    rounded = gap if isinstance(gap, int) else gap.quantize(Decimal("0.1"), ROUND_HALF_UP)
    sign = "−" if rounded < 0 else "+" if rounded > 0 else "±"
    return f"{sign}{abs(rounded)}"


@register.filter
def size(gap: Decimal) -> str:
    """How far a gap is from nothing: 1.3."""
    return str(abs(gap).quantize(Decimal("0.1"), ROUND_HALF_UP))


@register.filter
def mean_mark(mark: Decimal | None) -> str:
    return DASH if mark is None else str(mark.quantize(Decimal("0.1"), ROUND_HALF_UP))


@register.inclusion_tag("surveys/_chart.html")
def satisfaction_chart(surveys: Sequence[Survey]) -> dict[str, Any]:
    """`surveys`: answered ones, the latest first. Two lines from 1 to 5, side by side in time."""
    rows = list(reversed(surveys))
    return {"drawings": [_draw(frame, name, rows) for frame, name in ((WIDE, "wide"), (NARROW, "narrow"))]}


def _draw(frame: Frame, name: str, rows: list[Survey]) -> dict[str, Any]:
    first, last = (_day(row) for row in (rows[0], rows[-1]))
    right, bottom = frame.width - frame.right, frame.height - frame.bottom
    span = max((last - first).days, 1)

    def across(row: Survey) -> str:
        # One survey alone stands in the middle.
        share = Decimal((_day(row) - first).days) / span if first != last else Decimal("0.5")
        return f"{frame.left + share * (right - frame.left):.1f}"

    def down(mark: Any) -> str:
        return f"{frame.top + (HIGHEST - Decimal(mark)) * (bottom - frame.top) / (HIGHEST - LOWEST):.1f}"

    expected = [(across(row), down(row.expectation)) for row in rows]
    got = [(across(row), down(row.experience)) for row in rows]
    return {
        "frame": frame, "name": name, "right": right, "bottom": bottom,
        "marks": [(down(mark), mark) for mark in MARKS],
        "expected": [(*start, *end) for start, end in pairwise(expected)],
        "expected_dots": expected,
        "line": " ".join(f"{x},{y}" for x, y in got),
        "dots": got,
        "first": rows[0].answered_at, "last": rows[-1].answered_at if first != last else None,
    }  # fmt: skip


def _day(row: Survey) -> Any:
    return timezone.localdate(row.answered_at)
