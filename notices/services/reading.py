from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from notices.choices import Kind
from notices.models import Notice, Unwanted
from teams.models import User

KEPT_READ: Final = dt.timedelta(days=90)
KEPT_UNREAD: Final = dt.timedelta(days=365)


def notice_read(notice: Notice) -> Notice:
    """Its person has seen it. No event row: it is nobody else's business."""
    if notice.read_at is None:
        notice.read_at = timezone.now()
        Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=notice.read_at)
    return notice


def notices_mailed(*, ids: Iterable[int]) -> None:
    """A digest has told them: the next one does not again."""
    Notice.objects.filter(pk__in=[*ids]).update(mailed_at=timezone.now())


def notices_read_all(*, actor: User, last: int | None = None) -> int:
    """Everything the actor was told is read, up to the notice `last` where one is given: what came after the page that
    he looked at was not seen. Returns how many."""
    rows = Notice.objects.filter(person=actor, is_read=False)
    return (rows if last is None else rows.filter(pk__lte=last)).update(read_at=timezone.now())


@transaction.atomic
def unwanted_set(*, actor: User, kinds: Iterable[Kind]) -> None:
    """From now on the actor is told of everything but `kinds`."""
    unwanted = set(kinds)
    Unwanted.objects.filter(person=actor).exclude(kind__in=unwanted).delete()
    Unwanted.objects.bulk_create([Unwanted(person=actor, kind=kind) for kind in unwanted], ignore_conflicts=True)


def forget(now: dt.datetime | None = None) -> int:
    """Removes what was read and is older than ninety days, and what nobody read in a year; returns how many."""
    now = now or timezone.now()
    old = Q(at__lt=now - KEPT_READ, is_read=True) | Q(at__lt=now - KEPT_UNREAD)
    return Notice.objects.filter(old, at__lt=now - KEPT_READ).delete()[0]
