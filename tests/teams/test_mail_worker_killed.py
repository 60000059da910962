"""A worker that is killed with -9 while it sends mails: each goes out once, or what became of it is on record."""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from collections.abc import Callable

import pytest
from django.utils import timezone

from journal import jobs
from journal.models import Job, JobState
from teams.models import MailState, Subscription, SubscriptionMail
from tests.cast import Cast
from tests.mail_sink import Moment, Sink, mail_sink

MAILS = 3


def until(is_so: Callable[[], bool], seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.1)


def queue_mails(cast: Cast) -> None:
    """Three mails of a subscription, each of another period, that wait for a worker."""
    now = timezone.now()
    subscription = Subscription.objects.create(user=cast.manager, report="funnel", language="en")
    for days in range(MAILS):
        period = now.date() - dt.timedelta(days=days)
        mail = SubscriptionMail.objects.create(subscription=subscription, period_on=period, due_at=now)
        Job.objects.create(task="teams.send_subscription", args=[mail.pk])


def tell_again() -> None:
    """What the scheduler does each minute."""
    Job.objects.update(created_at=timezone.now() - dt.timedelta(minutes=1))
    jobs.sweep()


def all_done() -> bool:
    tell_again()
    return not Job.objects.exclude(state=JobState.DONE).exists()


def kill_while_it_sends(sink: Sink, start: Callable[..., object]) -> None:
    """The worker that hangs at the mail server, and another that does the rest."""
    environ = {"EMAIL_URL": f"smtp://127.0.0.1:{sink.port}"}
    first = start(**environ)
    tell_again()
    assert sink.hangs.wait(90)
    first.kill()  # type: ignore[attr-defined]
    start(**environ)
    until(all_done)


@pytest.mark.parametrize(
    ("moment", "states", "received"),
    [
        (Moment.GREETING, {MailState.SENT: 3}, 3),
        (Moment.DATA, {MailState.SENT: 2, MailState.FAILED: 1}, 2),
        (Moment.TAKEN, {MailState.SENT: 2, MailState.FAILED: 1}, 3),
    ],
    ids=lambda value: value.name if isinstance(value, Moment) else "",
)
def test_no_report_comes_twice_and_none_is_lost_unseen(
    cast: Cast, celery_worker_process, moment: Moment, states: dict[str, int], received: int
) -> None:
    queue_mails(cast)
    with mail_sink(hangs_at=moment) as sink:
        kill_while_it_sends(sink, celery_worker_process)
    assert Counter(SubscriptionMail.objects.values_list("state", flat=True)) == states
    assert len({mail["Message-ID"] for mail in sink.mails}) == len(sink.mails) == received
    for mail in SubscriptionMail.objects.filter(state=MailState.FAILED):
        assert mail.error == "its worker died while sending, and it must not come twice"
