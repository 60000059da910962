"""Which accounts somebody sees: the room that has them says so, this one lies below it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

AccountsOf = Callable[[Any], QuerySet[Any]]
_known: list[AccountsOf] = []


def accounts_by(rule: AccountsOf) -> None:
    """`rule(user)` are the accounts that `user` sees. Called in an app's ready()."""
    _known[:] = [rule]


def accounts_of(user: Any) -> QuerySet[Any]:
    return _known[0](user)
