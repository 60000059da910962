"""Cells, alone: what is an amount, a day, a choice, and what is not."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.importing.cells import ISO_DATES, MONTH_NAMES, CellError, date_of, moment_of, money_of, text_of

amounts = st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False, places=4)
USUAL = ISO_DATES + MONTH_NAMES


@given(amounts)
def test_an_amount_comes_back_exactly(amount: Decimal) -> None:
    assert money_of(str(amount)) == amount


@given(amounts)
def test_grouped_digits_are_the_same_amount(amount: Decimal) -> None:
    assert money_of(f"{amount:,}") == amount


@given(amounts)
def test_full_width_digits_are_the_same_amount(amount: Decimal) -> None:
    wide = str(amount).translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
    assert money_of(wide) == amount


@given(amounts)
def test_a_decimal_comma_is_the_same_amount_where_it_is_asked_for(amount: Decimal) -> None:
    european = f"{amount:,}".translate(str.maketrans(",.", ".,"))
    assert money_of(european, decimal_comma=True) == amount


@given(st.text(max_size=20))
def test_whatever_is_typed_is_a_finite_amount_or_refused(typed: str) -> None:
    with suppress(CellError):
        assert money_of(typed).is_finite()


@pytest.mark.parametrize(
    "typed", ["NaN", "Infinity", "-inf", "1e400", "1e5", "0x10", "12,34", "1.2.3", "--5", "", "=1+1"]
)
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(CellError):
        money_of(typed)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("$1,234.50", "1234.50"),
        ("¥ 99", "99"),
        ("(1,000.00)", "-1000.00"),
        ("−5", "-5"),
        ("USD 12", "12"),
        ("12元", "12"),
    ],
)
def test_signs_of_money_do_not_matter(typed: str, amount: str) -> None:
    assert money_of(typed) == Decimal(amount)


@pytest.mark.parametrize(
    "typed",
    ["2026-03-04", "2026/3/4", "2026.03.04", "2026年3月4日", "Mar 4, 2026", "4 March 2026", "２０２６-０３-０４"],
)
def test_dates_that_mean_one_day_are_understood(typed: str) -> None:
    assert date_of(typed, USUAL) == dt.date(2026, 3, 4)


@pytest.mark.parametrize("typed", ["2026-02-30", "03/04/2026", "tomorrow", "20260304", "45631.0"])
def test_dates_that_could_mean_two_or_none_are_refused(typed: str) -> None:
    with pytest.raises(CellError):
        date_of(typed, USUAL)


def test_a_moment_keeps_its_offset() -> None:
    moment = moment_of("2026-03-04T09:30:00+08:00", USUAL, dt.UTC)
    assert moment == dt.datetime(2026, 3, 4, 1, 30, tzinfo=dt.UTC)


def test_a_moment_without_an_offset_is_of_the_given_zone() -> None:
    zone = dt.timezone(dt.timedelta(hours=8))
    assert moment_of("2026-03-04 09:30", USUAL, zone).utcoffset() == dt.timedelta(hours=8)


def test_a_day_alone_is_its_noon() -> None:
    assert moment_of("2026-03-04", USUAL, dt.UTC).hour == 12


def test_text_with_nul_is_refused() -> None:
    with pytest.raises(CellError):
        text_of("a\0b")
