"""A file on its way out: as what it is, as nothing else, to be saved or shown, and able to do nothing."""

from __future__ import annotations

from typing import Any, Final

from django.db.models.fields.files import FieldFile
from django.http import FileResponse
from django.utils.translation import gettext as _

from foundation.errors import Missing

from .choices import PaperKind
from .models import Attachment

POWERLESS: Final = "default-src 'none'; frame-ancestors 'none'; sandbox"
FOR_PDF: Final = "default-src 'none'; frame-ancestors 'none'; form-action 'none'"
"""Without sandbox: in one, browsers do not start their own viewer, which keeps what a PDF would like to do apart."""


def sent(row: Attachment, *, shown: bool = False) -> FileResponse:
    """To be saved; with `shown`, opened by the browser where `PaperKind.is_shown`."""
    kind = PaperKind(row.kind)
    shown = shown and kind.is_shown
    answer = FileResponse(_opened(row.file), as_attachment=not shown, filename=row.name, content_type=kind.mime)
    return _guarded(answer, FOR_PDF if kind == PaperKind.PDF else POWERLESS)


def preview(row: Attachment) -> FileResponse:
    return _guarded(FileResponse(_opened(row.preview), content_type=PaperKind.WEBP.mime), POWERLESS)


def _opened(kept: FieldFile) -> Any:
    """Missing: the row is there, its file is not."""
    try:
        return kept.open("rb")
    except FileNotFoundError as error:
        raise Missing(_("This file is missing on our side. Tell whoever runs this system.")) from error


def _guarded(answer: FileResponse, policy: str) -> FileResponse:
    answer["Content-Security-Policy"] = policy
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-cache"
    return answer
