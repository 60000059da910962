"""Text that people search and sort by: Chinese names by pinyin, and what PostgreSQL's text type can hold."""

from __future__ import annotations

import re
import unicodedata

from pypinyin import Style, lazy_pinyin

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_HAN = re.compile(r"[㐀-鿿豈-﫿]")


def is_storable(text: str) -> bool:
    """False where PostgreSQL could not hold it: a NUL or a lone surrogate."""
    return not _UNSTORABLE.search(text)


def fold(text: str) -> str:
    """One spelling for searching: width, case and blanks folded ("ＡＢＣ  Ltd" → "abc ltd")."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def sort_key(name: str) -> str:
    """The key a name sorts by: pinyin for Chinese, folded letters for the rest. At most 200 characters."""
    folded = fold(name)
    return " ".join(lazy_pinyin(folded))[:200] if _HAN.search(folded) else folded[:200]


def search_text(*parts: str) -> str:
    """Everything a row can be found by, folded: the parts, their pinyin, their pinyin initials.

    "北京钢铁" is found by 北京, by "beijing" and by "bjgt".
    """
    words: list[str] = []
    for part in filter(None, parts):
        folded = fold(part)
        words.append(folded)
        if _HAN.search(folded):
            words.append("".join(lazy_pinyin(folded)))
            words.append("".join(lazy_pinyin(folded, style=Style.FIRST_LETTER)))
    return " ".join(words)[:2000]
