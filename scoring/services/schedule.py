"""Asking for a night: by the clock, from the page, by hand."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.errors import RuleBroken
from foundation.locks import wait_for_lock
from journal.jobs import enqueue
from journal.models import Job, JobState
from journal.services import record
from scoring import rules
from scoring.choices import RunState
from scoring.models import Basis, ScoringRun
from scoring.queries.nights import company_now
from scoring.queries.shards import shards_of
from scoring.services.night import Report, run_night, silent
from scoring.services.shards import FINISH, SHARD
from teams.models import Company, User
from teams.rules import only_leads

TASK = "scoring.run_night"
FIRST_DATE = dt.date(1900, 1, 1)


@transaction.atomic
def ensure_night() -> ScoringRun | None:
    """Queues the night of the last closed day unless it is done, or on its way; returns it if it was queued."""
    wait_for_lock("scoring.schedule")
    date = rules.last_closed_day(company_now(), Company.current().night_hour)
    run, _made = ScoringRun.objects.get_or_create(business_date=date)
    if _is_final(run) or _is_on_its_way(run):
        return None
    _queue(run)
    return run


@transaction.atomic
def night_start(*, actor: User, date: dt.date | None = None) -> ScoringRun:
    """Queues the night of `date` (default: yesterday) from a page, also when it was done before.

    Forbidden for who does not lead; RuleBroken (field "date") for a date that has not closed.
    """
    only_leads(actor)
    wait_for_lock("scoring.schedule")
    run = _run_of(date)
    if not _is_on_its_way(run):
        ScoringRun.objects.filter(pk=run.pk).update(requested_by=actor, requested_at=timezone.now())
        record(actor=actor, verb="night.requested", subject=run, changes={"date": run.business_date.isoformat()})
        _queue(run)
    run.refresh_from_db()
    return run


def night_now(date: dt.date | None = None, *, full: bool = False, report: Report = silent) -> tuple[ScoringRun, bool]:
    """Computes the night of `date` (default: yesterday) here and now; tells also whether it had been done before.

    `full`: from ledger, visits and history alone, whatever the nights before have kept.
    """
    run = _run_of(date)
    was_done = run.finished_at is not None
    return run_night(run.pk, again=True, full=full, report=report), was_done


def _run_of(date: dt.date | None) -> ScoringRun:
    today = company_now().date()
    date = date or today - dt.timedelta(days=1)
    if not FIRST_DATE <= date <= today:
        raise RuleBroken(_("Choose a day from 1900 up to today."), field="date")
    return ScoringRun.objects.get_or_create(business_date=date)[0]


def _is_final(run: ScoringRun) -> bool:
    """Done after its day had closed; one by hand on the day itself has not seen all of it. Nor has one that a clock
    gone wrong ran ahead to: what is kept is of an earlier night, computed since."""
    if run.state != RunState.DONE or run.finished_at is None:
        return False
    if Basis.objects.filter(run__business_date__lt=run.business_date).exists():
        return False
    company = Company.current()
    finished = timezone.localtime(run.finished_at, zoneinfo.ZoneInfo(company.timezone))
    return run.business_date <= rules.last_closed_day(finished, company.night_hour)


def _is_on_its_way(run: ScoringRun) -> bool:
    shards = [shard.pk for shard in shards_of(run)]
    parts = Q(task__in=[TASK, FINISH], args=[run.pk]) | Q(task=SHARD, args__0__in=shards)
    return Job.objects.filter(parts, state__in=[JobState.QUEUED, JobState.RUNNING]).exists()


def _queue(run: ScoringRun) -> None:
    ScoringRun.objects.filter(pk=run.pk).update(state=RunState.QUEUED, steps=[], error="")
    enqueue(TASK, run.pk)
