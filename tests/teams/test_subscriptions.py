"""Reports by mail: who is sent which, when, with which figures, and never twice."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext as _

from journal.models import Job
from teams.models import DigestDay, Subscription, SubscriptionMail, User
from teams.models.mailing import MailState
from teams.services import ensure_subscriptions, forget_mails, stop_path, subscription_add, subscription_send
from teams.services.mailing import end
from tests.cast import Cast, make_account
from tests.mail_sink import mail_sink
from tests.pipeline.make import opportunity

TUESDAY = dt.datetime(2026, 3, 31, 12, 5, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
MOMENT = {"rhythm": "weekly", "weekday": 1, "hour": 7}


@pytest.fixture(autouse=True)
def with_a_server(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example"


def subscribed(user: User, report: str = "funnel", query: str = "", **timing: Any) -> Subscription:
    """Since long ago; on Tuesdays at seven unless `timing` says otherwise."""
    return Subscription.objects.create(
        user=user, report=report, query=query, language="en", changed_at=TUESDAY - 90 * DAY, **{**MOMENT, **timing}
    )


def send(now: dt.datetime = TUESDAY) -> list[str]:
    """What one hour of the scheduler and its worker does: the states of the mails asked for."""
    with time_machine.travel(now, tick=False):
        return [subscription_send(pk).state for pk in ensure_subscriptions()]


def figures(message: Any) -> str:
    """The file of `message`."""
    (name, content, kind) = message.attachments[0]
    assert (name.endswith(".csv"), kind) == (True, "text/csv")
    return content if isinstance(content, str) else content.decode()


@pytest.mark.parametrize(
    ("timing", "days"),
    [({"rhythm": "daily"}, range(7)), ({"weekday": 1}, [0]), ({"weekday": 3}, [2]), ({"rhythm": "monthly"}, [1])],
)
def test_it_comes_on_its_days(cast: Cast, timing: dict[str, Any], days: Any) -> None:
    subscribed(cast.rep, **timing)
    assert [day for day in range(7) if send(TUESDAY + day * DAY)] == list(days)


@pytest.mark.parametrize(
    ("zone", "hour", "sent"),
    [("UTC", 12, True), ("UTC", 13, False), ("Asia/Shanghai", 20, True), ("Asia/Shanghai", 21, False),
     ("America/New_York", 8, True), ("America/New_York", 9, False)],
)  # fmt: skip
def test_at_an_hour_of_the_persons_own_day(cast: Cast, zone: str, hour: int, sent: bool) -> None:
    User.objects.filter(pk=cast.rep.pk).update(timezone=zone)
    subscribed(cast.rep, hour=hour)
    assert bool(send()) is sent


def test_once_a_period_however_often_it_is_asked_for(cast: Cast) -> None:
    subscription = subscribed(cast.rep)
    assert send() == ["sent"]
    assert send(TUESDAY + dt.timedelta(hours=5)) == []
    Subscription.objects.filter(pk=subscription.pk).update(weekday=2)
    assert send(TUESDAY + DAY) == []
    assert send(TUESDAY + 8 * DAY) == ["sent"]
    assert len(mail.outbox) == 2


def test_the_same_job_twice_sends_once(cast: Cast) -> None:
    subscribed(cast.rep)
    with time_machine.travel(TUESDAY, tick=False):
        (pk,) = ensure_subscriptions()
        assert Job.objects.get(task="teams.send_subscription").args == [pk]
        subscription_send(pk)
        subscription_send(pk)
    assert len(mail.outbox) == 1


def test_a_worker_killed_while_sending_does_not_send_again(cast: Cast) -> None:
    subscribed(cast.rep)
    with time_machine.travel(TUESDAY, tick=False):
        (pk,) = ensure_subscriptions()
        SubscriptionMail.objects.update(state="sending")
        assert subscription_send(pk).state == "failed"
    assert mail.outbox == []


def test_a_day_before_it_was_asked_for_is_not_made_up_for(cast: Cast) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        subscription_add(actor=cast.rep, report="funnel", query="", **MOMENT)
    assert send() == []
    assert send(TUESDAY + 7 * DAY) == ["sent"]


def test_what_a_scheduler_slept_through_comes_within_a_day(cast: Cast) -> None:
    subscribed(cast.rep)
    assert send(TUESDAY + dt.timedelta(hours=18)) == ["sent"]
    assert send(TUESDAY + 8 * DAY) == []


def test_it_says_what_the_page_says_in_words_and_as_a_file(cast: Cast, settings: Any) -> None:
    settings.PUBLIC_URL = settings.PUBLIC_URL._replace(scheme="https", netloc="crm.example")
    opportunity(make_account(cast.rep, "Near"), amount="700000")
    subscribed(cast.manager, query=f"owner={cast.rep.pk}")
    send()
    (message,) = mail.outbox
    (page, kind) = message.alternatives[0]
    assert (message.to, kind) == (["manager@kam.example"], "text/html")
    assert f"https://crm.example/reports/funnel/?owner={cast.rep.pk}" in message.body
    assert "Owner: Rep" in message.body
    assert 'href="https://crm.example/pipeline/' in page
    assert 'href="/' not in page
    assert "person,Rep," in figures(message)


def test_the_mail_has_a_table_rounded_for_reading(cast: Cast) -> None:
    opportunity(make_account(cast.rep), amount="700000")
    subscribed(cast.manager)
    send()
    (message,) = mail.outbox
    (page, _kind) = message.alternatives[0]
    assert '<bdi>Rep</bdi></th><td align="right">1</td><td align="right">¥\xa0700\xa0k</td>' in page
    assert "Rep\n  open 1 · amount ¥\xa0700\xa0k · weighted ¥\xa070,000" in message.body


def test_table_and_file_are_in_their_readers_language(cast: Cast) -> None:
    opportunity(make_account(cast.rep), amount="700000")
    User.objects.filter(pk=cast.manager.pk).update(language="zh-hans")
    subscribed(cast.manager)
    send()
    (message,) = mail.outbox
    assert figures(message).lstrip("\ufeff").startswith("类别,名称,编号,进行中,金额,加权金额")
    assert "进行中 1 · 金额 ¥\xa070\xa0万" in message.body


def test_a_long_table_ends_and_says_how_much_more_there_is(cast: Cast) -> None:
    team = cast.rep.team
    for number in range(14):
        person = User.objects.create_user(f"p{number}@kam.example", name=f"Person {number}", role="rep", team=team)
        opportunity(make_account(person, f"Works {number}"))
    subscribed(cast.manager)
    send()
    assert mail.outbox[0].body.count("4 more in the file") == 1


@pytest.mark.parametrize("who", ["rep", "manager", "rival", "director"])
def test_it_has_the_figures_that_its_reader_may_see_that_day(cast: Cast, who: str) -> None:
    near, far = opportunity(make_account(cast.rep, "Near"), amount="700000"), make_account(cast.outsider, "Far")
    opportunity(far, amount="9000000")
    subscribed(cast[who])
    send()
    told = figures(mail.outbox[0])
    assert ("700000.00" in told, "9000000.00" in told) == {
        "rep": (True, False), "manager": (True, False), "rival": (False, True), "director": (True, True),
    }[who]  # fmt: skip
    assert near.owner == cast.rep


def test_who_changed_teams_is_sent_nothing_of_the_old_one(cast: Cast) -> None:
    opportunity(make_account(cast.rep, "Near"), amount="700000")
    subscribed(cast.manager)
    User.objects.filter(pk=cast.manager.pk).update(team=cast.south)
    send()
    assert "700000" not in figures(mail.outbox[0])


def test_who_may_not_open_it_any_more_is_sent_nothing(cast: Cast) -> None:
    subscribed(cast.manager, "monday")
    User.objects.filter(pk=cast.manager.pk).update(role="rep")
    assert send() == ["failed"]
    assert mail.outbox == []


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": "integration"}])
def test_who_cannot_sign_in_is_sent_nothing(cast: Cast, change: dict[str, Any]) -> None:
    subscribed(cast.rep)
    with time_machine.travel(TUESDAY, tick=False):
        (pk,) = ensure_subscriptions()
        User.objects.filter(pk=cast.rep.pk).update(**change)
        assert subscription_send(pk).state == "missed"
    assert send(TUESDAY + 7 * DAY) == []
    assert mail.outbox == []


@pytest.mark.parametrize(
    "report",
    [
        "funnel",
        "movement",
        "forecast",
        "quota",
        "productivity",
        "win_loss",
        "against_whom",
        "ageing",
        "monday",
        "funnel_then",
    ],
)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_dashboard_can_be_sent_in_both_languages(cast: Cast, report: str, language: str) -> None:
    opportunity(make_account(cast.rep), amount="700000")
    User.objects.filter(pk=cast.manager.pk).update(language=language)
    subscribed(cast.manager, report)
    assert send() == ["sent"]
    (message,) = mail.outbox
    with translation.override(language):
        assert _("Stop these mails") in message.body
    assert figures(message)


def test_a_real_server_takes_it_with_its_file(cast: Cast, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    subscription = subscribed(cast.rep)
    with mail_sink() as sink:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        assert send() == ["sent"]
    (message,) = sink.mails
    assert message["To"] == "rep@kam.example"
    assert message["Message-ID"] == f"<report-{subscription.pk}-20260330@127.0.0.1>"
    assert [part.get_filename() for part in message.iter_attachments()] == ["funnel-2026-03-31.csv"]


def test_a_server_that_is_away_is_asked_again_that_day_only(cast: Cast, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    subscribed(cast.rep)
    with mail_sink() as gone:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", gone.port
    assert send() == ["waiting"]
    assert send(TUESDAY + dt.timedelta(minutes=20)) == []
    with mail_sink() as sink:
        settings.EMAIL_PORT = sink.port
        assert send(TUESDAY + dt.timedelta(hours=1)) == ["sent"]
        SubscriptionMail.objects.update(state="waiting")
        assert send(TUESDAY + DAY) == []
    assert len(sink.mails) == 1


def test_without_a_mail_server_nothing_is_queued_and_the_page_says_so(cast: Cast, settings: Any, sign_in) -> None:
    settings.EMAIL_HOST = ""
    subscribed(cast.rep)
    assert send() == []
    assert "not set up a mail server" in sign_in("rep").get("/subscriptions/").content.decode()


def test_the_link_in_the_mail_stops_it_without_signing_in(cast: Cast) -> None:
    subscribed(cast.rep)
    send()
    path = re.search(r"/subscriptions/end/[^\s\"]+", mail.outbox[0].body)[0]
    assert mail.outbox[0].extra_headers["List-Unsubscribe"].endswith(f"{path}>")
    client = Client()
    assert "Sales funnel" in client.get(path).content.decode()
    assert Subscription.objects.exists()
    client.post(path)
    assert not Subscription.objects.exists()
    assert "has ended" in client.get(path).content.decode()


def test_a_link_that_is_none_of_ours_stops_nothing(cast: Cast) -> None:
    kept = subscribed(cast.rep)
    Client().post(stop_path(kept)[:-2] + "x/")
    assert Subscription.objects.get() == kept


def test_a_person_subscribes_to_what_he_is_looking_at_changes_it_and_stops(cast: Cast, sign_in) -> None:
    client, address = sign_in("manager"), f"/subscriptions/new/funnel/?owner={cast.rep.pk}"
    assert "Rep" in client.get(address).content.decode()
    assert client.post(address, MOMENT).status_code == 302
    kept = Subscription.objects.get()
    assert (kept.user, kept.report, kept.query) == (cast.manager, "funnel", f"owner={cast.rep.pk}")
    client.post(f"/subscriptions/{kept.pk}/", {"rhythm": "daily", "weekday": 1, "hour": 18})
    kept.refresh_from_db()
    assert (kept.rhythm, kept.hour) == ("daily", 18)
    assert f'href="/reports/funnel/?owner={cast.rep.pk}"' in client.get("/subscriptions/").content.decode()
    client.post(f"/subscriptions/{kept.pk}/stop/")
    assert not Subscription.objects.exists()


@pytest.mark.parametrize(
    ("report", "status"),
    [("funnel/?nonsense=1", 400), ("funnel/?owner=0", 400), ("monday/", 403), ("no_such/", 404)],
)
def test_what_cannot_be_opened_cannot_be_subscribed_to(cast: Cast, sign_in, report: str, status: int) -> None:
    assert sign_in("rep").post(f"/subscriptions/new/{report}", MOMENT).status_code == status
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("wrong", [{"hour": 24}, {"weekday": 7}, {"rhythm": "hourly"}])
def test_a_time_that_is_none_is_refused(cast: Cast, sign_in, wrong: dict[str, Any]) -> None:
    assert sign_in("rep").post("/subscriptions/new/funnel/", {**MOMENT, **wrong}).status_code == 422
    assert not Subscription.objects.exists()


def test_nobody_subscribes_without_end(cast: Cast, sign_in) -> None:
    for _number in range(30):
        subscribed(cast.rep)
    assert sign_in("rep").post("/subscriptions/new/funnel/", MOMENT).status_code == 422


def test_a_worker_thought_dead_that_sends_after_all_has_the_last_word(cast: Cast) -> None:
    subscribed(cast.rep)
    with time_machine.travel(TUESDAY, tick=False):
        (pk,) = ensure_subscriptions()
        row = SubscriptionMail.objects.get(pk=pk)
        SubscriptionMail.objects.update(state="sending")
        assert subscription_send(pk).state == "failed"
        assert end(row, MailState.SENT).state == "sent"
        assert subscription_send(pk).state == "sent"


def test_what_no_worker_came_to_within_a_day_is_told_as_missed(cast: Cast) -> None:
    subscribed(cast.rep)
    with time_machine.travel(TUESDAY, tick=False):
        ensure_subscriptions()
    with time_machine.travel(TUESDAY + DAY, tick=False):
        ensure_subscriptions()
    assert SubscriptionMail.objects.order_by("due_at").first().state == "missed"


def test_mails_of_long_ago_are_forgotten_and_not_sent_again(cast: Cast) -> None:
    subscribed(cast.rep, rhythm="daily")
    for days in (89, 91):
        DigestDay.objects.create(user=cast.rep, kind="alerts", day=(TUESDAY - days * DAY).date(), state=MailState.SENT)
    assert send() == ["sent"]
    assert send(TUESDAY + 91 * DAY) == ["sent"]
    forget_mails(TUESDAY)
    assert [day.day for day in DigestDay.objects.all()] == [(TUESDAY - 89 * DAY).date()]
    forget_mails(TUESDAY + 91 * DAY)
    assert [row.period_on for row in SubscriptionMail.objects.all()] == [(TUESDAY + 91 * DAY).date()]
    assert send(TUESDAY + 91 * DAY) == []
