"""What `make bench` and `make accuracy` judge, and what they tell for the record."""

from __future__ import annotations

import pytest

from bench.__main__ import NIGHTS, is_judged
from bench.accuracy import LEDGERS, PUBLISHED, parameters_of
from bench.cost import Cost
from bench.night import repeats


@pytest.mark.parametrize(
    ("accounts", "judged"), [(20_000, False), (499_999, False), (500_000, True), (1_000_000, True)]
)
def test_promises_made_of_a_million_are_judged_of_as_good_as_a_million(accounts, judged):
    assert is_judged(accounts) is judged
    assert any(most for _label, most in NIGHTS.values())


@pytest.mark.parametrize(("processor", "times"), [(0.01, 50), (0.03, 17), (0.5, 1), (2.4, 1)])
def test_a_short_statement_is_measured_as_often_as_its_digits_need(processor, times):
    assert repeats(Cost(processor, processor)) == times


def test_parameters_stand_beside_the_published_ones():
    cdnow = LEDGERS[0]
    near = parameters_of(cdnow, {"parameters": {**PUBLISHED, "r": 0.2452, "weights": []}})
    assert [row[1] for row in near] == ["r", "alpha", "a", "b"]
    assert near[0] == (cdnow.name, "r", "0.2452", "0.243", "+0.91%", "holds")
    far = parameters_of(cdnow, {"parameters": {**PUBLISHED, "a": 0.78}})
    assert far[2][-1] == "MISSED"


def test_where_nothing_was_published_nothing_is_judged():
    other = LEDGERS[1]
    assert parameters_of(other, {"parameters": PUBLISHED})[0][3:] == ("", "", "")
    assert parameters_of(other, {"parameters": {}}) == []
