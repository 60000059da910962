"""Asking for digests, and sending them: each person, kind and day at most once."""

from __future__ import annotations

import datetime as dt
import logging
import smtplib
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from foundation.errors import RuleBroken
from foundation.locks import wait_for_lock
from journal.jobs import enqueue_for_each
from teams import digests
from teams.middleware import zone_of
from teams.models import DigestDay, DigestState, DigestWish, Role, User
from teams.models.company import company_read_once

log = logging.getLogger(__name__)

SEND = "teams.send_digest"
ASK_AGAIN = dt.timedelta(minutes=30)
"""A mail server that does not answer is asked again so much later, as long as the person's day lasts."""
LONGEST = dt.timedelta(days=7)
"""What happened earlier is no news, also to whoever was away."""


def digest_wish_set(*, actor: User, kind: str, is_on: bool, hour: int) -> DigestWish:
    """The actor's own wish: whether he wants that digest, and at which hour of his day. No event row: a preference."""
    if digests.kind_of(kind) is None:
        raise RuleBroken(_("There is no such digest."))
    if not 0 <= hour <= 23:
        raise RuleBroken(_("An hour from 0 to 23."), field=f"hour_{kind}")
    language = translation.get_language() or settings.LANGUAGE_CODE
    wanted = {"is_on": is_on, "hour": hour, "language": language}
    return DigestWish.objects.update_or_create(user=actor, kind=kind, defaults=wanted)[0]


@transaction.atomic
def ensure_digests(now: dt.datetime | None = None) -> list[int]:
    """Queues every digest whose hour has come on its person's wall clock; returns the ids of their `DigestDay`s.

    Each day's row is made once; one that waits because no mail server answered is queued again.
    """
    if not digests.has_mail_server():
        return []
    now = now or timezone.now()
    wait_for_lock("teams.digests")
    DigestDay.objects.bulk_create(_due(now), ignore_conflicts=True)
    waiting = DigestDay.objects.filter(
        Q(asked_at=None) | Q(asked_at__lt=now - ASK_AGAIN), state=DigestState.WAITING, day__gte=now - LONGEST
    )
    ids = list(waiting.order_by("id").values_list("pk", flat=True))
    DigestDay.objects.filter(pk__in=ids).update(asked_at=now)
    enqueue_for_each(SEND, ids)
    return ids


def digest_send(day_id: int) -> DigestDay:
    """Composes and sends one digest, unless that was done or begun before; returns its row as it then stands.

    The server is greeted before the row is claimed, so that one that is away costs a later try and not the digest.
    """
    day = DigestDay.objects.select_related("user").get(pk=day_id)
    if day.state == DigestState.SENDING:
        return _end(day, DigestState.FAILED, error="its worker died while sending, and it must not come twice")
    if day.state != DigestState.WAITING:
        return day
    wish = DigestWish.objects.filter(user=day.user, kind=day.kind, is_on=True).first()
    if wish is None or not day.user.signs_in or day.day != timezone.localdate(timezone=zone_of(day.user)):
        return _end(day, DigestState.MISSED)
    message = _message(day, wish)
    if message is None:
        return _end(day, DigestState.EMPTY)
    return _deliver(day, message)


def _due(now: dt.datetime) -> list[DigestDay]:
    """A row for each wish whose hour has come today, wherever its person is."""
    offered = [kind.key for kind in digests.kinds()]
    wishes = DigestWish.objects.filter(is_on=True, kind__in=offered, user__is_active=True)
    with company_read_once():
        local = [
            (wish, timezone.localtime(now, zone_of(wish.user)))
            for wish in wishes.exclude(user__role=Role.INTEGRATION).select_related("user").order_by("pk")
        ]
    return [DigestDay(user=wish.user, kind=wish.kind, day=at.date()) for wish, at in local if at.hour >= wish.hour]


def _message(day: DigestDay, wish: DigestWish) -> EmailMultiAlternatives | None:
    """The mail in its person's language and time; None where there is nothing to tell."""
    kind = digests.kind_of(day.kind)
    if kind is None:
        return None
    language = day.user.language or wish.language
    with company_read_once(), translation.override(language), timezone.override(zone_of(day.user)):
        digest = kind.compose(day.user, _since(day))
        return _mail(day, kind, digest) if digest.sections else None


def _mail(day: DigestDay, kind: digests.Kind, digest: digests.Digest) -> EmailMultiAlternatives:
    preferences = digests.absolute(reverse("preferences"))
    context = {"digest": digest, "kind": kind, "day": day, "preferences": preferences}
    mail = EmailMultiAlternatives(
        subject=digest.subject,
        body=render_to_string("teams/digest.txt", context),
        to=[day.user.email],
        headers={
            "Message-ID": f"<digest-{day.kind}-{day.user_id}-{day.day:%Y%m%d}@{settings.PUBLIC_URL.hostname}>",
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{preferences}>",
        },
    )
    mail.attach_alternative(render_to_string("teams/digest.html", context), "text/html")
    return mail


def _since(day: DigestDay) -> dt.datetime:
    """When the last digest of this kind was told; a day ago for the first one."""
    now = timezone.now()
    told = DigestDay.objects.filter(
        user=day.user, kind=day.kind, day__lt=day.day, state__in=[DigestState.SENT, DigestState.EMPTY]
    )
    last = told.order_by("-day").values_list("done_at", flat=True).first()
    return max(last, now - LONGEST) if last else now - dt.timedelta(days=1)


def _deliver(day: DigestDay, message: EmailMultiAlternatives) -> DigestDay:
    connection: Any = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        log.warning("no mail server for digest %s: %s", day.pk, type(error).__name__)
        DigestDay.objects.filter(pk=day.pk).update(error=f"{type(error).__name__}: {error}"[:300])
        return day
    try:
        if not DigestDay.objects.filter(pk=day.pk, state=DigestState.WAITING).update(state=DigestState.SENDING):
            return day
        connection.send_messages([message])
    except (OSError, smtplib.SMTPException) as error:
        return _end(day, DigestState.FAILED, error=f"{type(error).__name__}: {error}")
    finally:
        connection.close()
    return _end(day, DigestState.SENT)


def _end(day: DigestDay, state: DigestState, error: str = "") -> DigestDay:
    day.state, day.error, day.done_at = state, error[:300], timezone.now()
    day.save(update_fields=["state", "error", "done_at"])
    return day
