"""Files that no row refers to are put aside, and deleted a month later; one that a row refers to again comes back."""

from __future__ import annotations

import datetime as dt
import logging
import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from django.core.files.storage import Storage
from django.utils import timezone

from dossier.models import Attachment
from dossier.models.attachment import FOLDER

ASIDE: Final = "cleared"
BATCH: Final = 1000
SPARED: Final = dt.timedelta(days=1)
"""A file that is younger may belong to a row that is being written."""
KEPT: Final = dt.timedelta(days=30)
FEW, SHARE = 100, 0.1
"""More files than these without a row are not left over: the database is an older one, or the folder another one's."""
log = logging.getLogger(__name__)


def attachments_clear(now: dt.datetime | None = None) -> int:
    """Puts files aside that no row refers to: their transaction was taken back. Returns how many.

    None of them where they are a large part of all.
    """
    storage: Storage = Attachment._meta.get_field("file").storage
    now = now or timezone.now()
    _look_over(storage, now)
    found, unknown = 0, []
    for paths in _batches(_files(storage, FOLDER)):
        found += len(paths)
        unknown += [path for path in _without_row(paths) if storage.get_modified_time(path) < now - SPARED]
    if len(unknown) > max(FEW, found * SHARE):
        said = (
            "%d of %d files in %s belong to no row here: an older database, or another one's folder? None was cleared."
        )
        log.error(said, len(unknown), found, storage.path(FOLDER))
        return 0
    for path in unknown:
        _move(storage, path, ASIDE + path.removeprefix(FOLDER), now)
    return len(unknown)


def _look_over(storage: Storage, now: dt.datetime) -> None:
    """What was put aside."""
    for aside in _batches(_files(storage, ASIDE)):
        homes = {FOLDER + path.removeprefix(ASIDE): path for path in aside}
        without = set(_without_row(homes))
        for home, path in homes.items():
            if home not in without:
                _move(storage, path, home, now)
            elif storage.get_modified_time(path) < now - KEPT:
                storage.delete(path)


def _without_row(paths: Iterable[str]) -> list[str]:
    asked = list(paths)
    rows = Attachment.objects.order_by()
    known = {*rows.filter(file__in=asked).values_list("file", flat=True)}
    known |= {*rows.filter(preview__in=asked).values_list("preview", flat=True)}
    return [path for path in asked if path not in known]


def _move(storage: Storage, path: str, to: str, now: dt.datetime) -> None:
    """Its time is that of the move: from then on a month is counted."""
    target = Path(storage.path(to))
    target.parent.mkdir(parents=True, exist_ok=True)
    Path(storage.path(path)).replace(target)
    os.utime(target, (now.timestamp(), now.timestamp()))


def _files(storage: Storage, folder: str) -> Iterator[str]:
    if not storage.exists(folder):
        return
    folders, files = storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in files)
    for name in folders:
        yield from _files(storage, f"{folder}/{name}")


def _batches(paths: Iterator[str]) -> Iterator[list[str]]:
    while some := list(islice(paths, BATCH)):
        yield some
