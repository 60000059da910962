"""A large company's sums are made by several workers; whoever dies, the night decides the same (faults 44, 48)."""

from __future__ import annotations

import datetime as dt
import os
import signal

import psycopg2
import pytest
from django.utils import timezone

from accounts.models import Account
from journal.jobs import sweep
from journal.models import Job
from scoring.models import Alert, Basis, NightShard, ScoringRun, Shard, Standing, TierDecision
from scoring.services import ensure_night, night_now, night_start, run_night, shard_sum, shards_start
from tests.scoring.make import DATE, book, earners, night, policy, visit
from tests.scoring.proof import checksum
from tests.scoring.waiting import until
from tests.workers import database_url

WIDTH = 10
DAY = dt.timedelta(days=1)


@pytest.fixture
def in_shards(settings):
    settings.SHARD_ACCOUNTS = WIDTH
    return settings


def company(cast):
    return earners(cast.rep, *range(100, 60, -1), -5, months=6)


def forget_all():
    """The company as if no night had ever been."""
    for model in (TierDecision, Alert, Standing, Shard, Basis, NightShard, ScoringRun, Job):
        model.objects.all().delete()
    Account.objects.update(tier="", tier_since=None, scored_at=None)


def shared_night(date=DATE):
    """A night whose shards are summed one after the other, as workers would."""
    run = ScoringRun.objects.get_or_create(business_date=date)[0]
    assert shards_start(run.pk)
    for shard in NightShard.objects.filter(run=run).order_by("-first"):
        shard_sum(shard.pk)
    assert Job.objects.filter(task="scoring.finish_night", args=[run.pk]).count() == 1
    return run_night(run.pk)


@pytest.mark.django_db
def test_shards_decide_what_one_piece_decides(cast, in_shards):
    company(cast)
    night()
    wanted = checksum()
    forget_all()
    run = shared_night()
    assert checksum() == wanted
    assert {step["name"]: step["rows"] for step in run.steps}["030_profit"] == 0
    assert NightShard.objects.filter(finished_at=None).count() == 0


@pytest.mark.django_db
def test_night_after_night_in_shards_is_a_night_from_nothing(cast, in_shards):
    accounts = company(cast)
    shared_night()
    book(accounts[3], 5_000, 0, DATE + DAY)
    visit(accounts[17], 60, DATE + DAY)
    Account.objects.filter(pk=accounts[25].pk).update(archived_at=timezone.now() - 400 * DAY)
    shared_night(DATE + DAY)
    kept = checksum()
    night_now(DATE + DAY, full=True)
    assert checksum() == kept


@pytest.mark.django_db
def test_what_comes_in_after_a_shard_is_summed_is_in_the_night(cast, in_shards):
    accounts = company(cast)
    run = ScoringRun.objects.create(business_date=DATE)
    shards_start(run.pk)
    for shard in NightShard.objects.all():
        shard_sum(shard.pk)
    book(accounts[0], 7, 0)
    run_night(run.pk)
    assert TierDecision.objects.get(account=accounts[0]).profit == 107


@pytest.mark.django_db
def test_sums_that_a_night_left_behind_are_made_good_by_the_next(cast, in_shards):
    accounts = company(cast)
    night()
    book(accounts[5], 500, 0, DATE + DAY)
    run = ScoringRun.objects.create(business_date=DATE + DAY)
    shards_start(run.pk)
    shard_sum(NightShard.objects.order_by("first")[0].pk)
    night(DATE + 2 * DAY)
    kept = checksum(DATE + 2 * DAY)
    night_now(DATE + 2 * DAY, full=True)
    assert checksum(DATE + 2 * DAY) == kept
    assert TierDecision.objects.get(account=accounts[5], valid_until=None).profit == 595


@pytest.mark.django_db
def test_another_window_between_shard_and_night_makes_the_sums_anew(cast, in_shards):
    company(cast)
    run = ScoringRun.objects.create(business_date=DATE)
    shards_start(run.pk)
    for shard in NightShard.objects.all():
        shard_sum(shard.pk)
    policy(window_months=3, loyal_months=1)
    run_night(run.pk)
    kept = checksum()
    night_now(DATE, full=True)
    assert checksum() == kept


@pytest.mark.django_db
def test_a_shard_twice_or_after_its_night_does_nothing(cast, in_shards):
    company(cast)
    shared_night()
    kept = checksum()
    for shard in NightShard.objects.all():
        shard_sum(shard.pk)
    assert checksum() == kept
    assert Job.objects.filter(task="scoring.finish_night").count() == 1


@pytest.mark.django_db
def test_a_small_company_and_an_old_night_are_not_shared_out(cast, settings):
    company(cast)
    run = ScoringRun.objects.create(business_date=DATE)
    assert not shards_start(run.pk)
    settings.SHARD_ACCOUNTS = WIDTH
    night(DATE + DAY)
    assert not shards_start(run.pk)


@pytest.mark.django_db
def test_while_shards_are_on_their_way_no_second_night_is_queued(cast, in_shards):
    company(cast)
    run = ensure_night()
    Job.objects.all().delete()
    assert shards_start(run.pk)
    assert ensure_night() is None


class Obstacle:
    """A table that another session holds, so that shards stop before they write there."""

    def __init__(self, table: str) -> None:
        self.session = psycopg2.connect(database_url())
        self.session.cursor().execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")

    def remove(self) -> None:
        self.session.close()


def takers() -> set[str]:
    return set(NightShard.objects.exclude(worker="").values_list("worker", flat=True))


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_a_night_and_killing_one_loses_nothing(cast, celery_worker_process):
    company(cast)
    night()
    wanted = checksum()
    forget_all()
    environ = {"KAM_SHARD_ACCOUNTS": str(WIDTH), "KAM_TASK_REDELIVERY_SECONDS": "8"}
    obstacle = Obstacle("scoring_standing")
    first, second = (celery_worker_process(**environ) for _ in range(2))
    run = night_start(actor=cast.manager, date=DATE)
    until(lambda: len(takers()) == 2)
    os.killpg(first.pid, signal.SIGKILL)
    obstacle.remove()
    until(lambda: NightShard.objects.exclude(finished_at=None).exists())
    Job.objects.update(created_at=timezone.now() - dt.timedelta(minutes=1))
    until(lambda: sweep() == 0 or ScoringRun.objects.get(pk=run.pk).state == "done", 90)
    until(lambda: ScoringRun.objects.get(pk=run.pk).state == "done", 90)
    second.stop()
    assert checksum() == wanted
    assert {shard.worker.rpartition(" ")[2] for shard in NightShard.objects.all()} == {str(second.pid)}
