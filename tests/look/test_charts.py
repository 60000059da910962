"""The geometry behind the pictures: scales, marks, and what happens with nothing, zero and negative figures."""

from __future__ import annotations

from decimal import Decimal

import pytest

from foundation.ui import bars, curve
from foundation.ui.samples import whale

D = Decimal


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [
        ("0", "1", ["0", "0.25", "0.5", "0.75", "1"]),
        ("0", "1.2487", ["0", "0.25", "0.5", "0.75", "1", "1.25"]),
        ("0", "1.34", ["0", "0.5", "1", "1.5"]),
        ("-0.4", "1", ["-0.5", "0", "0.5", "1"]),
        ("0", "180", ["0", "36", "72", "108", "144", "180"]),
    ],
)
def test_ticks_hold_the_curve_and_zero(low: str, high: str, shown: list[str]) -> None:
    assert curve.ticks(D(low), D(high)) == [D(tick) for tick in shown]


def test_the_curve_says_what_the_top_fifth_brings() -> None:
    """Counted in whole accounts: the first point that is a fifth or more."""
    points = [(D("0.1"), D("0.5")), (D("0.3"), D("0.9")), (D("0.6"), D("1.2")), (D(1), D(1))]
    drawn = curve.whale_curve(points)
    assert drawn["top"] == D("0.9")
    assert (drawn["peak"], drawn["peak_at"]) == (D("1.2"), D("0.6"))
    assert drawn["rows"][-1] == {"accounts": D(1), "profit": D(1)}
    assert [mark.text.replace("\xa0", " ") for mark in drawn["drawings"][0].marks] == ["90 %", "120 %"]


def test_no_peak_is_marked_where_nobody_loses_money() -> None:
    drawn = curve.whale_curve([(D("0.5"), D("0.8")), (D(1), D(1))])
    assert len(drawn["drawings"][0].marks) == 1


@pytest.mark.parametrize("points", [[], [(1, 1)]])
def test_too_few_accounts_draw_nothing(points: list[tuple[int, int]]) -> None:
    assert curve.whale_curve(points)["drawings"] == []


def test_a_curve_of_losses_alone_is_drawn() -> None:
    drawing = curve.whale_curve([(D("0.5"), D("-0.2")), (D(1), D(-1))])["drawings"][0]
    assert float(drawing.zero) < drawing.bottom


def test_every_mark_stays_inside_the_drawing() -> None:
    for drawing in curve.whale_curve(whale())["drawings"]:
        ys = [float(pair.split(",")[1]) for pair in drawing.line.split()]
        assert min(ys) >= drawing.frame.top
        assert max(ys) <= drawing.bottom + 0.1


def test_many_points_are_thinned_but_keep_peak_and_end() -> None:
    points = [(D(n) / 5000, D(1) + D(2500 - abs(2500 - n)) / 10000) for n in range(1, 5001)]
    drawn = curve.whale_curve(points)
    assert len(drawn["drawings"][0].line.split()) <= curve.MOST_POINTS + 3
    assert drawn["peak"] == D("1.25")


def test_bars_share_one_zero() -> None:
    shown = bars.bar_list(
        [{"label": "a", "value": 75}, {"label": "b", "value": D(-25)}, {"label": "c", "value": 0}], "x"
    )
    assert [row["bar"] for row in shown["rows"]] == [
        bars.Bar(zero="25.00%", start="25.00%", width="75.00%", negative=False),
        bars.Bar(zero="25.00%", start="0.00%", width="25.00%", negative=True),
        bars.Bar(zero="25.00%", start="25.00%", width="0.00%", negative=False),
    ]


def test_bars_of_nothing() -> None:
    assert bars.bars_of([]) == []
    assert bars.bars_of([0]) == [bars.Bar(zero="0.00%", start="0.00%", width="0.00%", negative=False)]


def test_funnel_bars_are_shares_of_the_widest_stage() -> None:
    stages = [
        {
            "name": "Leads",
            "probability": 10,
            "count": 4,
            "amount": D(400),
            "weighted": D(40),
            "conversion": None,
            "url": "",
        },
        {
            "name": "Prospect",
            "probability": D("0.2"),
            "count": 0,
            "amount": None,
            "weighted": None,
            "conversion": D(1),
            "url": "",
        },
    ]
    rows = bars.funnel_chart(stages, "CNY", "x")["rows"]
    assert [(row["width"], row["weighted_width"], row["shade"]) for row in rows] == [
        ("100.00%", "10.00%", 10),
        ("0.00%", "0.00%", 20),
    ]


@pytest.mark.parametrize(("values", "count"), [([], 0), ([5], 0), ([0, 0], 2), ([1, -2, None, 4], 4)])
def test_sparklines(values: list[int | None], count: int) -> None:
    assert len(bars.sparkline(values, "x")["points"].split()) == count


def test_a_flat_sparkline_of_zeros_lies_on_the_ground() -> None:
    drawn = bars.sparkline([0, 0, 0], "x")
    assert drawn["last_y"] == drawn["zero"] == "21.0"


def test_a_strip_marks_where_the_tier_changed() -> None:
    cells = bars.tier_strip([("m", None), ("n", "iron"), ("o", "iron"), ("p", "gold")], "x")["cells"]
    assert [cell["changed"] for cell in cells] == [False, True, False, True]
