"""What there is to permit: every route of the resolver, and the rooms' tables joined."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.urls import URLPattern, get_resolver

from tests.permissions.table import Route

ROOMS = [
    "teams", "notices", "accounts", "relations", "care", "dossier", "pipeline", "deals", "surveys", "scoring",
    "wallet", "plans", "losses", "rights", "integrations", "kam",
]  # fmt: skip
ELSEWHERE = {"admin"}
"""Django's own administration is the administrator's, each address alike: test_admin.py."""


def stated() -> list[Route]:
    """All rooms' tables."""
    present = [f"tests.permissions.{room}" for room in ROOMS if find_spec(f"tests.permissions.{room}")]
    return [route for module in present for route in import_module(module).ROUTES]


def existing() -> set[tuple[str, str]]:
    """(route name, method) of everything the product answers."""
    return {(name, method) for name, pattern in _walk(get_resolver(), ()) for method in _methods(pattern.callback)}


def _walk(resolver: Any, spaces: tuple[str, ...]) -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if not isinstance(entry, URLPattern):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            if entry.namespace not in ELSEWHERE:
                yield from _walk(entry, inner)
        else:
            yield ":".join([*spaces, str(entry.name)]), entry


def _methods(callback: Any) -> set[str]:
    if actions := getattr(callback, "actions", None):
        return {method.upper() for method in actions if method != "head"}
    view = getattr(callback, "view_class", None) or getattr(callback, "cls", None)
    if view is None:
        return {"GET"}
    answered = {name for name in view.http_method_names if hasattr(view, name)}
    return {name.upper() for name in answered - {"head", "options", "trace"}}
