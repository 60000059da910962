"""A visit, a step, another owner: the account's alerts are judged anew soon after, by way of the queue."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import Account
from accounts.services import account_archive, account_assign, visit_log, visit_plan
from journal import jobs
from journal.jobs import sweep
from journal.models import Job
from kam.celery import app
from scoring.models import Alert, AlertRule
from scoring.services import night_now, refresh_alerts
from tests.cast import make_account
from tests.scoring.make import earners, visit
from tests.scoring.waiting import until

LONG_AGO = dt.date(2026, 1, 1)


@pytest.fixture
def neglected(cast):
    account = make_account(cast.rep, tier="gold", last_visit_on=LONG_AGO)
    visit(account, day=LONG_AGO)
    refresh_alerts(account.pk)
    assert causes() == ["cadence", "no_next_step"]
    return account


def causes() -> list[str]:
    return sorted(Alert.objects.filter(over_on=None).values_list("cause", flat=True))


def run_jobs() -> None:
    """Does what a worker would do."""
    app.loader.import_default_modules()
    for job_id in Job.objects.filter(state="queued").values_list("pk", flat=True):
        jobs.run(job_id)


def log(cast, account, **fields):
    return visit_log(actor=cast.rep, account=account, starts_at=timezone.now(), outcome="advanced", **fields)


def test_logging_a_visit_resolves_what_it_answers(cast, neglected):
    log(cast, neglected, next_step="Send the offer", next_step_on=timezone.localdate() + dt.timedelta(days=3))
    assert causes() == ["cadence", "no_next_step"]
    run_jobs()
    assert causes() == []
    assert set(Alert.objects.values_list("state", flat=True)) == {"resolved"}


def test_planning_one_answers_the_missing_step_alone(cast, neglected):
    visit_plan(actor=cast.rep, account=neglected, starts_at=timezone.now() + dt.timedelta(days=2))
    run_jobs()
    assert causes() == ["cadence"]


def test_a_new_owner_gets_the_alerts(cast, neglected):
    account_assign(neglected, actor=cast.manager, version=neglected.version, owner=cast.peer, team=cast.north)
    run_jobs()
    assert set(Alert.objects.values_list("owner", flat=True)) == {cast.peer.pk}


def test_putting_the_account_away_resolves_them(cast, neglected):
    account_archive(neglected, actor=cast.rep, version=neglected.version)
    run_jobs()
    assert causes() == []


def test_other_accounts_and_causes_are_left_alone(cast, neglected):
    day = timezone.localdate()
    other = make_account(cast.rep, "Other", tier="gold", last_visit_on=day)
    for account, cause in [(other, "cadence"), (neglected, "overdue")]:
        Alert.objects.create(account=account, cause=cause, owner=cast.rep, opened_on=day, due_on=day)
    refresh_alerts(neglected.pk)
    assert causes() == ["cadence", "cadence", "no_next_step", "overdue"]


def test_what_a_night_of_today_opened_is_not_taken_back_by_yesterday(cast, time_machine):
    time_machine.move_to("2026-06-20 12:00:00+00:00", tick=False)
    today = dt.date(2026, 6, 20)
    AlertRule.objects.filter(cause="no_next_step").update(tiers=[], threshold=14)
    (account,) = earners(cast.rep, 100)
    visit(account, day=today - dt.timedelta(days=14))
    Account.objects.update(last_visit_on=today - dt.timedelta(days=14))
    night_now(today)
    refresh_alerts(account.pk)
    time_machine.move_to("2026-06-21 12:00:00+00:00", tick=False)
    night_now(today)
    alert = Alert.objects.get(cause="no_next_step")
    assert (alert.opened_on, alert.over_on) == (today, None)


def test_an_account_that_is_gone_does_no_harm(cast):
    refresh_alerts(987654)
    assert not Alert.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_visit_saved_while_the_broker_is_away_counts_when_it_is_back(cast, broker, celery_worker_process):
    account = make_account(cast.rep, tier="gold", last_visit_on=LONG_AGO)
    refresh_alerts(account.pk)
    broker.stop()
    log(cast, account, next_step="Call", next_step_on=timezone.localdate() + dt.timedelta(days=1))
    assert Account.objects.get().last_visit_on > LONG_AGO
    assert causes() == ["cadence", "no_next_step"]
    broker.start()
    celery_worker_process()
    Job.objects.update(created_at=timezone.now() - dt.timedelta(minutes=1))
    sweep()
    until(lambda: not causes())
