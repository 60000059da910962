"""API keys: `Authorization: Bearer kam_…`; and what their scopes allow."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from foundation import clock
from foundation.replica import read_there
from teams.middleware import zone_of

from .models import ApiKey

PREFIX = "kam_"


def new_secret() -> str:
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """Keys carry 256 random bits, so one fast hash is enough to make the stored value useless."""
    return hashlib.sha256(secret.encode()).hexdigest()


class ApiKeyAuthentication(BaseAuthentication):
    """401 for a key that is unknown, revoked, or whose person left or changed password or role."""

    def authenticate(self, request: Request) -> tuple[Any, ApiKey] | None:
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        # Remembered answers have asked for the same key a moment ago, within this very request.
        asked: Any = request._request
        digest, key = digest_of(secret), getattr(asked, "api_key", None)
        if key is not None and key.digest == digest:
            return key.user, key
        key = ApiKey.objects.select_related("user__team").filter(digest=digest).first()
        if key is None or not key.holds:
            raise AuthenticationFailed("This API key is not valid (any more).")
        # The middleware saw nobody yet; it takes the zone back after the response.
        timezone.activate(zone_of(key.user))
        _note_use(key)
        if key.only_reads:
            read_there(asked)
        asked.api_key = key
        return key.user, key

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


def _note_use(key: ApiKey) -> None:
    """At most one write a key and day."""
    today = clock.today()
    if key.last_used_on != today:
        ApiKey.objects.filter(Q(last_used_on__lt=today) | Q(last_used_on=None), pk=key.pk).update(last_used_on=today)


def caller_of(request: HttpRequest) -> str | None:
    """Who sends this request, as remembered answers name him: his key or himself; None when he may not come in."""
    try:
        known = ApiKeyAuthentication().authenticate(Request(request))
    except AuthenticationFailed:
        return None
    if known:
        return f"key {known[1].pk}"
    return f"user {request.user.pk}" if request.user.is_authenticated else None


class WithinScopes(BasePermission):
    """Signed in; and where a key with scopes is used, the noun and the kind of access are among them.

    A view without a noun (the list of addresses, the schema) is open to every key.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        if not request.user.is_authenticated:
            return False
        noun = getattr(view, "scope", "")
        if not noun or not isinstance(request.auth, ApiKey) or not request.auth.scopes:
            return True
        needed = f"{noun}:{'read' if request.method in SAFE_METHODS else 'write'}"
        if needed not in request.auth.scopes:
            raise PermissionDenied(f"This API key lacks the scope {needed}.")
        return True


class ApiKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the OpenAPI document names it."""

    target_class = "integrations.authentication.ApiKeyAuthentication"
    name = "ApiKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "An API key: `Authorization: Bearer kam_…`",
        }
