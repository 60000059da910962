"""What no view should ever meet."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote_plus

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from .problems import problem
from .text import is_storable


class RejectUnstorableText:
    """400 for a NUL or lone surrogate in path, query or form: PostgreSQL could not store or compare it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_storable(unquote_plus(request.get_full_path())):
            return _refuse(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        if request.content_type in {"application/x-www-form-urlencoded", "multipart/form-data"}:
            texts = [text for values in request.POST.lists() for text in (values[0], *values[1])]
            if not all(map(is_storable, texts)):
                return _refuse(request)
        return None


def _refuse(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        return problem(400, "Text holds a character that cannot be stored (NUL or a lone surrogate).")
    raise BadRequest("unstorable text")
