"""Locks that PostgreSQL gives back by itself when their holder dies, even by kill -9."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from zlib import crc32

from django.db import connection
from django.utils.translation import gettext as _

from .errors import RuleBroken

MANY_ACCOUNTS = "accounts.many"
"""Shared by who writes rows of many accounts in several statements of one transaction, and by who holds an account and
writes its alerts then; held alone by who writes the alerts of all and publishes on all: each locks rows in the order of
ids, but batch after batch in the order of a file is no order, nor an account before its alerts where a night has the
alerts first."""
PATIENCE = 5.0
"""Seconds that a person at a page waits for who writes on all accounts, before being told to come again."""


@contextmanager
def session_lock(kind: str, number: int) -> Iterator[bool]:
    """Tries to hold the lock `kind`/`number` for the block; yields whether it did. Never waits."""
    keys = [crc32(kind.encode()) - 2**31, number % 2**31]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", keys)
        held = bool(cursor.fetchone()[0])
    try:
        yield held
    finally:
        if held:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", keys)


def try_transaction_lock(number: int) -> bool:
    """Tries to hold the lock of a 64-bit `number` until the transaction ends. Never waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        return bool(cursor.fetchone()[0])


def wait_for_lock(name: str) -> None:
    """Waits for the lock of that name and holds it until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [crc32(name.encode()) - 2**31, 0])


def share_lock(name: str) -> None:
    """Waits until nobody holds the lock of that name alone, and shares it until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s, %s)", [crc32(name.encode()) - 2**31, 0])


def beside_many(*, alone: bool = False) -> None:
    """Shares MANY_ACCOUNTS (or holds it alone) until the transaction ends, for who is waited for by a person.

    RuleBroken when a night or an import has it for longer than PATIENCE. Stands in no queue: where a night waits for an
    import, whoever may share with the import does.
    """
    limit = time.monotonic() + PATIENCE
    while not _try_many(alone=alone):
        if time.monotonic() > limit:
            raise RuleBroken(
                _("Many accounts are being written just now, by a night or an import. Try again in a few minutes.")
            )
        time.sleep(0.1)


def _try_many(*, alone: bool) -> bool:
    how = "" if alone else "_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_xact_lock{how}(%s, 0)", [crc32(MANY_ACCOUNTS.encode()) - 2**31])
        return bool(cursor.fetchone()[0])
