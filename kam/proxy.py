"""Who is asking: the address and the account that attempts to sign in are counted under."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The caller's address as the outermost trusted proxy saw it; the connection's own when there is none."""
    seen = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",") if part.strip()]
    trusted = settings.TRUSTED_PROXIES
    if trusted and len(seen) >= trusted:
        return seen[-trusted]
    return str(request.META.get("REMOTE_ADDR", ""))


def attempted_email(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The account somebody tries to sign in to, in one spelling: Rep@Demo and rep@demo share one count."""
    typed = (credentials or {}).get("username") or request.POST.get("username", "")
    return str(typed).strip().lower()[:254]
