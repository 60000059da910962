"""The whale curve: cumulative profit against accounts, most profitable first. Geometry only; the template draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from django.utils.translation import get_language

from foundation.figures import percent

Point = tuple[Decimal, Decimal]
MOST_POINTS = 160
MARK_AT = Decimal("0.2")
TICK_STEPS = (Decimal("0.25"), Decimal("0.5"), Decimal(1), Decimal(2), Decimal(5), Decimal(10))


class Frame(NamedTuple):
    """A drawing's size and the margins around its plot, in pixels."""

    width: int
    height: int
    left: int
    top: int
    right: int
    bottom: int


WIDE = Frame(600, 300, 48, 28, 16, 40)
NARROW = Frame(360, 270, 44, 28, 12, 40)


@dataclass
class Mark:
    """A point with its label; `anchor` says which end of the text stands at `label_x`."""

    x: str
    y: str
    text: str
    label_x: str
    label_y: str
    anchor: str


@dataclass
class Drawing:
    frame: Frame
    name: str
    line: str
    area: str
    zero: str
    whole: str
    ticks_y: list[tuple[str, str]]
    ticks_x: list[tuple[str, str]]
    marks: list[Mark] = field(default_factory=list)

    @property
    def right(self) -> int:
        return self.frame.width - self.frame.right

    @property
    def bottom(self) -> int:
        return self.frame.height - self.frame.bottom


def whale_curve(points: Sequence[tuple[Any, Any]]) -> dict[str, Any]:
    """Context of components/charts/whale.html.

    `points`: (share of accounts, share of profit), both 0–1 where 1 is all, profit above 1 and below 0 allowed, in
    rising order of accounts; (0, 0) is added. Fewer than two accounts' points draw nothing.
    """
    curve = _thinned([(Decimal(0), Decimal(0)), *((_decimal(x), _decimal(y)) for x, y in points if x)])
    if len(curve) < 3:
        return {"drawings": [], "rows": []}
    peak = max(curve, key=lambda point: point[1])
    # Whole accounts: with eighteen of them the top fifth are four.
    mark = next(point for point in curve if point[0] >= MARK_AT)
    drawings = [_draw(frame, name, curve, peak, mark) for frame, name in ((WIDE, "wide"), (NARROW, "narrow"))]
    tenths = [Decimal(n) / 10 for n in range(1, 11)]
    return {
        "drawings": drawings,
        "rows": [{"accounts": share, "profit": value_at(curve, share)} for share in tenths],
        "peak": peak[1],
        "peak_at": peak[0],
        "top": mark[1],
    }


def value_at(curve: Sequence[Point], x: Decimal) -> Decimal:
    """The curve's height at `x`, on the straight line between its neighbours."""
    for (x0, y0), (x1, y1) in pairwise(curve):
        if x <= x1:
            return y1 if x1 == x0 else y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return curve[-1][1]


def ticks(low: Decimal, high: Decimal) -> list[Decimal]:
    """At most six round values from `low` or below to `high` or above, zero among them."""
    step = next((step for step in TICK_STEPS if (high - low) / step <= 5), (high - low) / 5)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    return [step * n for n in range(int(first), int(last) + 1)]


def _draw(frame: Frame, name: str, curve: list[Point], peak: Point, mark: Point) -> Drawing:
    lines = ticks(min(Decimal(0), *(y for _, y in curve)), max(Decimal(1), peak[1]))
    low, high = lines[0], lines[-1]

    def across(x: Decimal) -> Decimal:
        return frame.left + x * (frame.width - frame.left - frame.right)

    def down(y: Decimal) -> Decimal:
        return frame.top + (high - y) / (high - low) * (frame.height - frame.top - frame.bottom)

    path = " ".join(f"{across(x):.1f},{down(y):.1f}" for x, y in curve)
    drawing = Drawing(
        frame,
        name,
        line=path,
        area=f"{across(Decimal(0)):.1f},{down(Decimal(0)):.1f} {path} {across(Decimal(1)):.1f},{down(Decimal(0)):.1f}",
        zero=f"{down(Decimal(0)):.1f}",
        whole=f"{down(Decimal(1)):.1f}",
        ticks_y=[(f"{down(y):.1f}", _percent(y)) for y in lines],
        ticks_x=[(f"{across(Decimal(n) / 100):.1f}", _percent(Decimal(n) / 100)) for n in (0, 20, 40, 60, 80, 100)],
    )
    x, y = across(mark[0]), down(mark[1])
    whole = down(Decimal(1))
    # Under its point, and not on the line of the whole.
    label = whole + 16 if y < whole < y + 22 else y + 18
    drawing.marks.append(Mark(f"{x:.1f}", f"{y:.1f}", _percent(mark[1]), f"{x + 10:.1f}", f"{label:.1f}", "start"))
    if peak[1] > 1 and abs(peak[0] - mark[0]) > Decimal("0.08"):
        x, y = across(peak[0]), down(peak[1])
        anchor = "end" if peak[0] > Decimal("0.85") else "start" if peak[0] < Decimal("0.15") else "middle"
        drawing.marks.append(Mark(f"{x:.1f}", f"{y:.1f}", _percent(peak[1]), f"{x:.1f}", f"{y - 11:.1f}", anchor))
    return drawing


def _thinned(curve: list[Point]) -> list[Point]:
    """Few enough points to send, among them the highest, the lowest, the last, and the one that completes the fifth."""
    if len(curve) <= MOST_POINTS:
        return curve
    kept = {round(n * (len(curve) - 1) / (MOST_POINTS - 1)) for n in range(MOST_POINTS)}
    heights = [y for _, y in curve]
    kept |= {heights.index(max(heights)), heights.index(min(heights))}
    kept.add(next(index for index, (x, _) in enumerate(curve) if x >= MARK_AT))
    return [curve[index] for index in sorted(kept)]


def _percent(share: Decimal, places: int = 0) -> str:
    return percent(share, places, get_language() or "en")


def _decimal(value: Any) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))
