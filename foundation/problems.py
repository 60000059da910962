"""Problem documents (RFC 9457): every refusal of the API has one shape.

`{"type": "…", "title": "…", "status": 400, "detail": "…", "errors": {"field": ["…"]}}`
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.http import Http404, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from .errors import Forbidden, Missing, RuleBroken, StaleEdit, TooLarge, WrongKind

CONTENT_TYPE = "application/problem+json"


def problem_body(status: int, detail: Any = "", **more: Any) -> dict[str, Any]:
    title = HTTPStatus(status).phrase
    return {"type": "about:blank", "title": title, "status": status, "detail": str(detail) or title, **more}


def problem(status: int, detail: Any = "", **more: Any) -> JsonResponse:
    """A problem document outside DRF (middleware)."""
    return JsonResponse(problem_body(status, detail, **more), status=status, content_type=CONTENT_TYPE)


def exception_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's hook: whatever was raised becomes a problem document; unknown exceptions stay a 500."""
    status, detail, more, headers = _explain(exc, context)
    if not status:
        return None
    set_rollback()
    return Response(problem_body(status, detail, **more), status=status, headers=headers, content_type=CONTENT_TYPE)


def _explain(exc: Exception, context: dict[str, Any]) -> tuple[int, Any, dict[str, Any], dict[str, str]]:
    """Status (0: not ours to explain), detail, further members, headers."""
    match exc:
        case RuleBroken():
            more = {"errors": {exc.field or "non_field_errors": [str(exc.message)]}}
            status = next((status for kind, status in _OF_FILES.items() if isinstance(exc, kind)), 400)
            return status, exc.message, more, {}
        case StaleEdit():
            return 412, "Somebody changed it since you read it. Read it again.", _current(exc, context), {}
        case exceptions.APIException():
            return _explain_api(exc)
        case Missing():
            return 404, exc, {}, {}
        case Http404():
            return 404, "Not found.", {}, {}
    status = next((status for kind, status in _PLAIN.items() if isinstance(exc, kind)), 0)
    return status, exc, {}, {}


_OF_FILES: dict[type[RuleBroken], int] = {TooLarge: 413, WrongKind: 415}
_PLAIN: dict[type[Exception], int] = {
    Forbidden: 403,
    PermissionDenied: 403,
    BadRequest: 400,
    RequestDataTooBig: 413,
}


def _explain_api(exc: exceptions.APIException) -> tuple[int, Any, dict[str, Any], dict[str, str]]:
    headers: dict[str, str] = {}
    if wait := getattr(exc, "wait", None):
        headers["Retry-After"] = str(int(wait) + 1)
    if challenge := getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if isinstance(exc, exceptions.ValidationError):
        return exc.status_code, "Some of what was sent is not usable.", {"errors": exc.detail}, headers
    return exc.status_code, exc.detail, {}, headers


def _current(exc: StaleEdit, context: dict[str, Any]) -> dict[str, Any]:
    """The row as it stands now, so that a client can show both texts."""
    view = context["view"]
    if not hasattr(view, "reread"):
        return {}
    seen = view.reread(exc.current)
    return {"current": view.get_serializer(seen).data} if seen is not None else {}
