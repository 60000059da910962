from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.text import fold, is_storable, search_text, sort_key

ANY = st.text(alphabet=st.characters(), max_size=60)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("ＡＢＣ  Ltd", "abc ltd"), ("  Straße ", "strasse"), ("Ｋ１２", "k12"), ("㈱東京", "(株)東京"), ("", "")],
)
def test_one_spelling_for_searching(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(ANY)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_chinese_names_sort_by_pinyin() -> None:
    names = ["重庆港", "北京钢铁", "Acme", "上海汽车", "安徽铜业"]
    assert sorted(names, key=sort_key) == ["Acme", "安徽铜业", "北京钢铁", "重庆港", "上海汽车"]


@given(ANY)
def test_a_sort_key_fits_its_column(text: str) -> None:
    assert len(sort_key(text * 10)) <= 200


@pytest.mark.parametrize("typed", ["北京", "beijing", "bjgt", "steel"])
def test_a_name_is_found_in_characters_pinyin_and_initials(typed: str) -> None:
    assert typed in search_text("北京钢铁 Steel") or typed in search_text("北京钢铁")


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "x\udfff"])
def test_what_postgresql_cannot_hold(text: str) -> None:
    assert not is_storable(text)


@pytest.mark.parametrize("text", ["", "\u202e right to left", "zero\u200bwidth", "🐉", "\x01", "\ufffd"])
def test_odd_text_that_it_can_hold(text: str) -> None:
    assert is_storable(text)
