"""Digests: who is told, when, in which words, and never twice."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.utils import translation
from django.utils.translation import gettext as _

from journal.models import Job
from teams import digests
from teams.digests import Digest, Kind, Line, Section
from teams.models import DigestDay, DigestWish, User
from teams.services import digest_send, digest_wish_set, ensure_digests
from tests.cast import Cast
from tests.mail_sink import mail_sink

NOON = dt.datetime(2026, 3, 31, 12, 5, tzinfo=dt.UTC)


def compose(user: User, since: dt.datetime) -> Digest:
    """Two languages, one line, and what the first word of it is told."""
    line = Line(f"{_('Save')} {user.name} <b>", since.isoformat(), "/alerts/7/")
    return Digest(_("Save"), [Section(_("Save"), [line], "/alerts/?a=1&b=2", more=3)])


@pytest.fixture(autouse=True)
def tellable(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """A kind of its own, a mail server that is named, and a public address."""
    monkeypatch.setattr(digests, "_kinds", {"test": Kind("test", "Test", "A test.", compose)})
    settings.EMAIL_HOST = "mail.example"


def wish(user: User, hour: int = 7, **fields: Any) -> DigestWish:
    return DigestWish.objects.create(user=user, kind="test", is_on=True, hour=hour, language="en", **fields)


def send(now: dt.datetime = NOON) -> list[str]:
    """What one hour of the scheduler and its worker does: the states of the days asked for."""
    with time_machine.travel(now, tick=False):
        return [digest_send(pk).state for pk in ensure_digests()]


def test_it_is_sent_with_text_html_and_absolute_links(cast: Cast, settings: Any) -> None:
    settings.PUBLIC_URL = settings.PUBLIC_URL._replace(scheme="https", netloc="crm.example")
    wish(cast.rep)
    assert send() == ["sent"]
    (message,) = mail.outbox
    assert message.to == ["rep@kam.example"]
    assert "https://crm.example/alerts/7/" in message.body
    assert "https://crm.example/preferences/" in message.body
    html, kind = message.alternatives[0]
    assert kind == "text/html"
    assert "Rep &lt;b&gt;" in html
    assert 'href="https://crm.example/alerts/?a=1&amp;b=2"' in html
    assert message.extra_headers["List-Unsubscribe"] == "<https://crm.example/preferences/>"


@pytest.mark.parametrize(
    ("zone", "hour", "told"),
    [("UTC", 12, True), ("UTC", 13, False), ("Asia/Shanghai", 20, True), ("Asia/Shanghai", 21, False),
     ("America/New_York", 8, True), ("America/New_York", 9, False), ("Asia/Kolkata", 17, True)],
)  # fmt: skip
def test_at_an_hour_of_the_persons_own_day(cast: Cast, zone: str, hour: int, told: bool) -> None:
    User.objects.filter(pk=cast.rep.pk).update(timezone=zone)
    wish(cast.rep, hour)
    assert bool(send()) is told


def test_the_day_is_the_persons_own(cast: Cast) -> None:
    User.objects.filter(pk=cast.rep.pk).update(timezone="Pacific/Auckland")
    wish(cast.rep, 0)
    send()
    assert DigestDay.objects.get().day == dt.date(2026, 4, 1)


def test_once_a_day_however_often_it_is_asked_for(cast: Cast) -> None:
    wish(cast.rep)
    assert send() == ["sent"]
    assert send() == []
    assert send(NOON + dt.timedelta(hours=5)) == []
    assert send(NOON + dt.timedelta(days=1)) == ["sent"]
    assert len(mail.outbox) == 2


def test_the_same_job_twice_sends_once(cast: Cast) -> None:
    wish(cast.rep)
    with time_machine.travel(NOON, tick=False):
        (day,) = ensure_digests()
        assert Job.objects.get().args == [day]
        digest_send(day)
        digest_send(day)
    assert len(mail.outbox) == 1


def test_a_worker_killed_while_sending_does_not_send_again(cast: Cast) -> None:
    wish(cast.rep)
    with time_machine.travel(NOON, tick=False):
        (day,) = ensure_digests()
        DigestDay.objects.update(state="sending")
        assert digest_send(day).state == "failed"
    assert mail.outbox == []


def test_the_language_is_the_persons(cast: Cast) -> None:
    User.objects.filter(pk=cast.rep.pk).update(language="zh-hans")
    wish(cast.rep)
    wish(cast.peer)
    send()
    with translation.override("zh-hans"):
        assert {message.to[0]: message.subject for message in mail.outbox} == {
            "rep@kam.example": _("Save"),
            "peer@kam.example": "Save",
        }


def test_whose_language_is_the_browsers_gets_the_one_he_asked_in(cast: Cast) -> None:
    with translation.override("zh-hans"):
        digest_wish_set(actor=cast.rep, kind="test", is_on=True, hour=7)
        wanted = _("Save")
    send()
    assert mail.outbox[0].subject == wanted


def test_an_empty_one_is_not_sent(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = Kind("test", "Test", "", lambda user, since: Digest("Nothing"))
    monkeypatch.setattr(digests, "_kinds", {"test": nothing})
    wish(cast.rep)
    assert send() == ["empty"]
    assert mail.outbox == []


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": "integration"}])
def test_who_cannot_sign_in_is_told_nothing(cast: Cast, change: dict[str, Any]) -> None:
    wish(cast.rep)
    User.objects.filter(pk=cast.rep.pk).update(**change)
    assert send() == []


def test_who_changed_his_mind_before_it_was_sent_is_left_in_peace(cast: Cast) -> None:
    wish(cast.rep)
    with time_machine.travel(NOON, tick=False):
        (day,) = ensure_digests()
        digest_wish_set(actor=cast.rep, kind="test", is_on=False, hour=7)
        assert digest_send(day).state == "missed"


def test_without_a_mail_server_nothing_is_queued_and_the_page_says_so(cast: Cast, settings: Any, sign_in) -> None:
    settings.EMAIL_HOST = ""
    wish(cast.rep)
    assert send() == []
    assert not DigestDay.objects.exists()
    assert "not set up a mail server" in sign_in("rep").get("/preferences/").content.decode()


def test_it_tells_what_happened_since_the_last_one(cast: Cast) -> None:
    wish(cast.rep)
    send()
    send(NOON + dt.timedelta(days=2))
    first, second = (message.body for message in mail.outbox)
    assert (NOON - dt.timedelta(days=1)).isoformat() in first
    assert NOON.isoformat() in second


def test_a_real_server_takes_it(cast: Cast, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    wish(cast.rep)
    with mail_sink() as sink:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        assert send() == ["sent"]
    (message,) = sink.mails
    assert message["To"] == "rep@kam.example"
    assert message["Message-ID"] == f"<digest-test-{cast.rep.pk}-20260331@127.0.0.1>"
    assert message.get_body(("plain",)) is not None
    assert message.get_body(("html",)) is not None


def test_one_that_is_away_is_asked_again_later_that_day_only(cast: Cast, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    wish(cast.rep)
    with mail_sink() as gone:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", gone.port
    assert send() == ["waiting"]
    assert send(NOON + dt.timedelta(minutes=20)) == []
    with mail_sink() as sink:
        settings.EMAIL_PORT = sink.port
        assert send(NOON + dt.timedelta(hours=1)) == ["sent"]
    assert len(sink.mails) == 1
    DigestDay.objects.update(state="waiting")
    assert send(NOON + dt.timedelta(days=1))[:1] == ["missed"]


def test_one_that_refuses_is_not_asked_again(cast: Cast, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    wish(cast.rep)
    with mail_sink(refuses=True) as sink:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        assert send() == ["failed"]
        assert send(NOON + dt.timedelta(hours=1)) == []
    assert "550" in DigestDay.objects.get().error


def test_everybody_chooses_for_himself(cast: Cast, sign_in) -> None:
    client = sign_in("rep")
    assert client.post("/preferences/digests/", {"is_on_test": "on", "hour_test": "18"}).status_code == 302
    kept = DigestWish.objects.get()
    assert (kept.user, kept.is_on, kept.hour) == (cast.rep, True, 18)
    client.post("/preferences/digests/", {"hour_test": "18"})
    assert not DigestWish.objects.get().is_on


@pytest.mark.parametrize("hour", ["24", "-1", "x", ""])
def test_an_hour_that_is_none_is_refused(cast: Cast, sign_in, hour: str) -> None:
    assert sign_in("rep").post("/preferences/digests/", {"is_on_test": "on", "hour_test": hour}).status_code == 400
    assert not DigestWish.objects.exists()
