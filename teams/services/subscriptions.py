"""Subscribing to reports, and sending them: each period of a subscription at most once."""

from __future__ import annotations

import datetime as dt
import html

from django.conf import settings
from django.core import signing
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import strip_tags
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from foundation.errors import RuleBroken
from foundation.locks import wait_for_lock
from teams import subscriptions
from teams.digests import absolute, has_mail_server
from teams.middleware import zone_of
from teams.models import MailState, Rhythm, Role, Subscription, SubscriptionMail, User
from teams.models.company import company_read_once

from .mailing import deliver, end, mail_of, queue_waiting, was_begun

SEND = "teams.send_subscription"
MOST = 30
"""Subscriptions of one person."""
LATEST = dt.timedelta(days=1)
"""A mail that is later than this is not sent any more: its figures were asked for another day."""
LONGEST_QUERY: int = Subscription._meta.get_field("query").max_length or 0
_SALT = "teams.subscription"


@transaction.atomic
def subscription_add(*, actor: User, report: str, query: str, rhythm: str, weekday: int, hour: int) -> Subscription:
    """The actor's own, to a report that he may open with that query. No event row: a preference."""
    if not actor.signs_in:
        raise RuleBroken(_("Reports are sent to people, not to programs."))
    _check(actor, report, query)
    wait_for_lock(f"teams.subscriptions.{actor.pk}")
    if actor.subscriptions.count() >= MOST:
        raise RuleBroken(_("You have %(most)d subscriptions already. Stop one first.") % {"most": MOST})
    return Subscription.objects.create(
        user=actor, report=report, query=query, language=_language(), **_timing(rhythm, weekday, hour)
    )


@transaction.atomic
def subscription_change(subscription: Subscription, *, rhythm: str, weekday: int, hour: int) -> Subscription:
    """At other times from now on. A period of which the mail is out has had its mail."""
    wanted = {**_timing(rhythm, weekday, hour), "language": _language(), "changed_at": timezone.now()}
    for name, value in wanted.items():
        setattr(subscription, name, value)
    subscription.save(update_fields=list(wanted))
    return subscription


def subscription_stop(subscription: Subscription) -> None:
    """No further mail, also none that is queued already."""
    subscription.delete()


def stop_path(subscription: Subscription) -> str:
    """Where whoever holds the mail stops it, signed in or not."""
    return reverse("subscription_end", args=[signing.dumps(subscription.pk, salt=_SALT)])


def subscription_of(token: str) -> Subscription | None:
    """That of a `stop_path`; None where it is stopped or the token is not ours."""
    try:
        pk = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return Subscription.objects.filter(pk=pk).first()


@transaction.atomic
def ensure_subscriptions(now: dt.datetime | None = None) -> list[int]:
    """Queues every mail whose hour has come on its person's wall clock; returns the ids of their rows."""
    if not has_mail_server():
        return []
    now = now or timezone.now()
    wait_for_lock("teams.subscriptions")
    SubscriptionMail.objects.bulk_create(_due(now), ignore_conflicts=True)
    late = SubscriptionMail.objects.filter(state=MailState.WAITING, due_at__lte=now - LATEST)
    late.update(state=MailState.MISSED, done_at=now)
    return queue_waiting(SubscriptionMail.objects.filter(due_at__gt=now - LATEST), SEND, now)


def subscription_send(mail_id: int) -> SubscriptionMail | None:
    """Composes and sends one mail, unless that was done or begun before; None where it was stopped meanwhile."""
    mail = SubscriptionMail.objects.select_related("subscription__user").filter(pk=mail_id).first()
    if mail is None or was_begun(mail):
        return mail
    if not mail.subscription.user.signs_in or timezone.now() >= mail.due_at + LATEST:
        return end(mail, MailState.MISSED)
    try:
        message = _message(mail)
    except (PermissionDenied, BadRequest) as refusal:
        return end(mail, MailState.FAILED, error=f"The report cannot be opened any more. {refusal}")
    return deliver(mail, message)


