"""What no view should ever meet."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote, unquote_plus

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render

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


class LimitUploads:
    """413 for a form with files that is larger than any of ours, before a byte of it is read: reading keeps files on
    the disk, however large. Who is not signed in sends no files."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.content_type == "multipart/form-data" and _length(request) > _most_bytes(request):
            if request.path.startswith("/api/"):
                return problem(413, f"A body with files of {settings.MOST_UPLOAD_BYTES // 1024**2} MB at most.")
            return render(request, "413.html", {"most": settings.MOST_UPLOAD_BYTES // 1024**2}, status=413)
        return self.get_response(request)


def _length(request: HttpRequest) -> int:
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isascii() and said.isdigit() else 0


def _most_bytes(request: HttpRequest) -> int:
    """With room for the form's other fields."""
    plain: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    # A key is looked at by the API itself, which reads nothing of who has none.
    has_key = request.path.startswith("/api/") and "Authorization" in request.headers
    if _length(request) > plain and (request.user.is_authenticated or has_key):
        return settings.MOST_UPLOAD_BYTES + plain
    return plain


class CompressPages(GZipMiddleware):
    """Pages alone: the ETag of an API's answer must stay what its reader sends back, and a file may be long."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_page = response.get("Content-Type", "").startswith("text/html") and not response.streaming
        return super().process_response(request, response) if is_page else response


class TellArrival:
    """A cookie with the address of a form that was taken, for the page that follows: it ends the form's draft.

    Without it (no connection, a proxy's error page) nothing has arrived, and static/js/drafts.js keeps what was typed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_form = request.method == "POST" and not request.path.startswith("/api/")
        if is_form and response.status_code < 400 and not response.get("Location", "").startswith(settings.LOGIN_URL):
            response.set_cookie(
                "kam_arrived", quote(request.path, safe=""), max_age=60, samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )  # fmt: skip
        return response


def _refuse(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        return problem(400, "Text holds a character that cannot be stored (NUL or a lone surrogate).")
    raise BadRequest("unstorable text")
