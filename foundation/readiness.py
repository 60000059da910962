"""Who asks whether the product is ready asks here; each room says what it needs for that.

    @readiness.check("night")
    def last_night() -> str | None: ...

A check returns None when all is well, else what is wrong in a few plain words for the person on duty (these go
to machines and logs, so they are not translated). It must answer within a second or two.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

Check = Callable[[], str | None]
_checks: dict[str, Check] = {}
log = logging.getLogger(__name__)


def check(name: str) -> Callable[[Check], Check]:
    """Register the decorated function under `name`."""

    def register(function: Check) -> Check:
        _checks[name] = function
        return function

    return register


def report() -> dict[str, str]:
    """The answer of every check by name: "ok", or what is wrong. A check that raises is wrong."""
    return {name: _answer(name, function) for name, function in _checks.items()}


def _answer(name: str, function: Check) -> str:
    try:
        return function() or "ok"
    except Exception as error:  # whatever it is, the caller needs the other answers too
        log.warning("readiness check %s failed", name, exc_info=True)
        return f"unknown ({type(error).__name__})"
