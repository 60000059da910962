"""Locks that PostgreSQL gives back by itself when their holder dies, even by kill -9."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from zlib import crc32

from django.db import connection

MANY_ACCOUNTS = "accounts.many"
"""Shared by who writes rows of many accounts in several statements of one transaction, held alone by who publishes on
all of them: each locks rows in the order of ids, but batch after batch in the order of a file is no order."""


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
