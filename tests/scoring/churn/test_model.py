"""The purchase model: its likelihood, its parameters, its predictions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.churn import bgnbd
from scoring.churn.panel import Panel, panel
from tests.scoring.churn.company import by_chance, simulate

PUBLISHED = bgnbd.Rates(r=0.243, alpha=4.414, a=0.793, b=2.426, log_likelihood=0)
"""Fader, Hardie and Lee (2005), table 2, in weeks."""


def accounts(*rows: tuple[float, float, float]) -> Panel:
    repeats, recency, age = np.array(rows, dtype=float).T
    return Panel(0, 0, np.arange(len(rows)), repeats, recency, age, np.ones(len(rows)))


@pytest.mark.parametrize(
    ("repeats", "recency", "age", "alive"),
    [(2, 30.43, 38.86, 0.7266), (0, 0, 38.86, 1.0)],
)
def test_alive_by_the_published_parameters(repeats, recency, age, alive):
    assert bgnbd.alive(PUBLISHED, accounts((repeats, recency, age)))[0] == pytest.approx(alive, abs=1e-3)


def test_the_likelihood_is_that_of_its_formula():
    """One account of two repeat purchases, by the formula written out with gamma functions."""
    from math import gamma, log

    r, alpha, a, b = 0.243, 4.414, 0.793, 2.426
    x, last, age = 2, 30.43, 38.86
    head = gamma(r + x) * alpha**r / gamma(r) * gamma(a + b) * gamma(b + x) / (gamma(b) * gamma(a + b + x))
    tail = (alpha + age) ** -(r + x) + a / (b + x - 1) * (alpha + last) ** -(r + x)
    assert bgnbd.log_likelihood(PUBLISHED, accounts((x, last, age))) == pytest.approx(log(head * tail))


def test_known_parameters_are_found_again():
    company = simulate(6000, 400, r=0.6, alpha=5.0, a=0.8, b=2.4)
    found = bgnbd.fit(panel(company, 700_400))
    assert found.has_dropout
    assert found.r == pytest.approx(0.6, rel=0.15)
    assert found.alpha == pytest.approx(5.0, rel=0.2)
    assert found.a / (found.a + found.b) == pytest.approx(0.25, abs=0.05)


def test_the_fit_is_no_worse_than_the_truth():
    company = panel(simulate(2000, 400, r=0.6, alpha=5.0, a=0.8, b=2.4), 700_400)
    truth = bgnbd.Rates(0.6, 5.0, 0.8, 2.4, 0)
    assert bgnbd.fit(company).log_likelihood >= bgnbd.log_likelihood(truth, company)


def test_dropout_is_not_found_where_nobody_leaves():
    assert not bgnbd.fit(panel(by_chance(400, 600, 8), 700_600)).has_dropout


def test_without_dropout_everybody_is_alive():
    rates = bgnbd.Rates(0.7, 8.7, 0.001, 500, 0, has_dropout=False)
    assert (bgnbd.alive(rates, accounts((3, 10, 50), (0, 0, 4))) == 1).all()


weeks = st.floats(0, 500)


@settings(max_examples=60)
@given(st.integers(0, 400), weeks, weeks, st.integers(1, 700))
def test_a_prediction_is_a_chance_and_grows_shorter_with_a_longer_look(repeats, recency, silence, days):
    rows = accounts((repeats, recency if repeats else 0, (recency if repeats else 0) + silence))
    near, far = (bgnbd.no_purchase(PUBLISHED, rows, ahead)[0] for ahead in (days, days + 30))
    assert 0 <= far <= near <= 1


def test_gradients_are_those_of_the_likelihood():
    cases = bgnbd._distinct(panel(simulate(200, 300, r=0.6, alpha=5.0, a=0.8, b=2.4), 700_300))
    for function, point in [(bgnbd._full, [-0.3, 1.5, 0.1, 0.9]), (bgnbd._without_dropout, [-0.3, 1.5])]:
        logs = np.array(point)
        steps = np.eye(len(logs)) * 1e-6
        slopes = [(function(logs + step, *cases)[0] - function(logs - step, *cases)[0]) / 2e-6 for step in steps]
        assert function(logs, *cases)[1] == pytest.approx(slopes, rel=1e-4)
