from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from .plain import plain

LONGEST_NAME = 4
"""Characters of a Chinese name with a family name of two."""


def person(who: Any, *, short: bool = False) -> SafeString:
    """A person's initials and name, whatever direction it is written in; nobody reads as a dash.

    `short` shows the initials alone, the name on hover and to screen readers.
    """
    if not who:
        return format_html('<span class="muted">{}</span>', "—")
    return _person(plain(who), short)


@lru_cache(maxsize=4096)
def _person(name: str, short: bool) -> SafeString:
    body = '<bdi class="sr-only">{}</bdi>' if short else '<bdi class="clip">{}</bdi>'
    return format_html(
        '<span class="person" title="{}"><bdi class="avatar" aria-hidden="true">{}</bdi>{}</span>',
        name,
        initials(name),
        format_html(body, name),
    )


def short_name(who: Any) -> str:
    """As colleagues say it: 文博 of "周文博 Wilson Zhou", Mara of "Mara Klein"."""
    words = plain(who).split()
    return initials(plain(who)) if words and _is_chinese(words[0]) else (words or ["—"])[0]


def initials(name: str) -> str:
    """MK of "Mara Klein", 小明 of 王小明 or "王小明 Tom Wang" (the given name, as colleagues say it), ? of nothing.

    More characters than a name has are a post: 系统 of 系统管理员.
    """
    words = [word for word in name.split() if any(char.isalnum() for char in word)]
    if not words:
        return "?"
    if _is_chinese(words[0]):
        return words[0][-2:] if len(words[0]) <= LONGEST_NAME else words[0][:2]
    letters = [next(char for char in word if char.isalnum()) for word in words]
    return (letters[0] + (letters[-1] if len(letters) > 1 else "")).upper()


def _is_chinese(word: str) -> bool:
    return unicodedata.name(word[0], "").startswith("CJK")
