"""Writing a batch of rows: what is new is inserted, what differs is updated, with one event row each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from foundation.columns import Versioned
from journal.services import plain, record_many
from scoring.models import Touched

from .plan import Row, Work

Model = TypeVar("Model", bound=Versioned)
Changes = dict[str, list[Any]]
MOST_TOLD_ACCOUNTS = 1000
FOLLOWING = {"sort_key", "search_text"}
"""Columns that follow from others: no news in themselves."""


def known_by_external_id(model: type[Model], rows: Sequence[Row], work: Work) -> dict[str, Model]:
    """The rows there are by external id. One that the actor does not see is refused: the id is taken."""
    wanted = {row.external_id: row for row in rows if row.external_id}
    manager: Any = model._default_manager
    visible = manager.visible_to(work.actor).filter(external_id__in=wanted)
    # Locked until the import is saved: nobody's edit in between is overwritten or given the same version.
    seen = {row.external_id: row for row in visible.select_for_update(of=("self",), no_key=True).order_by("pk")}
    taken = set(model._base_manager.filter(external_id__in=wanted).values_list("external_id", flat=True))
    for external_id in taken - seen.keys():
        work.refuse(wanted[external_id], "external_id", external_id, _("This id is taken by another row."))
    return seen


def apply(row: Model, fields: dict[str, Any], work: Work, beside: Changes | None = None) -> Changes:
    """Sets what differs on `row`, in memory; returns it as the event row keeps it, with what changes `beside` it."""
    wanted = {name: value for name, value in fields.items() if getattr(row, name) != value}
    changes = {name: [plain(getattr(row, name)), plain(new)] for name, new in wanted.items() if name not in FOLLOWING}
    changes |= beside or {}
    if changes:
        for name, value in wanted.items():
            setattr(row, name, value)
        row.version, row.updated_at = row.version + 1, work.now
    return changes


def insert(model: type[Model], rows: Sequence[Model], work: Work, verb: str | Callable[[Model], str]) -> None:
    """Inserts `rows`, counts them, writes their events."""
    model._base_manager.bulk_create(rows, batch_size=1000)
    work.report.created += len(rows)
    by_verb: dict[str, list[Model]] = {}
    for row in rows:
        by_verb.setdefault(verb if isinstance(verb, str) else verb(row), []).append(row)
    for name, those in by_verb.items():
        tell(work, name, those)


def update(
    model: type[Model], changed: Sequence[tuple[Model, Changes]], work: Work, verb: str, also: Iterable[str] = ()
) -> None:
    """Updates the columns that changed (and those of `also`), counts the rows, writes their events."""
    if not changed:
        return
    names = {name for _row, changes in changed for name in changes} | {"version", "updated_at", *FOLLOWING, *also}
    columns = [field.name for field in model._meta.concrete_fields if {field.name, field.attname} & names]
    model._base_manager.bulk_update([row for row, _changes in changed], columns, 500)
    work.report.updated += len(changed)
    note(work, verb, changed)


def note(work: Work, verb: str, changed: Sequence[tuple[Model, Changes]]) -> None:
    """An event row for each of `changed`, told like `tell`."""
    tell(work, verb, [row for row, _changes in changed], {row.pk: changes for row, changes in changed})


def tell(work: Work, verb: str, rows: Sequence[models.Model], changes: dict[int, Changes] | None = None) -> None:
    """An event row for each of `rows`; whoever waits for `verb` hears of it for up to a thousand accounts an import.

    More jobs would keep the workers busy for hours: of the others the next night judges everything.
    """
    accounts = {account_of(row) for row in rows}
    few = len(work.told_accounts | accounts) <= MOST_TOLD_ACCOUNTS
    if few:
        work.told_accounts |= accounts
    else:
        Touched.objects.bulk_create([Touched(account_id=account) for account in accounts if account], batch_size=2000)
    subjects = [(row, account_of(row)) for row in rows]
    record_many(actor=work.actor, verb=verb, subjects=subjects, changes=changes, with_jobs=few)


def account_of(row: models.Model) -> int | None:
    return row.pk if row._meta.model_name == "account" else getattr(row, "account_id", None)


def erased(model: type[models.Model], name: str) -> Any:
    """What a column holds when it holds nothing."""
    field: Any = model._meta.get_field(name)
    return None if field.null else field.get_default()