def _check(actor: User, report: str, query: str) -> None:
    """Raises what the page itself would answer with."""
    kind = subscriptions.kind_of(report)
    if kind is None:
        raise RuleBroken(_("This report is not sent by mail."))
    if len(query) > LONGEST_QUERY:
        raise RuleBroken(_("Too many filters for a mail."))
    kind.compose(actor, QueryDict(query))


def _timing(rhythm: str, weekday: int, hour: int) -> dict[str, str | int]:
    if rhythm not in Rhythm.values:
        raise RuleBroken(_("Choose how often."), field="rhythm")
    if not 0 <= weekday <= 6:
        raise RuleBroken(_("Choose a day of the week."), field="weekday")
    if not 0 <= hour <= 23:
        raise RuleBroken(_("An hour from 0 to 23."), field="hour")
    return {"rhythm": rhythm, "weekday": weekday, "hour": hour}


def _language() -> str:
    return translation.get_language() or settings.LANGUAGE_CODE


def _due(now: dt.datetime) -> list[SubscriptionMail]:
    """A row for each subscription whose time has come within the last day, wherever its person is."""
    wanted = Subscription.objects.filter(user__is_active=True).exclude(user__role=Role.INTEGRATION)
    with company_read_once():
        found = [(each, _last_due(each, now)) for each in wanted.select_related("user").order_by("pk")]
    return [
        SubscriptionMail(subscription=each, due_at=due, period_on=_period_of(each.rhythm, due.date()))
        for each, due in found
        if due
    ]


def _last_due(subscription: Subscription, now: dt.datetime) -> dt.datetime | None:
    """The moment within the day before `now` at which it was due; None without one since it was asked for."""
    zone = zone_of(subscription.user)
    today = timezone.localtime(now, zone).date()
    for day in (today, today - dt.timedelta(days=1)):
        due = dt.datetime.combine(day, dt.time(subscription.hour), tzinfo=zone)
        if _is_day(subscription, day) and max(subscription.changed_at, now - LATEST) < due <= now:
            return due
    return None


def _is_day(subscription: Subscription, day: dt.date) -> bool:
    match subscription.rhythm:
        case Rhythm.WEEKLY:
            return day.weekday() == subscription.weekday
        case Rhythm.MONTHLY:
            return day.day == 1
    return True


def _period_of(rhythm: str, day: dt.date) -> dt.date:
    """The first day of the period that a mail of `day` is the mail of."""
    return day - dt.timedelta(days=day.weekday()) if rhythm == Rhythm.WEEKLY else day


def _message(mail: SubscriptionMail) -> EmailMultiAlternatives:
    """The mail in its person's language and time, with what he may see now."""
    subscription, kind = mail.subscription, subscriptions.kind_of(mail.subscription.report)
    if kind is None:
        raise BadRequest(subscription.report)
    user = subscription.user
    with (
        company_read_once(),
        translation.override(user.language or subscription.language),
        timezone.override(zone_of(user)),
    ):
        told = kind.compose(user, QueryDict(subscription.query))
        context = {
            "title": kind.title,
            "told": told,
            # Our own markup, of templates that escape what people typed; a mail has no page its links could start from.
            "answer": mark_safe(told.html.replace('href="/', f'href="{absolute("/")}')),  # noqa: S308
            "text": html.unescape(strip_tags(told.html)).strip(),
            "stop_url": absolute(stop_path(subscription)),
            "change_url": absolute(reverse("subscription_edit", args=[subscription.pk])),
        }
        message = mail_of(
            "teams/subscription_mail",
            context,
            to=user.email,
            subject=str(kind.title),
            name=f"report-{subscription.pk}-{mail.period_on:%Y%m%d}",
            leave=context["stop_url"],
        )
    message.attach(*told.file)
    return message
