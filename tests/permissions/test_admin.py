"""Django's administration, address by address: the administrator's alone, and nothing is written by looking."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import URLPattern, get_resolver

from tests.permissions.evidence import fingerprint
from tests.permissions.table import EVERYBODY

DOORS = {"/admin/login/", "/admin/logout/", "/admin/jsi18n/", "/admin/password_change/"}
"""Sign-in leads to our own, as does the password; words for scripts are nobody's secret."""


def addresses(resolver: Any = None, prefix: str = "") -> list[str]:
    """Every address of the administration; ids are 1, the rest of a path is x."""
    found = []
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            found += [path] if prefix else []
        elif prefix or str(entry.pattern).startswith("admin"):
            found += addresses(entry, path)
    return found


def _filled(path: str) -> str:
    for hole in ("<path:object_id>", "<path:content_type_id>"):
        path = path.replace(hole, "1")
    return "/" + path.replace("<path:url>", "x").replace("<id>", "1")


PATHS = sorted({path for raw in addresses() if not (path := _filled(raw)).endswith(("$", ")"))} - DOORS)


def test_there_are_as_many_as_one_would_expect() -> None:
    assert len(PATHS) > 80
    assert not [path for path in PATHS if "<" in path]


@pytest.mark.parametrize("path", PATHS)
def test_only_the_administrator_comes_in(path: str, client_of: Any) -> None:
    before = fingerprint()
    for who in EVERYBODY:
        for ask in (client_of(who).get, client_of(who).post):
            with transaction.atomic():
                answer = ask(path)
                if who == "admin":
                    assert answer.status_code < 500
                    transaction.set_rollback(True)
                else:
                    assert answer.status_code in {403, 404} or _leads_to_sign_in(answer), (who, answer.status_code)
    assert fingerprint() == before


def _leads_to_sign_in(answer: Any) -> bool:
    path = urlsplit(answer.headers.get("Location", "")).path
    return answer.status_code == 302 and path in {settings.LOGIN_URL, "/admin/login/", "/admin/"}
