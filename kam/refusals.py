"""What is answered where no view was asked, or one broke: a page for people, a problem document for programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import defaults

from foundation.errors import Missing
from foundation.problems import problem


def _refusal(status: int, page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return problem(status) if request.path.startswith("/api/") else page(request, *args, **kwargs)

    return answer


def _not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Only the text of one of ours is for people."""
    if isinstance(exception, Missing):
        return render(request, "404.html", {"missing": str(exception)}, status=404)
    return defaults.page_not_found(request, exception)


bad_request = _refusal(400, defaults.bad_request)
permission_denied = _refusal(403, defaults.permission_denied)
page_not_found = _refusal(404, _not_found)
server_error = _refusal(500, defaults.server_error)
