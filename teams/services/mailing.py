"""Handing mails to the mail server: each at most once, later where no server answers."""

from __future__ import annotations

import datetime as dt
import logging
import smtplib
from collections.abc import Mapping
from typing import Any, TypeVar

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from journal.jobs import enqueue_for_each
from teams.models import DigestDay, SubscriptionMail
from teams.models.mailing import Mailing, MailState

log = logging.getLogger(__name__)

ASK_AGAIN = dt.timedelta(minutes=30)
"""A mail server that does not answer is asked again so much later, as long as the mail is worth sending."""

KEPT = dt.timedelta(days=90)
"""What was sent longer ago is forgotten; nothing asks for it any more, and no period can be due again by then."""

Row = TypeVar("Row", bound=Mailing)


def queue_waiting(rows: QuerySet[Any], task: str, now: dt.datetime) -> list[int]:
    """Queues `task` for each of `rows` that waits and was not asked for a moment ago; returns their ids."""
    waiting = rows.filter(Q(asked_at=None) | Q(asked_at__lt=now - ASK_AGAIN), state=MailState.WAITING)
    ids = list(waiting.order_by("id").values_list("pk", flat=True))
    rows.model.objects.filter(pk__in=ids).update(asked_at=now)
    enqueue_for_each(task, ids)
    return ids


def was_begun(row: Row) -> bool:
    """Whether nothing is left to do for `row`. One whose worker died while sending is given up."""
    if row.state == MailState.SENDING:
        error = "its worker died while sending, and it must not come twice"
        # It may be alive after all, and has the last word.
        end(row, MailState.FAILED, error=error, was=MailState.SENDING)
    return row.state != MailState.WAITING


def deliver(row: Row, message: EmailMultiAlternatives) -> Row:
    """Sends `message`, and says so in `row`.

    The server is greeted before the row is claimed, so that one that is away costs a later try and not the mail.
    """
    rows, connection = type(row)._default_manager, get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        log.warning("no mail server for %s %s: %s", type(row).__name__, row.pk, type(error).__name__)
        rows.filter(pk=row.pk).update(error=f"{type(error).__name__}: {error}"[:300])
        return row
    try:
        if not rows.filter(pk=row.pk, state=MailState.WAITING).update(state=MailState.SENDING):
            return row
        connection.send_messages([message])
    except (OSError, smtplib.SMTPException) as error:
        return end(row, MailState.FAILED, error=f"{type(error).__name__}: {error}")
    finally:
        connection.close()
    return end(row, MailState.SENT)


def end(row: Row, state: MailState, error: str = "", *, was: MailState | None = None) -> Row:
    """`was`: only where that is its state still. A row that was stopped meanwhile is none any more."""
    rows = type(row)._default_manager.filter(pk=row.pk, **({"state": was} if was else {}))
    rows.update(state=state, error=error[:300], done_at=timezone.now())
    row.state = rows.model._default_manager.filter(pk=row.pk).values_list("state", flat=True).first() or state
    return row


def forget_mails(now: dt.datetime | None = None) -> None:
    """Removes what digests and subscriptions remember of mails of days long past, whatever became of them."""
    before = (now or timezone.now()) - KEPT
    DigestDay.objects.filter(day__lt=before.date()).delete()
    SubscriptionMail.objects.filter(due_at__lt=before).delete()


def mail_of(
    template: str, context: Mapping[str, Any], *, to: str, subject: str, name: str, leave: str
) -> EmailMultiAlternatives:
    """A mail in text and HTML of the two templates `template`; `name` makes it one of its kind, `leave` is the address
    where it is turned off."""
    mail = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string(f"{template}.txt", dict(context)),
        to=[to],
        headers={
            "Message-ID": f"<{name}@{settings.PUBLIC_URL.hostname}>",
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{leave}>",
        },
    )
    mail.attach_alternative(render_to_string(f"{template}.html", dict(context)), "text/html")
    return mail
