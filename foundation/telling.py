"""Tells the database, with each write, who writes: a parameter of the transaction that triggers read.

It travels in the same message as the statement, so that it costs no round trip, needs no transaction to be open, and
ends with the transaction, behind a pooler too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

SETTING: Final = "kam.told"
_HEAD: Final = re.compile(r"(?:\s|--[^\n]*\n|/\*.*?\*/)*(INSERT|UPDATE|DELETE|MERGE|WITH)\b", re.IGNORECASE | re.DOTALL)
_WRITES: Final = re.compile(r"\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|MERGE\s+INTO)\b", re.IGNORECASE)
_STRANGE: Final = re.compile(r"[^0-9A-Za-z_. |-]")


def _nobody() -> str:
    return ""


_who: Callable[[], str] = _nobody


def ask_before_writes(who: Callable[[], str]) -> None:
    """From now on `who()` says it, in letters, digits and `_. |-`; empty where there is nothing to say."""
    global _who  # noqa: PLW0603  (one answer in each process)
    _who = who


def tell_on(connection: Any, **_: Any) -> None:
    """Receiver of `connection_created`."""
    if connection.vendor == "postgresql" and not any(isinstance(each, _Teller) for each in connection.execute_wrappers):
        connection.execute_wrappers.append(_Teller())


def before_copy(cursor: Any) -> None:
    """The same before a COPY, which takes no other statement along."""
    cursor.execute(_saying(_who()))


def _saying(told: str) -> str:
    return f"SELECT set_config('{SETTING}', '{_STRANGE.sub('', told)}', TRUE)"


class _Teller:
    """Said again with every write: what was said within a savepoint that is rolled back is forgotten with it."""

    def __init__(self) -> None:
        self.has_told = False

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if isinstance(sql, str) and is_write(sql):
            told = _who()
            if told or self.has_told:
                self.has_told = bool(told)
                sql = f"{_saying(told)};\n{sql}"
        return execute(sql, params, many, context)


def is_write(sql: str) -> bool:
    head = _HEAD.match(sql)
    return head is not None and (head[1].upper() != "WITH" or bool(_WRITES.search(sql)))
