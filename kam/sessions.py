"""Sessions that end after a time without use, without a write for every page."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from journal.live import ASKS

# The stored end is this much behind at most; a write per request would double the cost of the fastest pages.
LAG = settings.SESSION_COOKIE_AGE // 12


class SlidingSession:
    """Moves the end of a signed-in session along while it is used: at most once an hour."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        session = request.session
        if ASKS in request.headers:
            # A page that nobody looks at any more must not stay signed in for ever.
            return response
        if session.accessed and session.get("_auth_user_id") and session.get("used", 0) + LAG < time.time():
            session["used"] = int(time.time())
        return response
