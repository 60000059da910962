"""Which account an opportunity that came without one may belong to, by what its name says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from accounts.models import Account
from foundation.text import fold, sort_key
from pipeline.models import Opportunity

LONGEST = 6
"""How many words an account's name may have to be recognised within another."""


def suggest(rows: Iterable[Opportunity], accounts: QuerySet[Account]) -> dict[int, Account]:
    """For each of `rows` the one of `accounts` (seen by the reader) whose whole name stands in its own: the longest
    such name; none where several accounts have it. One query, by the index over names."""
    wanted = {row.pk: list(_runs(row.name)) for row in rows}
    keys = {sort_key(run): run for runs in wanted.values() for run in runs}
    found: dict[str, list[Account]] = {}
    for account in accounts.filter(sort_key__in=keys, archived_at=None):
        found.setdefault(fold(account.name), []).append(account)
    told: dict[int, Any] = {pk: next((found[run] for run in runs if run in found), []) for pk, runs in wanted.items()}
    return {pk: named[0] for pk, named in told.items() if len(named) == 1}


def _runs(name: str) -> Iterator[str]:
    """Neighbouring words of `name`, folded, the longest runs first; single words of two letters or more."""
    words = [word.strip(",;:()–—-") for word in fold(name).split()]
    words = [word for word in words if word]
    for length in range(min(LONGEST, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            run = " ".join(words[start : start + length])
            if len(run) > 1:
                yield run
