from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Visit
from accounts.queries.visit import with_open_step
from foundation.errors import RuleBroken
from journal.services import record, record_many
from teams.models import User

from .completeness import visits_bear
from .facts import lock_account


@transaction.atomic
def step_done(visit: Visit, *, actor: User) -> Visit:
    """What this visit promised is done. Doing it twice is doing it once."""
    lock_account(visit.account_id)
    if not _tick(Visit.objects.filter(pk=visit.pk)):
        visit.refresh_from_db()
        if visit.next_step_done_at is None:
            raise RuleBroken(_("This visit has no open next step."))
        return visit
    return _step_told(visit, actor, "visit.step_done")


@transaction.atomic
def step_reopen(visit: Visit, *, actor: User) -> Visit:
    """It was not done after all."""
    lock_account(visit.account_id)
    rows = Visit.objects.filter(pk=visit.pk, next_step_done_at__isnull=False)
    if rows.update(next_step_done_at=None, version=F("version") + 1, updated_at=timezone.now()):
        return _step_told(visit, actor, "visit.step_reopened")
    return visit


def close_steps(visit: Visit, closes: Iterable[Visit], *, actor: User) -> None:
    """Steps of other visits to the same account only; ids from elsewhere close nothing. The caller holds its lock."""
    ids = [other.pk for other in closes if other.pk != visit.pk]
    if not ids:
        return
    rows = Visit.objects.filter(pk__in=ids, account_id=visit.account_id)
    if settled := list(with_open_step(rows).order_by("pk")):
        _tick(rows)
        visits_bear(visit.account_id, [])
        record_many(actor=actor, verb="visit.step_done", subjects=[(other, other.account_id) for other in settled])


def _tick(visits: QuerySet[Visit]) -> int:
    now = timezone.now()
    return with_open_step(visits).update(next_step_done_at=now, version=F("version") + 1, updated_at=now)


def _step_told(visit: Visit, actor: User, verb: str) -> Visit:
    visit.refresh_from_db()
    visits_bear(visit.account_id, [])
    record(actor=actor, verb=verb, subject=visit, account_id=visit.account_id)
    return visit
