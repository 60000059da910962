"""A visit is logged in one step, once, and never into the future or onto another account's people."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from accounts import services
from accounts.models import Visit
from foundation.errors import Forbidden, RuleBroken
from journal.models import Event

from .make import contact_of


def test_a_visit_needs_only_its_account(cast, account):
    visit = services.visit_log(actor=cast.rep, account=account)
    assert (visit.by, visit.minutes, visit.channel, visit.state) == (cast.rep, 30, "in_person", "logged")
    assert abs(visit.starts_at - timezone.now()) < dt.timedelta(seconds=5)


def test_the_account_knows_its_last_visit_and_next_step(cast, account):
    day = timezone.localdate() + dt.timedelta(days=7)
    services.visit_log(actor=cast.rep, account=account, next_step="Send the offer", next_step_on=day)
    account.refresh_from_db()
    assert (account.next_step, account.next_step_on) == ("Send the offer", day)
    assert account.last_visit_on is not None


def test_who_was_met_is_remembered(cast, account):
    met, other = contact_of(account, "王小明"), contact_of(account, "Li")
    services.visit_log(actor=cast.rep, account=account, contacts=[met])
    met.refresh_from_db()
    other.refresh_from_db()
    assert met.last_met_on is not None
    assert other.last_met_on is None


def test_nobody_met_is_no_contact_with_the_customer(cast, account):
    services.visit_log(actor=cast.rep, account=account, outcome="not_met")
    account.refresh_from_db()
    assert account.last_visit_on is None


def test_the_same_client_id_is_the_same_visit(cast, account):
    sent = {"actor": cast.rep, "account": account, "client_id": uuid.uuid4()}
    assert services.visit_log(**sent, summary="one") == services.visit_log(**sent, summary="two")
    assert Visit.objects.get().summary == "one"
    assert Event.objects.filter(verb="visit.logged").count() == 1


def test_a_client_id_of_somebody_elses_visit_is_refused(cast, account, foreign):
    used = services.visit_log(actor=cast.outsider, account=foreign, client_id=uuid.uuid4())
    with pytest.raises(RuleBroken) as refusal:
        services.visit_log(actor=cast.rep, account=account, client_id=used.client_id)
    assert refusal.value.field == "client_id"


def test_a_visit_in_the_future_is_a_plan(cast, account):
    with pytest.raises(RuleBroken) as refusal:
        services.visit_log(actor=cast.rep, account=account, starts_at=timezone.now() + dt.timedelta(minutes=11))
    assert refusal.value.field == "starts_at"


def test_a_phone_whose_clock_is_ahead_may_log(cast, account):
    services.visit_log(actor=cast.rep, account=account, starts_at=timezone.now() + dt.timedelta(minutes=9))


def test_people_of_another_account_are_refused(cast, account, foreign):
    stranger = contact_of(foreign, "Stranger")
    with pytest.raises(RuleBroken) as refusal:
        services.visit_log(actor=cast.rep, account=account, contacts=[stranger])
    assert refusal.value.field == "contacts"
    assert not Visit.objects.exists()


def test_an_archived_account_takes_no_visit(cast, account):
    account = services.account_archive(account, actor=cast.rep, version=1)
    with pytest.raises(RuleBroken):
        services.visit_log(actor=cast.rep, account=account)


def test_an_account_archived_meanwhile_takes_no_visit(cast, account):
    stale = type(account).objects.get(pk=account.pk)
    services.account_archive(account, actor=cast.rep, version=1)
    with pytest.raises(RuleBroken):
        services.visit_log(actor=cast.rep, account=stale)


@pytest.mark.parametrize(
    ("step", "days", "field"), [("Call", None, "next_step_on"), ("", 3, "next_step"), ("Call", -1, "next_step_on")]
)
def test_a_next_step_has_words_and_a_day_not_before_the_visit(cast, account, step, days, field):
    day = None if days is None else timezone.localdate() + dt.timedelta(days=days)
    with pytest.raises(RuleBroken) as refusal:
        services.visit_log(actor=cast.rep, account=account, next_step=step, next_step_on=day)
    assert refusal.value.field == field


def test_a_rep_logs_for_himself_only(cast, account):
    with pytest.raises(Forbidden):
        services.visit_log(actor=cast.rep, account=account, by=cast.peer)


def test_a_manager_logs_for_his_people_and_nobody_elses(cast, account):
    assert services.visit_log(actor=cast.manager, account=account, by=cast.rep).by == cast.rep
    with pytest.raises(RuleBroken) as refusal:
        services.visit_log(actor=cast.manager, account=account, by=cast.outsider)
    assert refusal.value.field == "by"


def test_a_visit_settles_earlier_steps_of_its_own_account(cast, account, foreign):
    day = timezone.localdate() + dt.timedelta(days=1)
    mine = services.visit_log(actor=cast.rep, account=account, next_step="Call", next_step_on=day)
    other = services.visit_log(actor=cast.outsider, account=foreign, next_step="Call", next_step_on=day)
    services.visit_log(actor=cast.rep, account=account, closes=[mine, other])
    mine.refresh_from_db()
    other.refresh_from_db()
    account.refresh_from_db()
    assert mine.next_step_done_at
    assert other.next_step_done_at is None
    assert (account.next_step, account.next_step_on) == ("", None)


def test_a_step_that_a_visit_settles_is_told_as_done(cast, account):
    day = timezone.localdate() + dt.timedelta(days=1)
    first = services.visit_log(actor=cast.rep, account=account, next_step="Call", next_step_on=day)
    second = services.visit_log(actor=cast.rep, account=account, next_step="Write", next_step_on=day)
    services.visit_log(actor=cast.manager, account=account, closes=[first, second])
    services.visit_log(actor=cast.manager, account=account, closes=[first])
    told = Event.objects.filter(verb="visit.step_done").order_by("id").values_list("subject_id", "account_id", "actor")
    assert list(told) == [(visit.pk, account.pk, cast.manager.pk) for visit in (first, second)]
