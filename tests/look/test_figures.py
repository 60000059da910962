"""Numbers as people read them: rounded, signed, in their own language."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation import figures


def plain(text: str) -> str:
    return text.replace(figures.NBSP, " ").replace(figures.MINUS, "-")


@pytest.mark.parametrize(
    ("amount", "english", "chinese"),
    [
        ("0", "0", "0"),
        ("0.00", "0", "0"),
        ("0.04", "0.04", "0.04"),
        ("9.5", "9.50", "9.50"),
        ("12.34", "12.3", "12.3"),
        ("999.6", "1,000", "1,000"),
        ("9950", "9,950", "9,950"),
        ("10000", "10,000", "1 万"),
        ("12345", "12,345", "1.23 万"),
        ("382000", "382 k", "38.2 万"),
        ("999950", "1.00 M", "100 万"),
        ("999600000", "1.00 B", "10.0 亿"),
        ("999499", "999 k", "99.9 万"),
        ("1200000", "1.2 M", "120 万"),
        ("1240000", "1.24 M", "124 万"),
        ("1201000", "1.20 M", "120 万"),
        ("124000000", "124 M", "1.24 亿"),
        ("1830000000", "1.83 B", "18.3 亿"),
        ("-48210.75", "-48,211", "-4.82 万"),
        ("1000000000000000", "1,000,000 B", "1,000 万亿"),
    ],
)
def test_compact(amount: str, english: str, chinese: str) -> None:
    assert plain(figures.compact(Decimal(amount), "en")) == english
    assert plain(figures.compact(Decimal(amount), "zh-hans")) == chinese


@pytest.mark.parametrize(
    ("amount", "currency", "language", "read", "full"),
    [
        ("1240000", "CNY", "zh-hans", "¥ 124 万", "¥ 1,240,000.00"),
        ("382000.5", "EUR", "en", "€ 382 k", "€ 382,000.50"),
        ("-0.5", "USD", "en", "-$ 0.50", "-$ 0.50"),
        ("0", "CNY", "en", "¥ 0", "¥ 0.00"),
        ("10.1234", "CHF", "en", "CHF 10.1", "CHF 10.1234"),
        ("1E+6", "", "en", "1 M", "1,000,000.00"),
    ],
)
def test_money(amount: str, currency: str, language: str, read: str, full: str) -> None:
    assert plain(figures.money(Decimal(amount), currency, language)) == read
    assert plain(figures.money_exact(Decimal(amount), currency)) == full


@pytest.mark.parametrize(
    ("amount", "largest", "english", "chinese"),
    [
        ("1354000", "3140000", "¥ 1.35 M", "¥ 135.4 万"),
        ("-18200", "3140000", "-¥ 0.02 M", "-¥ 1.8 万"),
        ("18200", "940000", "¥ 18 k", "¥ 1.8 万"),
        ("73", "3140000", "¥ 73", "¥ 73"),
        ("0", "3140000", "¥ 0", "¥ 0"),
        ("350000", "27038000", "¥ 0.35 M", "¥ 35.0 万"),
        ("9100000", "191000000", "¥ 9.10 M", "¥ 0.09 亿"),
        ("17900.4", "73000", "¥ 17,900", "¥ 1.8 万"),
        ("0.25", "9", "¥ 0.25", "¥ 0.25"),
        ("5400000000", "5400000000", "¥ 5,400 M", "¥ 54.00 亿"),
    ],
)
def test_a_column_of_money_has_one_unit(amount: str, largest: str, english: str, chinese: str) -> None:
    for language, read in (("en", english), ("zh-hans", chinese)):
        assert plain(figures.money_like(Decimal(amount), Decimal(largest), "CNY", language)) == read


@pytest.mark.parametrize(
    ("share", "places", "language", "text"),
    [
        ("0.8166", 2, "en", "81.66 %"),
        ("0.8166", 2, "zh-hans", "81.66%"),
        ("1.2487", 2, "en", "124.87 %"),
        ("-0.125", 0, "en", "-13 %"),
        ("-0.004", 0, "en", "0 %"),
        ("0", 0, "en", "0 %"),
    ],
)
def test_percent(share: str, places: int, language: str, text: str) -> None:
    assert plain(figures.percent(Decimal(share), places, language)) == text


@pytest.mark.parametrize(
    ("minutes", "english", "chinese"),
    [(0, "0 min", "0分钟"), (45, "45 min", "45分钟"), (60, "1 h", "1小时"), (90, "1 h 30 min", "1小时30分钟")],
)
def test_duration(minutes: int, english: str, chinese: str) -> None:
    assert plain(figures.duration(minutes, "en")) == english
    assert plain(figures.duration(minutes, "zh-hans")) == chinese


@given(st.decimals(min_value=-(10**15), max_value=10**15, places=4, allow_nan=False))
def test_compact_is_never_far_off(amount: Decimal) -> None:
    text = plain(figures.compact(amount))
    number, _, unit = text.partition(" ")
    scale = {"": 1, "k": 10**3, "M": 10**6, "B": 10**9}[unit]
    read = Decimal(number.replace(",", "")) * scale
    assert abs(read - amount) <= max(abs(amount) / 150, Decimal("0.005"))
    assert (read < 0) <= (amount < 0)
