from __future__ import annotations

from typing import Any


def plain(value: Any) -> str:
    """The text of `value` without the mark of being safe: a cache must not take typed text for our own markup."""
    return str(value) + ""
