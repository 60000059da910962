"""The figures of accuracy, each against a count by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.churn import judge
from scoring.churn.panel import Purchases, panel


def pairs(scores, stopped) -> float:
    """AUC by its definition: all pairs of one that stopped and one that stayed."""
    gone = [score for score, out in zip(scores, stopped, strict=True) if out]
    stayed = [score for score, out in zip(scores, stopped, strict=True) if not out]
    return sum((a > b) + (a == b) / 2 for a in gone for b in stayed) / len(gone) / len(stayed)


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=4, max_size=40))
def test_auc_counts_pairs(rows):
    scores, stopped = np.array([row[0] for row in rows], float), np.array([row[1] for row in rows], float)
    found = judge.area(scores, stopped)
    if 2 <= stopped.sum() <= len(rows) - 2:
        assert found.value == pytest.approx(pairs(scores, stopped))
    else:
        assert found is None


def test_its_error_shrinks_with_the_accounts():
    dice = np.random.default_rng(3)
    few, many = (
        judge.area(dice.normal(size=n) + (np.arange(n) % 2), (np.arange(n) % 2).astype(float)).error
        for n in (100, 10_000)
    )
    assert few / many == pytest.approx(10, rel=0.3)


def test_brier_and_its_base():
    risks, stopped = np.array([0.9, 0.2, 0.5, 0.4]), np.array([1.0, 0, 1, 0])
    assert judge.brier(risks, stopped) == pytest.approx((0.01 + 0.04 + 0.25 + 0.16) / 4)
    assert judge.base_brier(stopped) == 0.25


def test_the_lead_time_counts_those_told_a_high_risk():
    told = panel(Purchases(np.array([0, 1, 2]), np.array([700_000, 700_030, 700_060]), np.ones(3)), 700_070, 91)
    risks = np.array([0.9, 0.7, 0.5])
    assert [judge.lead_days(told, risks, 91, high) for high in (0.8, 0.6, 0.5, 0.95)] == [21, 36, 51, None]


def test_lift_compares_the_riskiest_tenth_with_all():
    risks, stopped = np.arange(20) / 20, (np.arange(20) >= 16).astype(float)
    assert judge.lift(risks, stopped) == pytest.approx(1 / 0.2)


def test_lift_of_nobody_stopping_is_none():
    assert judge.lift(np.array([0.1, 0.9]), np.zeros(2)) is None


def test_calibration_keeps_equal_risks_together():
    rows = judge.calibration(np.array([0.5] * 30 + [0.9] * 10), np.array([0.0] * 20 + [1.0] * 20))
    assert [(row["n"], row["stopped"]) for row in rows] == [(30, 10), (10, 10)]
