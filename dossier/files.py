"""A file on its way out: as what it is, as nothing else, to be saved or shown, and able to do nothing."""

from __future__ import annotations

from typing import Final

from django.http import FileResponse

from .choices import PaperKind
from .models import Attachment

POWERLESS: Final = "default-src 'none'; frame-ancestors 'none'; sandbox"
FOR_PDF: Final = "default-src 'none'; frame-ancestors 'none'; form-action 'none'"
"""Without sandbox: in one, browsers do not start their own viewer, which keeps what a PDF would like to do apart."""


def sent(row: Attachment, *, shown: bool = False) -> FileResponse:
    """To be saved; with `shown`, opened by the browser where `PaperKind.is_shown`."""
    kind = PaperKind(row.kind)
    shown = shown and kind.is_shown
    answer = FileResponse(row.file.open("rb"), as_attachment=not shown, filename=row.name, content_type=kind.mime)
    return _guarded(answer, FOR_PDF if kind == PaperKind.PDF else POWERLESS)


def preview(row: Attachment) -> FileResponse:
    return _guarded(FileResponse(row.preview.open("rb"), content_type=PaperKind.WEBP.mime), POWERLESS)


def _guarded(answer: FileResponse, policy: str) -> FileResponse:
    answer["Content-Security-Policy"] = policy
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-cache"
    return answer
