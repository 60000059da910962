"""Filling a table with millions of rows: without its indexes and foreign keys, which are built once afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from django.db import connection

FOREIGN_KEYS: Final = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
       format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint
WHERE contype = 'f' AND conrelid = ANY (%s::regclass[])
ORDER BY conname
"""
INDEXES: Final = """
SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
FROM pg_index
WHERE indrelid = ANY (%s::regclass[])
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
ORDER BY indexrelid
"""
TRIGGERS: Final = """
SELECT DISTINCT format('ALTER TABLE %%s DISABLE TRIGGER USER', tgrelid::regclass),
       format('ALTER TABLE %%s ENABLE TRIGGER USER', tgrelid::regclass)
FROM pg_trigger
WHERE NOT tgisinternal AND tgrelid = ANY (%s::regclass[])
"""


@contextmanager
def bare(tables: Sequence[str]) -> Iterator[None]:
    """For the block `tables` have no foreign keys, triggers of ours, nor indexes but those of their constraints.

    Must run inside a transaction: nobody else sees the tables in between, and a failure brings everything back.
    Foreign keys are checked when they come back.
    """
    with connection.cursor() as cursor:
        pairs: list[tuple[str, str]] = []
        for query in (TRIGGERS, FOREIGN_KEYS, INDEXES):
            cursor.execute(query, [list(tables)])
            pairs += cursor.fetchall()
        # What deferred constraints still have to check would stand in the way of ALTER TABLE.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for drop, _restore in pairs:
            cursor.execute(drop)
        yield
        for _drop, restore in reversed(pairs):
            cursor.execute(restore)
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
