"""What few cases say, held to what is believed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.odds import cumulative, observed, quantile

RULE = {"weight": Decimal(20), "level": Decimal("0.95")}


@pytest.mark.parametrize(
    ("x", "a", "b", "known"),
    [
        (0.5, 2, 2, 0.5),
        (0.2, 1, 1, 0.2),
        (0.25, 2, 1, 0.0625),
        (0.3, 2, 5, 0.579825),
        (0.9, 20, 3, 0.620040),
        (0.65, 4238, 2473, 0.999218),
    ],
)
def test_the_distribution_function_of_beta(x, a, b, known):
    assert cumulative(x, a, b) == pytest.approx(known, abs=1e-5)


@given(st.floats(0.01, 0.99), st.floats(0.1, 5000), st.floats(0.1, 5000))
def test_a_quantile_is_where_the_function_reaches_it(share, a, b):
    found = quantile(share, a, b)
    assert cumulative(found, a, b) == pytest.approx(share, abs=1e-6) or found < 1e-12 or found > 1 - 1e-12


@given(
    st.decimals("0", "1", places=4), st.integers(0, 5000), st.integers(0, 5000), st.sampled_from(["1", "20", "10000"])
)
def test_nothing_is_ever_certain(configured, won, lost, weight):
    seen = observed(configured, won, won + lost, weight=Decimal(weight), level=Decimal("0.95"))
    assert 0 < seen.low <= seen.rate <= seen.high < 1


def test_no_case_says_what_is_configured():
    assert observed(Decimal("0.3"), 0, 0, **RULE).rate == Decimal("0.3")


def test_six_lost_ones_do_not_say_never():
    assert observed(Decimal("0.5"), 0, 6, **RULE).rate == Decimal("0.3846")


def test_twelve_of_which_none_is_lost_do_not_say_always():
    seen = observed(Decimal(1), 12, 12, **RULE)
    assert seen.rate < 1
    assert observed(Decimal("0.1"), 12, 12, **RULE).high < Decimal("0.7")


def test_thousands_of_cases_speak_for_themselves():
    seen = observed(Decimal("0.7"), 4238, 6711, **RULE)
    assert seen.high - seen.low < Decimal("0.03")
    assert seen.low < Decimal(4238) / 6711 < seen.high
    assert seen.drifts


def test_few_cases_are_no_drift():
    assert not observed(Decimal("0.5"), 4, 6, **RULE).drifts
