"""However often a night runs, and whoever started it: one effect, and the same rows."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection

from journal.models import Job
from scoring.models import Alert, ScoringRun, TierDecision
from scoring.queries import explain
from scoring.services import ensure_night, night_now, policy_draft, run_night
from tests.scoring.make import DATE, book, decision, earners, night, put_in_force
from tests.scoring.proof import checksum


def test_three_runs_leave_the_same_rows(cast):
    earners(cast.rep, 100, 60, 30, 20, 10, -4, months=6)
    night()
    first = checksum()
    night()
    night()
    assert checksum() == first


def test_a_rerun_rewrites_nothing(cast):
    earners(cast.rep, 100, -4)
    night()
    steps = {step["name"]: step["rows"] for step in night().steps}
    assert [steps[name] for name in ("080_history", "170_publish", "150_open_alerts")] == [0, 0, 0]


def test_a_rerun_after_later_nights_judges_by_the_night_before_its_own_date(cast):
    (account,) = earners(cast.rep, 100)
    dates = [DATE, dt.date(2026, 4, 1), dt.date(2026, 4, 2)]
    for date in dates:
        night(date)
    before = checksum()
    night(dates[1])
    assert checksum() == before
    assert decision(account, dates[1]).tier_before == "platinum"


def test_rows_that_come_late_count_in_the_next_night_and_the_old_decision_stays(cast):
    (account,) = earners(cast.rep, 100)
    night()
    before = checksum(date=DATE)
    book(account, -900, 0, DATE - dt.timedelta(days=3))
    following = DATE + dt.timedelta(days=1)
    night(following)
    assert checksum(date=DATE) == before
    assert (decision(account).tier, decision(account, following).tier) == ("platinum", "lead")


def test_run_by_hand_again_late_rows_count_for_the_old_date_too(cast):
    (account,) = earners(cast.rep, 100)
    night()
    book(account, -900, 0)
    run, was_done = night_now(DATE)
    assert (was_done, decision(account).tier) == (True, "lead")
    assert ScoringRun.objects.get() == run


def test_a_queued_night_that_is_done_by_then_is_left_alone(cast):
    earners(cast.rep, 100)
    run = night()
    finished = run.finished_at
    assert run_night(run.pk).finished_at == finished


def test_a_failure_leaves_the_night_before_as_it_was(cast, monkeypatch):
    (account,) = earners(cast.rep, 100)
    run = night()
    before = checksum()
    book(account, 1, 0)
    connection.cursor().execute("ALTER TABLE scoring_alert RENAME COLUMN facts TO broken")
    with pytest.raises(Exception, match="facts"):
        run_night(run.pk, again=True)
    connection.cursor().execute("ALTER TABLE scoring_alert RENAME COLUMN broken TO facts")
    run.refresh_from_db()
    assert (run.state, "facts" in run.error) == ("failed", True)
    assert run.finished_at is not None
    assert checksum() == before


def test_a_failure_under_another_version_leaves_the_one_that_decided(cast):
    rows = earners(cast.rep, 100, 60, 30, months=12)
    night()
    before = checksum()
    put_in_force(policy_draft(actor=cast.director, window_months=6), actor=cast.director)
    connection.cursor().execute("ALTER TABLE scoring_alert RENAME COLUMN facts TO broken")
    with pytest.raises(Exception, match="facts"):
        night_now(DATE)
    connection.cursor().execute("ALTER TABLE scoring_alert RENAME COLUMN broken TO facts")
    why = explain(rows[0])
    assert (why.policy.version, why.first_day, checksum()) == (1, dt.date(2025, 4, 1), before)
    night(DATE + dt.timedelta(days=1))
    night_now(DATE)
    assert explain(rows[0], ScoringRun.objects.get(business_date=DATE)).policy.version == 1


@pytest.mark.django_db(transaction=True)
def test_three_at_once_leave_what_one_leaves(cast):
    earners(cast.rep, *range(100, 60, -1), months=6)
    night()
    expected = checksum()
    TierDecision.objects.all().delete()
    Alert.objects.all().delete()
    ScoringRun.objects.all().delete()
    run = ScoringRun.objects.create(business_date=DATE)
    at_once(lambda: run_night(run.pk), 3)
    assert checksum() == expected
    assert ScoringRun.objects.get().starts == 1


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_queue_one_night(cast):
    at_once(ensure_night, 4)
    assert ScoringRun.objects.count() == 1
    assert Job.objects.filter(task="scoring.run_night").count() == 1


def at_once(work, times: int) -> None:
    """Runs `work` in that many threads, each with a connection of its own, and raises what any of them raised."""
    errors: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not errors, errors
