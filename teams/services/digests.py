"""Asking for digests, and sending them: each person, kind and day at most once."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from foundation.errors import RuleBroken
from foundation.locks import wait_for_lock
from teams import digests
from teams.middleware import zone_of
from teams.models import DigestDay, DigestWish, MailState, Role, User
from teams.models.company import company_read_once

from .mailing import deliver, end, mail_of, queue_waiting, was_begun

SEND = "teams.send_digest"
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
    return queue_waiting(DigestDay.objects.filter(day__gte=now - LONGEST), SEND, now)


def digest_send(day_id: int) -> DigestDay:
    """Composes and sends one digest, unless that was done or begun before; returns its row as it then stands."""
    day = DigestDay.objects.select_related("user").get(pk=day_id)
    if was_begun(day):
        return day
    wish = DigestWish.objects.filter(user=day.user, kind=day.kind, is_on=True).first()
    if wish is None or not day.user.signs_in or day.day != timezone.localdate(timezone=zone_of(day.user)):
        return end(day, MailState.MISSED)
    composed = _composed(day, wish)
    if composed is None:
        return end(day, MailState.EMPTY)
    digest, message = composed
    delivered = deliver(day, message)
    if delivered.state == MailState.SENT and digest.when_sent:
        digest.when_sent()
    return delivered


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


def _composed(day: DigestDay, wish: DigestWish) -> tuple[digests.Digest, EmailMultiAlternatives] | None:
    """The digest and its mail in its person's language and time; None where there is nothing to tell."""
    kind = digests.kind_of(day.kind)
    if kind is None:
        return None
    language = day.user.language or wish.language
    with company_read_once(), translation.override(language), timezone.override(zone_of(day.user)):
        digest = kind.compose(day.user, _since(day))
        return (digest, _mail(day, kind, digest)) if digest.sections else None


def _mail(day: DigestDay, kind: digests.Kind, digest: digests.Digest) -> EmailMultiAlternatives:
    preferences = digests.absolute(reverse("preferences"))
    return mail_of(
        "teams/digest",
        {"digest": digest, "kind": kind, "day": day, "preferences": preferences},
        to=day.user.email,
        subject=digest.subject,
        name=f"digest-{day.kind}-{day.user_id}-{day.day:%Y%m%d}",
        leave=preferences,
    )


def _since(day: DigestDay) -> dt.datetime:
    """When the last digest of this kind was told; a day ago for the first one."""
    now = timezone.now()
    told = DigestDay.objects.filter(
        user=day.user, kind=day.kind, day__lt=day.day, state__in=[MailState.SENT, MailState.EMPTY]
    )
    last = told.order_by("-day").values_list("done_at", flat=True).first()
    return max(last, now - LONGEST) if last else now - dt.timedelta(days=1)
