"""Reads on a replica: who only looks need not burden the primary, and nobody misses what he has just written.

A streaming replica (DATABASE_REPLICA_URL) answers GETs of signed-in people and of API keys that may only read, once it
is known to be fit: a replica that follows, that is not far behind, and that has replayed the reader's own last write.
The place of that write in the primary's log travels in a cookie; the replica says how far it has replayed. Everything
else stays on the primary: whatever writes, whatever runs in a transaction, tasks, commands, who is who.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.http import HttpRequest, HttpResponse

log = logging.getLogger(__name__)

REPLICA: Final = "replica"
COOKIE: Final = "kam_written"
COOKIE_SECONDS: Final = 300
PAUSE_SECONDS: Final = 10
"""For so long nobody asks a replica again that did not answer."""
SAFE: Final = frozenset({"GET", "HEAD"})
PLACE: Final = re.compile(r"[0-9A-F]{1,8}/[0-9A-F]{1,8}")
FITNESS: Final = """
SELECT
    pg_is_in_recovery(),
    pg_last_wal_replay_lsn() >= %s::pg_lsn,
    CASE
        WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() AND EXISTS (SELECT FROM pg_stat_wal_receiver) THEN 0
        ELSE EXTRACT(epoch FROM now() - pg_last_xact_replay_timestamp())::float8
    END
"""

_reading: ContextVar[bool] = ContextVar("reading", default=False)
_asleep_until = 0.0


class Router:
    """Reads go to the replica while a request is allowed to read there, and outside of transactions only. Models whose
    table is not in the log that a replica follows say `is_unlogged`."""

    primary_only = frozenset({"sessions", "axes"})

    def db_for_read(self, model: Any, **_hints: Any) -> str:
        is_here_alone = model._meta.app_label in self.primary_only or getattr(model, "is_unlogged", False)
        return DEFAULT_DB_ALIAS if is_here_alone else alias()

    def db_for_write(self, _model: Any, **_hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, *_rows: Any, **_hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, _app_label: str, **_hints: Any) -> bool:
        return db == DEFAULT_DB_ALIAS


def alias() -> str:
    """Where to read just now."""
    return REPLICA if _reading.get() and not connections[DEFAULT_DB_ALIAS].in_atomic_block else DEFAULT_DB_ALIAS


def is_configured() -> bool:
    return REPLICA in settings.DATABASES


def read_there(request: HttpRequest) -> None:
    """From here on this request reads from the replica, where there is one and it is fit for this reader."""
    if is_configured() and request.method in SAFE and not _reading.get():
        written = request.COOKIES.get(COOKIE, "")
        _reading.set(is_fit(written if PLACE.fullmatch(written) else "0/0"))


def is_fit(written: str) -> bool:
    """Whether the replica follows closely and has replayed the primary's log up to the place `written`."""
    global _asleep_until  # noqa: PLW0603  (one replica, one pause in each process)
    if time.monotonic() < _asleep_until:
        return False
    try:
        follows, has_replayed, behind = _fitness(written)
    except DatabaseError:
        log.warning("the replica does not answer; reads stay on the primary")
        connections[REPLICA].close()
        _asleep_until = time.monotonic() + PAUSE_SECONDS
        return False
    return bool(follows and has_replayed and behind is not None and behind <= settings.REPLICA_LAG_SECONDS)


def complaint() -> str | None:
    """What is wrong with the replica, in a few words; None when nothing is."""
    try:
        follows, _, behind = _fitness("0/0")
    except DatabaseError:
        connections[REPLICA].close()
        return "unreachable"
    if not follows:
        return "follows no primary"
    if behind is None:
        return "receives nothing"
    return None if behind <= settings.REPLICA_LAG_SECONDS else f"{behind:.0f} s behind"


def _fitness(written: str) -> tuple[bool, bool | None, float | None]:
    with connections[REPLICA].cursor() as cursor:
        cursor.execute(FITNESS, [written])
        found: tuple[bool, bool | None, float | None] = cursor.fetchone()
    return found


def _place() -> str:
    """How far the primary's log has come, everything of this request included."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_insert_lsn()")
        return str(cursor.fetchone()[0])


class ReadFromReplica:
    """Lets a signed-in person's GET read there, and notes in a cookie how far the log was after his writes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not is_configured():
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE:
            return self._noted(request, self.get_response(request))
        token = _reading.set(False)
        try:
            if request.user.is_authenticated:  # asked for on the primary: who may come in is never told late
                read_there(request)
            response = self.get_response(request)
            if getattr(response, "streaming", False) and _reading.get():
                response.streaming_content = _still_reading(response.streaming_content)  # type: ignore[attr-defined]
        finally:
            _reading.reset(token)
        return response

    def _noted(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.user.is_authenticated and response.status_code < 500:
            response.set_cookie(
                COOKIE,
                _place(),
                max_age=COOKIE_SECONDS,
                httponly=True,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return response


def _still_reading(parts: Iterator[bytes]) -> Iterator[bytes]:
    """A file that is sent bit by bit is read after the request is over."""
    with _read_on():
        yield from parts


@contextmanager
def _read_on() -> Iterator[None]:
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)
