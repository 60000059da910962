"""The triggers of the tracked tables, put in step after each `migrate`.

New and deleted rows are told once a statement, from its transition table. A changed row is told by itself, and only by
a statement that names one of the tracked columns, and only where one of them differs: a night that publishes tiers for
a million accounts wakes nothing at all. (Transition tables know no columns.)
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import connections, transaction

from foundation.locks import wait_for_lock
from foundation.sql import do, select_text

from .tracked import Tracked, tracked

INSTALLED = """
SELECT function.proname AS name, obj_description(function.oid, 'pg_proc') AS digest, count(trigger.oid) AS triggers
FROM pg_proc AS function
LEFT JOIN pg_trigger AS trigger ON trigger.tgfoid = function.oid
WHERE function.proname LIKE 'history\\_of\\_%%' AND function.pronamespace = current_schema()::regnamespace
GROUP BY function.oid, function.proname
"""
COLUMNS = """
SELECT table_name, array_agg(column_name::text) AS columns
FROM information_schema.columns WHERE table_schema = current_schema() GROUP BY table_name
"""
FUNCTION = """
CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $history$
DECLARE
    before jsonb;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        before := to_jsonb(OLD) - '{{{ignored}}}'::text[];
        INSERT INTO journal_change ({written})
        SELECT told.*, '{kind}', NEW.id, '{head_kind}', {new_head}, {new_account}, 'u', differing.changes
        FROM history_told() AS told, (
            SELECT jsonb_object_agg(is_now.key, jsonb_build_array(before -> is_now.key, is_now.value)) AS changes
            FROM jsonb_each(to_jsonb(NEW) - '{{{ignored}}}'::text[]) AS is_now
            WHERE is_now.value <> before -> is_now.key
        ) AS differing
        WHERE differing.changes IS NOT NULL;
    ELSIF TG_OP = 'INSERT' THEN
        INSERT INTO journal_change ({written})
        SELECT told.*, '{kind}', it.id, '{head_kind}', {head}, {account}, 'i',
               history_filled(to_jsonb(it) - '{{{ignored}}}'::text[], FALSE)
        FROM fresh AS it, history_told() AS told ORDER BY it.id;
    ELSE
        INSERT INTO journal_change ({written})
        SELECT told.*, '{kind}', it.id, '{head_kind}', {head}, {account}, 'd',
               history_filled(to_jsonb(it) - '{{{ignored}}}'::text[], TRUE)
        FROM gone AS it, history_told() AS told ORDER BY it.id;
    END IF;
    RETURN NULL;
END $history$;
DROP TRIGGER IF EXISTS history_made ON {table};
DROP TRIGGER IF EXISTS history_changed ON {table};
DROP TRIGGER IF EXISTS history_gone ON {table};
CREATE TRIGGER history_made AFTER INSERT ON {table}
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION {function}();
CREATE TRIGGER history_changed AFTER UPDATE OF {columns} ON {table}
    FOR EACH ROW WHEN (({old}) IS DISTINCT FROM ({new})) EXECUTE FUNCTION {function}();
CREATE TRIGGER history_gone AFTER DELETE ON {table}
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION {function}();
"""
WRITTEN = "at, actor_id, key_id, bundle, via, role, kind, row_id, head_kind, head_id, account_id, action, changes"


def keep_in_step(*, using: str = "default", **_: Any) -> None:
    """Receiver of `post_migrate`: makes what is missing or differs, a table at a time, and removes what is no more."""
    installed = {row["name"]: (row["digest"], row["triggers"]) for row in select_text(INSTALLED, [])}
    wanted = {function_of(each): each for each in tracked()}
    late = [each for name, each in wanted.items() if installed.get(name) != (digest_of(each), 3)]
    if late:
        there = {row["table_name"]: set(row["columns"]) for row in select_text(COLUMNS, [])}
        for each in late:
            if "journal_change" in there and _stands(each, there):
                _install(each)
    for name in set(installed) - set(wanted):
        do(f"DROP FUNCTION {name} CASCADE")


def make_way(*, plan: Any, apps: Any = None, **_: Any) -> None:
    """Receiver of `pre_migrate`: PostgreSQL alters no column that a trigger names, so those of such a table go first.

    They are back when the migration is through. What it writes itself is not told.
    """
    altered = {
        f"{migration.app_label}.{operation.model_name_lower}"
        for migration, _backwards in plan
        for operation in migration.operations
        if type(operation).__name__ in {"AlterField", "RenameField", "RemoveField"}
    }
    names = {function_of(each) for each in tracked() if each.label in altered}
    for name in names & {row["name"] for row in select_text(INSTALLED, [])} if names else ():
        do(f"DROP FUNCTION {name} CASCADE")


def function_of(each: Tracked) -> str:
    return f"history_of_{each.model._meta.db_table}"


def digest_of(each: Tracked) -> str:
    return hashlib.sha256(sql_of(each).encode()).hexdigest()[:16]


def sql_of(each: Tracked) -> str:
    columns = [_quoted(column) for column in each.columns]
    (head, account), (new_head, new_account) = _ids(each, "it"), _ids(each, "NEW")
    return FUNCTION.format(
        function=function_of(each), table=_quoted(each.model._meta.db_table), written=WRITTEN, kind=each.label,
        head_kind=each.head_label, head=head, account=account, new_head=new_head, new_account=new_account,
        ignored=",".join(["id", *each.ignored_columns]), columns=", ".join(columns),
        old=", ".join(f"OLD.{column}" for column in columns), new=", ".join(f"NEW.{column}" for column in columns),
    )  # fmt: skip


def _ids(each: Tracked, row: str) -> tuple[str, str]:
    """SQL of the ids of its record and its account."""
    head = _path(each.model, each.of, row)
    if each.account_path == "pk":
        return head, head
    if each.account_path:
        return head, _path(each.model, "__".join(filter(None, [each.of, each.account_path])), row)
    return head, "NULL::bigint"


def _path(model: Any, path: str, alias: str) -> str:
    """SQL of the id that `path` leads to, from a row called `alias`."""
    first, _, rest = path.partition("__")
    if not first:
        return f"{alias}.{_quoted(model._meta.pk.column)}"
    field = model._meta.get_field(first)
    own = f"{alias}.{_quoted(field.column)}"
    if not rest:
        return own
    further, inner = field.related_model, f"{alias}_"
    table, key = _quoted(further._meta.db_table), _quoted(further._meta.pk.column)
    return f"(SELECT {_path(further, rest, inner)} FROM {table} AS {inner} WHERE {inner}.{key} = {own})"  # noqa: S608


def _stands(each: Tracked, there: dict[str, set[str]]) -> bool:
    """Whether the table has come so far: an earlier state may be migrated to."""
    return set(each.columns) <= there.get(each.model._meta.db_table, set())


def _install(each: Tracked) -> None:
    with transaction.atomic():
        wait_for_lock("journal.history")
        do(sql_of(each))
        do(f"COMMENT ON FUNCTION {function_of(each)}() IS '{digest_of(each)}'")


def _quoted(name: str) -> str:
    return connections["default"].ops.quote_name(name)
