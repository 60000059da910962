"""Whether the product lives (/healthz) and whether it can do all of its work (/readyz), for machines."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from typing import Final

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from foundation import readiness, replica
from journal.history import standing
from journal.models import Job, JobState
from scoring.models import ScoringRun
from scoring.queries.nights import company_now, nights
from scoring.rules import last_closed_day
from teams.models import Company

from . import preflight, pulse

# The scheduler asks for the night every hour; one that is two hours late has met with something.
NIGHT_GRACE: Final = dt.timedelta(hours=2)
A_DAY: Final = dt.timedelta(days=1)
STARTED: Final = time.monotonic()
FIRST_WORD_SECONDS: Final = 90


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """200 as long as this process answers; asks nobody else."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """200 with every check "ok", or 503 with what is wrong: {"status", "version", "checks": {name: text}}."""
    checks = readiness.report()
    ready = set(checks.values()) <= {"ok"}
    answer = {"status": "ready" if ready else "not ready", "version": settings.VERSION, "checks": checks}
    response = JsonResponse(answer, status=200 if ready else 503)
    response._has_been_logged = True  # type: ignore[attr-defined]  # whoever asks has the reasons; no error line each
    return response


class Probes:
    """Answers both before sessions, readers and host names come into play: all of those may be what is broken."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = {"/healthz": healthz, "/readyz": readyz}.get(request.path, self.get_response)
        return answer(request)


@readiness.check("database")
def database() -> str | None:
    try:
        connection.ensure_connection()
        if connection.is_usable():
            return None
    except DatabaseError:
        pass
    connection.close()
    return "unreachable"


def replica_follows() -> str | None:
    """Registered only where there is one."""
    return replica.complaint()


if replica.is_configured():
    readiness.check("replica")(replica_follows)


@readiness.check("broker")
def broker() -> str | None:
    try:
        pulse.client().ping()
    except redis.RedisError:
        return "unreachable"
    return None


@readiness.check("worker")
def worker() -> str | None:
    return _pulse("worker")


@readiness.check("scheduler")
def scheduler() -> str | None:
    """It is started last, and speaks once a minute: until then it is not missed."""
    return _pulse("scheduler") if time.monotonic() - STARTED > FIRST_WORD_SECONDS else None


@readiness.check("disk")
def disk() -> str | None:
    free = preflight.free_megabytes(settings.DATA_DIR)
    return None if free >= preflight.LEAST_FREE_MEGABYTES else f"only {free} MB free in the data folder"


@readiness.check("history")
def history() -> str | None:
    """Whether what is changed is written down."""
    return standing.complaint() or None


@readiness.check("night")
def night() -> str | None:
    """Whether the last night that was due is computed. A company that never had one is not late."""
    due = last_closed_day(company_now() - NIGHT_GRACE, Company.current().night_hour)
    asked_for = ScoringRun.objects.filter(requested_at__lt=timezone.now() - NIGHT_GRACE)
    if nights().filter(business_date__gte=due).exists() or not asked_for.exists():
        return None
    return f"the night of {due} is not computed"


@readiness.check("jobs")
def jobs() -> str | None:
    """Work that was put off and raised, and has not been done since: nobody else would hear of it."""
    same = {"task": OuterRef("task"), "args": OuterRef("args")}
    made_good = Job.objects.filter(pk__gt=OuterRef("pk"), state=JobState.DONE, **same)
    failed = Job.objects.filter(~Exists(made_good), state=JobState.FAILED, finished_at__gte=timezone.now() - A_DAY)
    count = failed.count()
    return f"{count} failed in the last day" if count else None


def _pulse(name: str) -> str | None:
    try:
        return "no sign of life" if pulse.is_stale(name) else None
    except redis.RedisError:
        return "unknown without a broker"
