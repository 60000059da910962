"""Real processes: a worker killed in the middle of the night, a broker that is away (faults 44, 45, 48)."""

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
from scoring.models import Alert, ScoringRun, TierDecision
from scoring.services import night_now, night_start
from tests.scoring.make import DATE, earners, night
from tests.scoring.proof import checksum
from tests.scoring.waiting import forked, nobody_works, until
from tests.workers import database_url

pytestmark = pytest.mark.django_db(transaction=True)


class Obstacle:
    """A table that another session holds, so that the night stops before it writes there."""

    def __init__(self, table: str) -> None:
        self.session = psycopg2.connect(database_url())
        self.session.cursor().execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")

    def remove(self) -> None:
        self.session.close()


def steps_done() -> list[str]:
    return [step["name"] for step in ScoringRun.objects.get(business_date=DATE).steps]


@pytest.fixture
def expected(cast):
    """A company, and the checksum of what its night must leave; nothing is left of that night itself."""
    earners(cast.rep, *range(100, 60, -1), -5, months=6)
    night()
    wanted = checksum()
    _forget()
    return wanted


def _forget() -> None:
    TierDecision.objects.all().delete()
    ScoringRun.objects.all().delete()
    Account.objects.update(tier="", tier_since=None, scored_at=None)
    Alert.objects.all().delete()


@pytest.mark.parametrize(
    ("table", "last"),
    [
        ("scoring_tierdecision", "070_change"),
        ("accounts_account", "160_causes_end"),
        ("scoring_alert", "125_causes"),
    ],
)
def test_a_worker_killed_at_any_step_has_one_effect(cast, expected, celery_worker_process, table, last):
    obstacle = Obstacle(table)
    first = celery_worker_process(KAM_TASK_REDELIVERY_SECONDS="8")
    night_start(actor=cast.manager, date=DATE)
    until(lambda: last in steps_done())
    os.killpg(first.pid, signal.SIGKILL)
    obstacle.remove()
    until(nobody_works)
    assert not TierDecision.objects.exists()
    second = celery_worker_process(KAM_TASK_REDELIVERY_SECONDS="8")
    Job.objects.update(created_at=timezone.now() - dt.timedelta(minutes=1))
    sweep()
    until(lambda: ScoringRun.objects.get(business_date=DATE).state == "done")
    until(lambda: Job.objects.get(task="scoring.run_night").state == "done")
    second.stop()
    assert checksum() == expected
    assert ScoringRun.objects.get().starts == 2


class Halt:
    """Stops a night where it tells on its second connection that it has done so many steps: there it waits for us."""

    LOCK = 4711

    def __init__(self, steps: int) -> None:
        self.session = psycopg2.connect(database_url())
        self.session.autocommit = True
        self._say(f"SELECT pg_advisory_lock({self.LOCK})")
        self._say(
            "CREATE OR REPLACE FUNCTION halt() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN PERFORM pg_advisory_xact_lock({self.LOCK}); RETURN NEW; END $$"
        )
        self._say(
            "CREATE TRIGGER halt BEFORE UPDATE ON scoring_scoringrun FOR EACH ROW "
            f"WHEN (jsonb_array_length(NEW.steps) = {steps}) EXECUTE FUNCTION halt()"
        )

    def has_stopped_it(self) -> bool:
        with self.session.cursor() as cursor:
            cursor.execute(
                f"SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = {self.LOCK} AND NOT granted"
            )
            return cursor.fetchone() is not None

    def remove(self) -> None:
        self._say(f"SELECT pg_advisory_unlock({self.LOCK})")
        self._say("DROP TRIGGER halt ON scoring_scoringrun")
        self._say("DROP FUNCTION halt")
        self.session.close()

    def _say(self, statement: str) -> None:
        with self.session.cursor() as cursor:
            cursor.execute(statement)


def test_killed_in_each_of_its_steps_it_leaves_nothing_and_then_the_same_history(expected):
    nothing = checksum()
    planned = len(night().steps)
    _forget()
    for done in range(planned + 1):
        halt = Halt(done)
        child = forked(lambda: night_now(DATE))
        until(halt.has_stopped_it)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        halt.remove()
        until(nobody_works)
        assert checksum() == nothing
    for _again in range(3):
        night()
        assert checksum() == expected


def test_progress_is_seen_while_it_runs(cast, expected, celery_worker_process):
    obstacle = Obstacle("scoring_alert")
    celery_worker_process()
    run = night_start(actor=cast.manager, date=DATE)
    until(lambda: "125_causes" in steps_done())
    run.refresh_from_db()
    assert (run.state, run.finished_at) == ("running", None)
    assert all(step["seconds"] >= 0 for step in run.steps)
    obstacle.remove()
    until(lambda: ScoringRun.objects.get(pk=run.pk).state == "done")


def test_asked_for_while_the_broker_is_away_it_runs_when_it_is_back(cast, expected, broker, celery_worker_process):
    broker.stop()
    run = night_start(actor=cast.manager, date=DATE)
    assert (run.state, Job.objects.get(task="scoring.run_night").state) == ("queued", "queued")
    broker.start()
    celery_worker_process()
    Job.objects.update(created_at=timezone.now() - dt.timedelta(minutes=1))
    assert sweep() == 1
    until(lambda: ScoringRun.objects.get(pk=run.pk).state == "done")
    assert checksum() == expected


def test_the_command_and_a_worker_follow_one_another(cast, expected, spawn, celery_worker_process):
    obstacle = Obstacle("scoring_alert")
    celery_worker_process()
    night_start(actor=cast.manager, date=DATE)
    until(lambda: "125_causes" in steps_done())
    command = spawn("manage.py", "score", "--date", DATE.isoformat(), "--json")
    obstacle.remove()
    assert command.wait(60) == 0
    until(lambda: Job.objects.get(task="scoring.run_night").state == "done")
    assert checksum() == expected
    assert ScoringRun.objects.get().state == "done"
