"""The triggers of the tracked tables, put in step after each `migrate`.

New and deleted rows are told once a statement, from its transition table. A changed row is told by itself, and only by
a statement that names one of the tracked columns, and only where one of them differs: a night that publishes tiers for
a million accounts wakes nothing at all. (Transition tables know no columns.) A TRUNCATE tells every row before it.

The functions work with the rights of who owns the tables: whoever may write a tracked table is told of, and nobody can
write into the history himself. Each name is told with its schema, for the writer's search path says nothing.
"""

from __future__ import annotations

import hashlib
from typing import Any, Final, NamedTuple

from django.db import connections, transaction

from foundation.locks import wait_for_lock
from foundation.sql import do, select_text

from .tracked import Tracked, tracked

TRIGGERS: Final = 4
INSTALLED = """
SELECT function.proname AS name, obj_description(function.oid, 'pg_proc') AS digest, md5(function.prosrc) AS body,
    count(trigger.oid) FILTER (WHERE trigger.tgenabled IN ('O', 'A')) AS triggers
FROM pg_proc AS function
LEFT JOIN pg_trigger AS trigger ON trigger.tgfoid = function.oid
WHERE function.proname LIKE 'history\\_of\\_%%' AND function.pronamespace = current_schema()::regnamespace
GROUP BY function.oid, function.proname
"""
COLUMNS = """
SELECT table_name, array_agg(column_name::text) AS columns
FROM information_schema.columns WHERE table_schema = current_schema() GROUP BY table_name
"""
BODY = """
DECLARE
    before jsonb;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        before := to_jsonb(OLD) - '{{{ignored}}}'::text[];
        INSERT INTO @.journal_change ({written})
        SELECT told.*, '{kind}', NEW.id, {new_ids}, 'u', differing.changes
        FROM @.history_told() AS told, (
            SELECT jsonb_object_agg(is_now.key, jsonb_build_array(before -> is_now.key, is_now.value)) AS changes
            FROM jsonb_each(to_jsonb(NEW) - '{{{ignored}}}'::text[]) AS is_now
            WHERE is_now.value <> before -> is_now.key
        ) AS differing
        WHERE differing.changes IS NOT NULL;
    ELSIF TG_OP = 'INSERT' THEN
        INSERT INTO @.journal_change ({written})
        SELECT told.*, '{kind}', it.id, {ids}, 'i',
               @.history_filled(to_jsonb(it) - '{{{ignored}}}'::text[], FALSE)
        FROM fresh AS it, @.history_told() AS told ORDER BY it.id;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO @.journal_change ({written})
        SELECT told.*, '{kind}', it.id, {ids}, 'd',
               @.history_filled(to_jsonb(it) - '{{{ignored}}}'::text[], TRUE)
        FROM gone AS it, @.history_told() AS told ORDER BY it.id;
    ELSIF current_setting('kam.forgetting', TRUE) IS DISTINCT FROM 'on' THEN
        INSERT INTO @.journal_change ({written})
        SELECT told.*, '{kind}', it.id, {ids}, 'd',
               @.history_filled(to_jsonb(it) - '{{{ignored}}}'::text[], TRUE)
        FROM {table} AS it, @.history_told() AS told ORDER BY it.id;
    END IF;
    RETURN NULL;
END """
FUNCTION = """
CREATE OR REPLACE FUNCTION @.{function}() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $history${body}$history$;
REVOKE ALL ON FUNCTION @.{function}() FROM PUBLIC;
DROP TRIGGER IF EXISTS history_made ON {table};
DROP TRIGGER IF EXISTS history_gone ON {table};
DROP TRIGGER IF EXISTS history_emptied ON {table};
CREATE TRIGGER history_made AFTER INSERT ON {table}
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION @.{function}();
CREATE TRIGGER history_gone AFTER DELETE ON {table}
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION @.{function}();
CREATE TRIGGER history_emptied BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION @.{function}();
"""
CHANGED = """
DROP TRIGGER IF EXISTS history_changed ON {table};
CREATE TRIGGER history_changed AFTER UPDATE OF {columns} ON {table}
    FOR EACH ROW WHEN (({old}) IS DISTINCT FROM ({new})) EXECUTE FUNCTION {function}();
"""
WRITTEN = "at, actor_id, key_id, bundle, via, role, kind, row_id, head_kind, head_id, account_id, action, changes"


class Standing(NamedTuple):
    """A function as it is installed: what its comment says it was made of, its body, its triggers that are awake."""

    digest: str | None
    body: str
    triggers: int


def installed() -> dict[str, Standing]:
    return {row["name"]: Standing(row["digest"], row["body"], row["triggers"]) for row in select_text(INSTALLED, [])}


