"""What a browser remembers of its reader before anybody has signed in: language and appearance."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse

from foundation.ui.shell import THEME_COOKIE

from .middleware import LANGUAGE_COOKIE

YEAR = 365 * 24 * 60 * 60
_NAMES = {"language": LANGUAGE_COOKIE, "theme": THEME_COOKIE}


def remember(response: HttpResponse, **chosen: str) -> None:
    """Keeps `language` and `theme` for a year; an empty choice is forgotten."""
    for name, value in chosen.items():
        if value:
            response.set_cookie(
                _NAMES[name],
                value,
                max_age=YEAR,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=name == "language",
                samesite="Lax",
            )
        else:
            response.delete_cookie(_NAMES[name], samesite="Lax")
