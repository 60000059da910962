"""Whether the history is kept at all: the triggers may be missing, asleep, or another release's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.core.checks import CheckMessage, Error
from django.db import connections

from foundation.sql import select_text

from .triggers import TRIGGERS, Standing, installed, wanted

GUARDED: Final = """
SELECT count(*) AS n FROM pg_trigger
WHERE tgrelid = to_regclass('journal_change') AND tgenabled IN ('O', 'A')
    AND tgname IN ('history_is_fixed', 'history_is_not_emptied')
"""
GUARDS: Final = 2
SHOWN: Final = 3
_seen: dict[str, Standing] = {}
"""As this process first found in step."""


def complaint() -> str:
    """What is not told, in a line; empty where all is."""
    found, missing, other = installed(), [], []
    for name, (each, standing) in wanted().items():
        now = found.get(name)
        if now == standing:
            _seen[name] = standing
        elif now is None or now.triggers < TRIGGERS:
            missing.append(each.label)
        elif name not in _seen:  # else a newer release has come, and this process goes soon
            other.append(each.label)
    said = []
    if missing:
        said.append(f"changes are not written down of {_some(missing)}: run manage.py migrate")
    if other:
        said.append(f"the triggers of {_some(other)} are another release's: run manage.py migrate")
    if select_text(GUARDED, [])[0]["n"] < GUARDS:
        said.append("nothing keeps what is written from being changed (ALTER TABLE journal_change ENABLE TRIGGER USER)")
    return "; ".join(said)


def check_standing(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Of `manage.py check --deploy --database default`: before a migration it would be in that one's way."""
    if "default" not in (databases or ()) or "journal_change" not in connections["default"].introspection.table_names():
        return []
    said = complaint()
    return [Error(f"The history of changes: {said}", id="journal.E002")] if said else []


def _some(labels: list[str]) -> str:
    more = len(labels) - SHOWN
    return ", ".join(sorted(labels)[:SHOWN]) + (f" and {more} more" if more > 0 else "")