def wanted() -> dict[str, tuple[Tracked, Standing]]:
    """By the names of the functions: what is tracked, and how it should stand."""
    schema = schema_now()
    return {
        function_of(each): (each, Standing(digest_of(each), _md5(_in(schema, body_of(each))), TRIGGERS))
        for each in tracked()
    }


def keep_in_step(*, using: str = "default", **_: Any) -> None:
    """Receiver of `post_migrate`: makes what is missing or differs, a table at a time, and removes what is no more."""
    found, should = installed(), wanted()
    install(each for name, (each, standing) in should.items() if found.get(name) != standing)
    for name in set(found) - set(should):
        do(f"DROP FUNCTION {name} CASCADE")


def install(some: Any) -> None:
    """Of these, those whose tables have come so far: an earlier state may be migrated to."""
    late = list(some)
    there = columns_there() if late else {}
    for each in late:
        if "journal_change" in there and _stands(each, there):
            _install(each)


def columns_there() -> dict[str, set[str]]:
    """Of every table that there is."""
    return {row["table_name"]: set(row["columns"]) for row in select_text(COLUMNS, [])}


def changed_trigger(table: str, columns: list[str], function: str) -> str:
    """SQL that makes the trigger which tells changed rows, anew."""
    named = [_quoted(column) for column in columns]
    return CHANGED.format(
        table=_quoted(table), function=function, columns=", ".join(named),
        old=", ".join(f"OLD.{column}" for column in named), new=", ".join(f"NEW.{column}" for column in named),
    )  # fmt: skip


def function_of(each: Tracked) -> str:
    return f"history_of_{each.model._meta.db_table}"


def digest_of(each: Tracked) -> str:
    return hashlib.sha256(sql_of(each).encode()).hexdigest()[:16]


def body_of(each: Tracked) -> str:
    return BODY.format(
        written=WRITTEN, kind=each.label, table=_table(each.model), ids=_ids(each, "it"), new_ids=_ids(each, "NEW"),
        ignored=",".join(["id", *each.ignored_columns]),
    )  # fmt: skip


def sql_of(each: Tracked) -> str:
    """Where a schema is to be named it says "@"."""
    table, function = each.model._meta.db_table, function_of(each)
    whole = FUNCTION.format(function=function, table=_table(each.model), body=body_of(each))
    return whole + changed_trigger(table, each.columns, function)


def schema_now() -> str:
    return _quoted(select_text("SELECT current_schema() AS name", [])[0]["name"])


def tables_on_the_way(each: Tracked) -> dict[str, set[str]]:
    """Tables that its function reads, its own among them, each with the columns that it names."""
    found = {each.model._meta.db_table: set(each.columns)}
    for path in _paths(each):
        model = each.model
        for name in path.split("__") if path else ():
            field = model._meta.get_field(name)
            found.setdefault(model._meta.db_table, set()).add(field.column)
            model = field.related_model or model
    return found


def _paths(each: Tracked) -> list[str]:
    """To its record and to its account."""
    if each.account_path in (None, "pk"):
        return [each.of]
    return [each.of, "__".join(filter(None, [each.of, each.account_path]))]


def _ids(each: Tracked, row: str) -> str:
    """SQL of kind and id of its record, and of its account.

    A part that comes before its record (a bulk load, a restore) is told as a record of its own: nobody may be shown it
    for a part of another one.
    """
    head, account = _path(each.model, each.of, row), "NULL::bigint"
    if each.account_path == "pk":
        account = head
    elif each.account_path:
        account = _path(each.model, _paths(each)[1], row)
    if each.is_head:
        return f"'{each.head_label}', {head}, {account}"
    kind = f"CASE WHEN {head} IS NULL THEN '{each.label}' ELSE '{each.head_label}' END"
    return f"{kind}, COALESCE({head}, {row}.id), {account}"


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
    key = _quoted(further._meta.pk.column)
    return f"(SELECT {_path(further, rest, inner)} FROM {_table(further)} AS {inner} WHERE {inner}.{key} = {own})"  # noqa: S608


def _stands(each: Tracked, there: dict[str, set[str]]) -> bool:
    return all(columns <= there.get(table, set()) for table, columns in tables_on_the_way(each).items())


def _install(each: Tracked) -> None:
    schema = schema_now()
    with transaction.atomic():
        wait_for_lock("journal.history")
        do(_in(schema, sql_of(each)))
        do(f"COMMENT ON FUNCTION {schema}.{function_of(each)}() IS '{digest_of(each)}'")


def _in(schema: str, text: str) -> str:
    return text.replace("@.", f"{schema}.")


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _table(model: Any) -> str:
    return f"@.{_quoted(model._meta.db_table)}"


def _quoted(name: str) -> str:
    return connections["default"].ops.quote_name(name)
