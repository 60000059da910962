"""Writes around an import through the browser. The import itself is `integrations.importing`, run by `work`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.errors import Forbidden, RuleBroken
from integrations.models import Import, ImportPiece, ImportState
from journal import jobs
from journal.services import record
from teams.models import User

from . import rules

PIECE: Final = 1 << 20
READING: Final = ("encoding", "delimiter", "sheet")
"""Options that change what the columns are."""


@transaction.atomic
def import_receive(*, actor: User, kind: str, file: UploadedFile) -> Import:
    """Keeps the file and has it looked at. RuleBroken for a file that is none of ours, and for too many that wait;
    Forbidden for a kind that is brought by those who lead."""
    rules.check_kind(actor, kind)
    name = (file.name or "")[-255:]
    rules.check_file(kind, name, file.size or 0)
    # One after the other for each person, so that none of two uploads at once passes the limit.
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    if Import.objects.filter(person=actor, pieces__position=0).count() >= rules.MOST_WAITING:
        said = _("%(n)s of your files wait already. Import or drop one of them first.")
        raise RuleBroken(said % {"n": rules.MOST_WAITING}, field="file")
    row = Import.objects.create(person=actor, kind=kind, file=name, size=file.size or 0)
    for position, content in enumerate(file.chunks(PIECE)):
        ImportPiece.objects.create(of=row, position=position, content=content)
    _send(row, ImportState.READING)
    record(actor=actor, verb="import.received", subject=row, changes={"file": [None, name], "kind": [None, kind]})
    return row


@transaction.atomic
def import_map(
    row: Import, *, actor: User, columns: Mapping[int, str], stages: Mapping[str, str], options: Mapping[str, Any]
) -> Import:
    """What each column becomes. Has it tried; where the file is to be read another way, looked at again instead."""
    row = _own(row, actor)
    if not row.may_be_mapped:
        raise RuleBroken(_("This import is past that. Bring the file again."))
    again = any(options.get(name, "") != row.options.get(name, "") for name in READING)
    row.options = dict(options)
    row.mapping = {"columns": {str(place): target for place, target in columns.items()}, "stages": dict(stages)}
    if again:
        row.mapping, row.columns, row.facts = {}, [], {}
    _send(row, ImportState.READING if again else ImportState.TRYING)
    return row


@transaction.atomic
def import_start(row: Import, *, actor: User) -> Import:
    """Has the tried file imported. Once: who asks again while it runs, or after, is refused."""
    row = _own(row, actor)
    if not row.may_be_started:
        raise RuleBroken(_("There is nothing to import here any more. Look at the report."))
    _send(row, ImportState.SAVING)
    return row


@transaction.atomic
def import_drop(row: Import, *, actor: User) -> Import:
    """The file is not wanted: its bytes go, the line in the list stays."""
    row = _own(row, actor)
    if not row.may_be_dropped:
        raise RuleBroken(_("A worker is at it, or it has ended."))
    _forget([row.pk])
    row.refresh_from_db()
    return row


@transaction.atomic
def imports_expire() -> int:
    """Drops the files that waited for two days, also those whose job was given up. Returns how many."""
    old = Import.objects.waiting().filter(created_at__lt=timezone.now() - rules.KEPT)
    return _forget(list(old.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True)))


def _own(row: Import, actor: User) -> Import:
    """The row, locked. Forbidden for another person's, which administrators may look at."""
    row = Import.objects.select_for_update(of=("self",)).select_related("job", "person").get(pk=row.pk)
    if row.person_id != actor.pk:
        raise Forbidden(_("Only who brought the file goes on with it."))
    return row


def _send(row: Import, state: ImportState) -> None:
    row.state, row.error, row.doing, row.done, row.total = state, "", "", 0, 0
    row.job = jobs.enqueue("integrations.run_import", row.pk)
    row.save()


def _forget(ids: list[int]) -> int:
    ImportPiece.objects.filter(of__in=ids).delete()
    return Import.objects.filter(pk__in=ids).update(state=ImportState.DROPPED, finished_at=timezone.now())
