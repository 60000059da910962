"""A complaint goes one level up: by hand, or because its hour has passed."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from care.choices import MATTER_OF, Level
from care.models import Authority, Complaint
from care.queries.authority import authority_for, decider_of
from foundation.columns import save_edit
from foundation.errors import RuleBroken
from foundation.locks import wait_for_lock
from journal.jobs import enqueue
from journal.models import Job, JobState
from journal.services import changes_of, record
from teams.models import User

TASK = "care.escalate_late"
AT_ONCE = 500
"""Complaints that one job takes; what is left comes with the next, minutes later."""


@transaction.atomic
def complaint_escalate(complaint: Complaint, *, actor: User, version: int, reason: str) -> Complaint:
    """By hand, with the reason. RuleBroken: it is closed, or a crisis already; StaleEdit if `version` is old."""
    if not complaint.is_open:
        raise RuleBroken(_("This complaint is closed. Take a new one."))
    if complaint.level == Level.CRISIS:
        raise RuleBroken(_("A crisis is the highest level."))
    if not reason.strip():
        raise RuleBroken(_("Say why."), field="reason")
    rule = authority_for(_next(complaint), complaint.account.tier)
    return _up(complaint, rule, timezone.now(), version=version, actor=actor, reason=reason)


@transaction.atomic
def ensure_escalation() -> Job | None:
    """Queues the escalation of late complaints, unless it is on its way."""
    wait_for_lock("care.escalation.schedule")
    if Job.objects.filter(task=TASK, state__in=[JobState.QUEUED, JobState.RUNNING]).exists():
        return None
    return enqueue(TASK)


@transaction.atomic
def escalate_late(now: dt.datetime | None = None) -> int:
    """Hands each open complaint whose hour has passed one level up, to who decides there; returns how many.

    All of it or nothing: a worker that dies in the middle has moved none, and one that comes again finds those moved
    with an hour that lies ahead.
    """
    wait_for_lock("care.escalation")
    now = now or timezone.now()
    late = Complaint.objects.open().filter(due_at__lte=now, level__lt=Level.CRISIS, account__archived_at=None)
    rows = list(
        late.select_related("account__owner__team", "account__team", "handler")
        .select_for_update(of=("self",))
        .order_by("due_at", "pk")[:AT_ONCE]
    )
    rules = {(rule.matter, rule.tier): rule for rule in Authority.objects.all()} if rows else {}
    for row in rows:
        _up(row, rules[_next(row), row.account.tier], now, version=row.version)
    return len(rows)


def _next(complaint: Complaint) -> str:
    return MATTER_OF[Level(complaint.level + 1)]


def _due(complaint: Complaint, due_at: dt.datetime, now: dt.datetime) -> dt.datetime:
    """The hour promised before stays where it is nearer: going up makes nobody wait longer."""
    return min(due_at, complaint.due_at) if complaint.due_at > now else due_at


def _up(
    complaint: Complaint,
    rule: Authority,
    now: dt.datetime,
    *,
    version: int,
    actor: User | None = None,
    reason: str = "",
) -> Complaint:
    changes = {
        "level": complaint.level + 1,
        "due_at": _due(complaint, now + rule.within, now),
        "handler": decider_of(complaint, rule),
    }
    told = changes_of(complaint, changes) | ({"reason": reason} if reason else {})
    complaint = save_edit(complaint, version, changes)
    record(actor=actor, verb="complaint.escalated", subject=complaint, account_id=complaint.account_id, changes=told)
    return complaint
