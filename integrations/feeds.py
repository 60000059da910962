"""The address of a person's calendar: made, told once, ended; and whose it is."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from journal.services import record
from teams.middleware import zone_of
from teams.models import User

from .authentication import digest_of
from .models import CalendarFeed


@transaction.atomic
def calendar_feed_make(*, actor: User) -> str:
    """The secret part of the actor's new address, told only now; the one before opens nothing any more."""
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    CalendarFeed.objects.filter(user=actor).delete()
    secret = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(user=actor, digest=digest_of(secret), user_hash=actor.get_session_auth_hash())
    record(actor=actor, verb="calendar_feed.made", subject=feed)
    return secret


@transaction.atomic
def calendar_feed_end(*, actor: User) -> None:
    """From now on the address opens nothing. Nothing to do where there is none."""
    feed = CalendarFeed.objects.select_for_update().filter(user=actor).first()
    if feed:
        record(actor=actor, verb="calendar_feed.ended", subject=feed)
        feed.delete()


def calendar_feed_of(secret: str) -> CalendarFeed | None:
    """None: there never was such an address, or it has ended. Its use is noted once a day, the day of its owner."""
    feed = CalendarFeed.objects.select_related("user__team").filter(digest=digest_of(secret)).first()
    if feed is None or not feed.holds:
        return None
    today = timezone.localdate(timezone=zone_of(feed.user))
    if feed.last_used_on != today:
        unused = Q(last_used_on__lt=today) | Q(last_used_on=None)
        CalendarFeed.objects.filter(unused, pk=feed.pk).update(last_used_on=today)
    return feed
