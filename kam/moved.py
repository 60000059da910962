"""An account that was merged is found under its old address: it leads to the one it is now."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from accounts.models import Account
from accounts.queries.duplicates import survivor_of

_ADDRESS = re.compile(r"^(?P<before>(?:/api/v1)?/accounts/)(?P<number>[0-9]{1,18})(?P<after>/.*)$")
_FOUND_NOTHING = {400, 404}
"""A page that is not there, and a filter by what is not there."""
_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)


class MovedAccounts:
    """Where nothing was found, 301 to the same page of the survivor, if the reader sees that.

    What is new at an account (`?account=`) is sent on to the survivor, 308: a visit written down without a network may
    arrive after the merge. What was meant to change the merged account itself was meant for another record, and is told
    that it is gone. No cache keeps any of it: a merge can be undone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code not in _FOUND_NOTHING:
            return response
        is_read = request.method in {"GET", "HEAD"}
        address = _moved_to(request, is_read)
        if not address:
            return response
        moved = HttpResponsePermanentRedirect(address, preserve_request=not is_read)
        moved["Cache-Control"] = "no-store"
        return moved


def _moved_to(request: HttpRequest, is_read: bool) -> str:
    """The address with the survivor's number for the merged one's, in the path or as `?account=`; empty for none."""
    if is_read and (found := _ADDRESS.match(request.path)):
        survivor = _survivor(found["number"], request)
        path = f"{found['before']}{survivor.pk}{found['after']}" if survivor else ""
        query = request.META.get("QUERY_STRING", "")
        return f"{path}?{query}" if path and query else path
    query = request.GET.copy()
    survivor = _survivor(query.get("account", ""), request)
    if survivor is None:
        return ""
    query["account"] = str(survivor.pk)
    return f"{request.path}?{query.urlencode()}"


def _survivor(typed: str, request: HttpRequest) -> Account | None:
    user: Any = getattr(request, "user", None)
    if not (_NUMBER.fullmatch(typed) and user and user.is_authenticated):
        return None
    return survivor_of(int(typed), user)
