"""What the job does: looks at the file, tries it, or imports it, whatever its row asks for."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from foundation.errors import RuleBroken
from integrations.importing.plan import Order, Progress
from integrations.importing.report import Report
from integrations.importing.run import import_file
from integrations.models import Import, ImportPiece, ImportState
from teams.middleware import zone_of
from teams.models import Team

from . import rules
from .looking import look
from .mapping import as_asked
from .progress import telling
from .wording import for_the_page

MOST_NOTES = 500


class _Overtaken(Exception):
    """The import is not in the state any more in which it was begun."""


def run(import_id: int) -> None:
    """Does what the import's state asks for, once: a job that comes back after it was done finds another state."""
    row = Import.objects.select_related("person__team").filter(pk=import_id).first()
    steps = {ImportState.READING: _look, ImportState.TRYING: _try, ImportState.SAVING: _save}
    step = steps.get(ImportState(row.state)) if row else None
    if row is None or step is None:
        return
    with suppress(_Overtaken), _as_person(row), _file_of(row) as path, telling(row.pk) as tell:
        try:
            _check_person(row)
            step(row, path, tell)
        except RuleBroken as refusal:
            _end(row, error=str(refusal.message))


def _check_person(row: Import) -> None:
    if not row.person.is_active or row.kind not in rules.kinds_for(row.person):
        raise RuleBroken(_("Who brought this file may no longer import."))


def _look(row: Import, path: Path, progress: Progress) -> None:
    columns, facts = look(order_of(row, path, dry_run=True), progress)
    _become(row, ImportState.MAPPING, columns=storable(columns), facts=storable(facts))


def _try(row: Import, path: Path, progress: Progress) -> None:
    report = import_file(order_of(row, path, dry_run=True), progress)
    _become(row, ImportState.TRIED, report=told_of(report))


def _save(row: Import, path: Path, progress: Progress) -> None:
    """The rows and the end of this import are one transaction: a job that dies has written neither."""
    with transaction.atomic():
        report = import_file(order_of(row, path, dry_run=False), progress)
        if report.committed:
            ImportPiece.objects.filter(of=row).delete()
            _become(row, ImportState.SAVED, report=told_of(report), finished_at=timezone.now())
        else:
            _become(row, ImportState.TRIED, report=told_of(report))


def order_of(row: Import, path: Path, *, dry_run: bool) -> Order:
    """What the person asked for, as `import_csv` would ask it."""
    header = [column["header"] for column in row.columns]
    chosen = {int(place): target for place, target in row.mapping.get("columns", {}).items()}
    mapping, leave_out = as_asked(row.kind, header, chosen) if header else ({}, [])
    return Order(
        kind=row.kind,
        path=path,
        name=row.file,
        actor=row.person,
        owner=row.person,
        team=row.person.team or Team.objects.order_by("path").first(),
        mapping=mapping,
        leave_out=leave_out,
        stage_map=row.mapping.get("stages", {}),
        dry_run=dry_run,
        **rules.options_for(row.person, row.options),
    )


def told_of(report: Report) -> Any:
    """The report as it is kept: its words those of the page, of the notes the first few hundred."""
    told = report.as_dict()
    told["note_count"] = len(told["notes"])
    told["notes"] = told["notes"][:MOST_NOTES]
    for said in (*told["problems"], *told["notes"]):
        said["message"] = for_the_page(said["message"])
    for note in told["notes"]:
        note["lines"] = note["lines"][:200]
    return storable(told)


def storable(value: Any) -> Any:
    """JSON that PostgreSQL can keep: it knows no character zero."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder).replace("\\u0000", "\\ufffd"))


def _become(row: Import, state: ImportState, **columns: Any) -> None:
    if not Import.objects.filter(pk=row.pk, state=row.state).update(state=state, **columns):
        raise _Overtaken


def _end(row: Import, error: str) -> None:
    """It cannot be read, whatever is tried: the file is of no use to anybody."""
    with transaction.atomic():
        ImportPiece.objects.filter(of=row).delete()
        _become(row, ImportState.FAILED, error=error, finished_at=timezone.now())


@contextmanager
def _file_of(row: Import) -> Iterator[Path]:
    """The file on this machine's disk, under a name of ours, for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="kam-import-") as folder:
        path = Path(folder) / "file"
        with path.open("wb") as file:
            pieces = ImportPiece.objects.filter(of=row).order_by("position").values_list("content", flat=True)
            for content in pieces.iterator(chunk_size=1):
                file.write(content)
        yield path


@contextmanager
def _as_person(row: Import) -> Iterator[None]:
    """In the language and the zone of who reads the report."""
    with (
        translation.override(row.person.language or settings.LANGUAGE_CODE),
        timezone.override(zone_of(row.person)),
    ):
        yield
