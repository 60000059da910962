"""Texts that break careless programs: a collection of many kinds where it is at hand, and our own always."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

COLLECTION = Path(__file__).resolve().parents[3] / "shared" / "data" / "bad_input" / "blns.json"
OWN = [
    "<script>alert('kam')</script>",
    "\"'><img src=x onerror=alert(1)>",
    "</textarea></title><svg onload=alert(1)>",
    "javascript:alert(1)",
    "{{ 7|add:7 }}{% load i18n %}${7*7}",
    "' OR 1=1; DROP TABLE accounts_account; --",
    '=HYPERLINK("http://evil.example","客户")',
    "%s %(name)s %n {0} {name}",
    "../../../etc/passwd\\..\\x",
    "\u202eevil\u2066 zero\u200bwidth \ufeffbom",
    "北京钢铁（集团）有限公司 ＡＢＣ１２３ 𠮷野家 🐉👩‍👩‍👧",
    "Z̸̧͓a̵͇l̶͎g̷̙o̴͕ é \u0e33 \U000e0001",
    "null undefined NaN Infinity 1e400 -0",
    "\x01\x1b[31m\x7f\x85 tab\tline\r\nbreak",
    "Robert'); --&amp;&lt;b&gt;&#60;",
]


def known() -> list[str]:
    """The collection, without what is empty; nothing where it is missing."""
    return [text for text in json.loads(COLLECTION.read_text()) if text.strip()] if COLLECTION.exists() else []


def storable(texts: list[str]) -> list[str]:
    return [text for text in texts if "\x00" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)]


def packed(texts: list[str], size: int) -> Iterator[str]:
    """All of `texts` that fit, in pieces of at most `size` characters, so that few requests carry them all."""
    pieces: list[str] = []
    for text in sorted((text for text in texts if len(text) <= size), key=len, reverse=True):
        room = (number for number, piece in enumerate(pieces) if len(piece) + 1 + len(text) <= size)
        if (number := next(room, None)) is None:
            pieces.append(text)
        else:
            pieces[number] += f" {text}"
    yield from pieces
