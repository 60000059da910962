"""Tasks that take their time or fail, for a worker process started with `include="tests.journal.slow"`."""

from __future__ import annotations

import os
import time

from celery import shared_task
from django.db import OperationalError

from journal.models import Event


@shared_task(name="tests.note")
def note(verb: str) -> None:
    """One event: the effect that is counted."""
    Event.objects.create(verb=verb, subject_type="company", subject_id=1)


@shared_task(name="tests.slow_note")
def slow_note(verb: str, seconds: float) -> None:
    """Says that it began, waits, then writes its one effect."""
    Event.objects.create(verb=f"{verb} began", subject_type="company", subject_id=1)
    time.sleep(seconds)
    note(verb)


@shared_task(name="tests.fail")
def fail() -> None:
    raise ValueError("no such luck")


@shared_task(name="tests.lose_the_database")
def lose_the_database() -> None:
    raise OperationalError("server closed the connection unexpectedly")


@shared_task(name="tests.die")
def die() -> None:
    os.kill(os.getpid(), 9)
