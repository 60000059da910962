"""On whose behalf this process writes just now: what the triggers of the history are told."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True)
class Acting:
    """`via` is the way ("page", "api", "job scoring.refresh"), `bundle` what was changed together has in common."""

    via: str
    bundle: str
    who: Callable[[], tuple[int | None, int | None]]
    """The ids of the person and of the API key, asked when something is written: a key is known only by then."""


_acting: ContextVar[Acting | None] = ContextVar("acting", default=None)


@contextmanager
def acting(via: str, *, bundle: str = "", person: int | None = None) -> Iterator[None]:
    """Whatever is written within is told to come from there."""
    token = begin(via, bundle=bundle, person=person)
    try:
        yield
    finally:
        _acting.reset(token)


def begin(via: str, *, bundle: str = "", person: int | None = None) -> Token[Acting | None]:
    return _acting.set(Acting(via, bundle or secrets.token_hex(6), lambda: (person, None)))


def end(*_args: Any, **_kwargs: Any) -> None:
    _acting.set(None)


def person_acting() -> int | None:
    """Whose work this is, as far as anybody said."""
    now = _acting.get()
    return now.who()[0] if now else None


def told() -> str:
    """As `history_told()` in the database reads it."""
    now = _acting.get()
    if now is None:
        return ""
    person, key = now.who()
    return f"{person or ''}|{key or ''}|{now.bundle[:20]}|{now.via[:60]}"


class ActingMiddleware:
    """A request writes on behalf of its person or API key."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = Acting(_door(request.path), secrets.token_hex(6), lambda: _who(request))
        token = _acting.set(now)
        try:
            return self.get_response(request)
        finally:
            _acting.reset(token)


def _door(path: str) -> str:
    first = path.split("/", 2)[1] if "/" in path else ""
    return first if first in {"api", "admin"} else "page"


def _who(request: HttpRequest) -> tuple[int | None, int | None]:
    key = getattr(request, "api_key", None)
    user = key.user if key else getattr(request, "user", None)
    return getattr(user, "pk", None), getattr(key, "pk", None)
