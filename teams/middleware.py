"""Each reader's own language and time zone."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from .models import Company
from .models.company import company_read_once

LANGUAGE_COOKIE = "kam_language"


class ReaderMiddleware:
    """Activates the signed-in person's language and zone; before sign-in the cookie's or the browser's language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with company_read_once():
            return self._as_reader(request)

    def _as_reader(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        chosen = getattr(user, "language", "") or request.COOKIES.get(LANGUAGE_COOKIE, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else translation.get_language_from_request(request)
        with translation.override(language), timezone.override(zone_of(user)):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                response = response.render()
            return response


def zone_of(user: object) -> zoneinfo.ZoneInfo:
    """The person's own zone, else the company's."""
    return zoneinfo.ZoneInfo(getattr(user, "timezone", "") or Company.current().timezone)
