"""Who holds accounts and writes what a night has already, is told to come again: nobody waits in a circle."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from contextlib import closing
from zlib import crc32

import psycopg2
import pytest
from django.db import connection

from accounts.models import Account, Cadence, Merge
from accounts.services import account_merge, cadence_set, merge_undo
from accounts.services.merge import gather_late
from foundation import locks
from foundation.errors import RuleBroken
from losses.models import LossReason
from losses.services import loss_record
from scoring.models import Alert, AlertRule, ScoringRun
from scoring.services import alerts_acknowledge, escalate_alerts, refresh_alerts
from tests.scoring.make import DATE, earners, night, visit
from tests.scoring.test_publish_locks import waiting
from tests.scoring.waiting import forked, until
from tests.workers import database_url

pytestmark = pytest.mark.django_db(transaction=True)


def alert(account: Account, **fields: object) -> Alert:
    """One whose cause is gone: the next night closes it."""
    told = {"cause": "no_next_step", "owner": account.owner, "due_on": DATE, "opened_on": DATE, "facts": {}}
    return Alert.objects.create(account=account, **{**told, **fields})


def lose(account: Account, other: Account, cast) -> object:
    reason = LossReason.objects.filter(is_offered=True).earliest("pk")
    return loss_record(actor=cast.manager, account=account, lost_on=DATE, reason=reason, learned="Too dear.")


def merge(account: Account, other: Account, cast) -> Merge:
    versions = {"version": account.version, "merged_version": other.version}
    return account_merge(account, other, actor=cast.manager, **versions)


def undo(account: Account, other: Account, cast) -> object:
    return merge_undo(Merge.objects.get(), actor=cast.manager)


def set_cadence(account: Account, other: Account, cast) -> object:
    cadence = Cadence.objects.get(tier="")
    return cadence_set(cadence, actor=cast.manager, version=cadence.version, days=cadence.days + 1)


@pytest.mark.parametrize("edit", [lose, merge, undo, set_cadence])
def test_an_edit_beside_publishing_is_refused_and_harms_no_night(cast, monkeypatch, edit: Callable[..., object]):
    monkeypatch.setattr(locks, "PATIENCE", 0.2)
    held, account, other = earners(cast.rep, 300, 200, 100)
    for each in (account, other):
        alert(each)
    if edit is undo:
        merge(account, other, cast)
    with closing(psycopg2.connect(database_url())) as editor, editor.cursor() as cursor:
        cursor.execute("UPDATE accounts_account SET notes = 'y' WHERE id = %s", [held.pk])
        child = forked(lambda: night(DATE))
        until(lambda: waiting("transactionid"), 20)  # its alerts are written, and it publishes
        with connection.cursor() as own:
            own.execute("SET lock_timeout = '5s'")
        with pytest.raises(RuleBroken, match="Try again in a few minutes"):
            edit(account, other, cast)
        editor.commit()
    os.waitpid(child, 0)
    assert ScoringRun.objects.get().state == "done"
    edit(*Account.objects.filter(pk__in=[account.pk, other.pk]).order_by("pk"), cast)


@pytest.mark.parametrize("work", [lambda: night(DATE), lambda: escalate_alerts(DATE.replace(year=2027))])
def test_alerts_are_locked_in_the_order_of_their_ids(cast, work):
    """As `alerts_acknowledge` locks them."""
    first, *rest = [alert(account) for account in earners(cast.rep, *range(60, 20, -1))]
    Alert.objects.filter(pk=first.pk).update(note="x")  # lies last in the table now
    with closing(psycopg2.connect(database_url())) as editor, editor.cursor() as cursor:
        cursor.execute("UPDATE scoring_alert SET note = 'y' WHERE id = %s", [first.pk])
        child = forked(work)
        until(lambda: waiting("transactionid"), 20)
        cursor.execute("SELECT id FROM scoring_alert WHERE id = ANY (%s) FOR UPDATE NOWAIT", [[row.pk for row in rest]])
        editor.commit()
    os.waitpid(child, 0)
    assert Alert.objects.filter(version=2).count() + Alert.objects.exclude(escalated_to=None).count() == 40


def test_a_merge_waits_for_who_judges_its_alerts_anew(cast):
    """It has their rows, and looks at the account when it is done."""
    account, other = earners(cast.rep, 200, 100)
    with closing(psycopg2.connect(database_url())) as judge, judge.cursor() as cursor:
        key = crc32(f"scoring.alerts.{other.pk}".encode()) - 2**31
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [key])
        child = forked(lambda: merge(account, other, cast))
        until(lambda: waiting("advisory"), 20)
        cursor.execute("SELECT id FROM accounts_account ORDER BY id DESC FOR KEY SHARE NOWAIT")
        judge.commit()
    os.waitpid(child, 0)
    assert Merge.objects.count() == 1


def test_what_came_late_to_a_merged_account_waits_for_the_night(cast):
    """Nobody stands before a page: it takes its place in the queue."""
    account, other = earners(cast.rep, 200, 100)
    merge(account, other, cast)
    late = alert(other)
    with closing(psycopg2.connect(database_url())) as holder, holder.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [crc32(locks.MANY_ACCOUNTS.encode()) - 2**31])
        child = forked(gather_late)
        until(lambda: waiting("advisory"), 20)
        holder.commit()
    os.waitpid(child, 0)
    late.refresh_from_db()
    assert late.account_id == account.pk


def test_many_acknowledged_at_once_lock_in_that_order_too(cast):
    rows = [alert(account) for account in earners(cast.rep, *range(60, 20, -1))]
    first = rows[0]
    Alert.objects.filter(pk=first.pk).update(note="x")
    seen = {row.pk: row.version for row in rows}
    with closing(psycopg2.connect(database_url())) as editor, editor.cursor() as cursor:
        cursor.execute("SELECT id FROM scoring_alert WHERE id = %s FOR UPDATE", [first.pk])
        child = forked(lambda: alerts_acknowledge(actor=cast.rep, seen=seen))
        until(lambda: waiting("transactionid"), 20)
        cursor.execute("SELECT id FROM scoring_alert WHERE id <> %s FOR UPDATE NOWAIT", [first.pk])
        editor.commit()
    os.waitpid(child, 0)
    assert Alert.objects.filter(state="acknowledged").count() == 40


def test_what_happens_while_a_night_judges_is_judged_after_it(cast):
    """The night's alerts are not there before: a visit could not take back what it answers."""
    AlertRule.objects.filter(cause="no_next_step").update(tiers=[])
    held, visited = earners(cast.rep, 200, 100)
    visit(visited, day=DATE - dt.timedelta(days=60))
    Account.objects.filter(pk=visited.pk).update(last_visit_on=DATE - dt.timedelta(days=60))
    with closing(psycopg2.connect(database_url())) as editor, editor.cursor() as cursor:
        cursor.execute("UPDATE accounts_account SET notes = 'y' WHERE id = %s", [held.pk])
        judging = forked(lambda: night(DATE))
        until(lambda: waiting("transactionid"), 20)
        Account.objects.filter(pk=visited.pk).update(next_step_on=DATE + dt.timedelta(days=900))
        refreshing = forked(lambda: refresh_alerts(visited.pk))
        until(lambda: waiting("advisory"), 20)
        editor.commit()
    for child in (judging, refreshing):
        os.waitpid(child, 0)
    assert Alert.objects.get(account=visited, cause="no_next_step").over_on is not None
