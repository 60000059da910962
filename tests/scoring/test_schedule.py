"""The night comes by itself, once a date, whatever the clock does."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from foundation.errors import Forbidden, RuleBroken
from journal.models import Event, Job
from scoring.models import ScoringRun
from scoring.queries.runs import progress
from scoring.services import ensure_night, night_now, night_start, run_night
from teams.models import Company


@pytest.fixture
def berlin(cast):
    """A company in Berlin whose night comes at two, the hour that summer time takes away and gives back."""
    company = Company.current()
    company.timezone, company.night_hour = "Europe/Berlin", 2
    company.save()


def hourly(start: str, hours: int) -> list[dt.date]:
    """ensure_night at five past each hour; the dates it queued. Each is computed at once, as by a worker."""
    queued = []
    moment = dt.datetime.fromisoformat(start).replace(tzinfo=dt.UTC)
    for hour in range(hours):
        with time_machine.travel(moment + dt.timedelta(hours=hour, minutes=5), tick=False):
            if run := ensure_night():
                run_night(run.pk)
                queued.append(run.business_date)
    return queued


@pytest.mark.parametrize("start", ["2026-03-28", "2026-10-24", "2026-06-01"])
def test_a_date_each_day_through_both_changes_of_summer_time(berlin, start):
    first = dt.date.fromisoformat(start) - dt.timedelta(days=1)
    assert hourly(f"{start} 12:00", 72) == [first + dt.timedelta(days=n) for n in range(4)]


def test_a_clock_set_back_runs_nothing_twice(berlin):
    assert hourly("2026-06-01 12:00", 24) == [dt.date(2026, 5, 31), dt.date(2026, 6, 1)]
    assert hourly("2026-06-01 23:00", 5) == []
    assert hourly("2026-06-01 12:00", 24) == []


def test_after_days_without_power_the_last_night_is_made_good(berlin):
    hourly("2026-06-01", 1)
    assert hourly("2026-06-09 09:00", 2) == [dt.date(2026, 6, 8)]


def test_a_night_on_its_way_is_not_queued_again(cast):
    assert ensure_night() is not None
    assert ensure_night() is None
    assert Job.objects.count() == 1


def test_a_night_by_hand_before_its_day_is_over_does_not_stand_for_the_real_one(berlin):
    with time_machine.travel(dt.datetime(2026, 6, 1, 8, tzinfo=dt.UTC), tick=False):
        night_now(dt.date(2026, 6, 1))
    assert hourly("2026-06-02 06:00", 2) == [dt.date(2026, 6, 1)]


def test_a_failed_night_is_tried_again(cast):
    run = ensure_night()
    Job.objects.update(state="failed")
    ScoringRun.objects.update(state="failed")
    assert ensure_night() == run
    assert Job.objects.filter(state="queued").count() == 1


def test_by_hand_from_the_page_it_is_queued_and_told(cast):
    run = night_start(actor=cast.manager, date=dt.date(2026, 3, 31))
    assert (run.state, run.requested_by) == ("queued", cast.manager)
    assert Event.objects.get(verb="night.requested").changes == {"date": "2026-03-31"}
    assert night_start(actor=cast.manager, date=dt.date(2026, 3, 31)) == run
    assert Job.objects.count() == 1


def test_while_it_is_computed_again_the_old_decisions_stand(cast):
    done = night_now(dt.date(2026, 3, 31))[0]
    run = night_start(actor=cast.manager, date=dt.date(2026, 3, 31))
    assert (run.state, run.finished_at) == ("queued", done.finished_at)


def test_a_rep_may_not(cast):
    with pytest.raises(Forbidden):
        night_start(actor=cast.rep)
    assert not ScoringRun.objects.exists()


@pytest.mark.parametrize("days", [1, 400])
def test_a_day_that_has_not_come_cannot_be_scored(cast, days):
    with pytest.raises(RuleBroken):
        night_now(timezone.localdate() + dt.timedelta(days=days + 1))


def test_without_a_date_it_is_yesterday_in_the_companys_zone(cast):
    """It is the 23rd in Shanghai already."""
    with time_machine.travel(dt.datetime(2026, 11, 22, 17, tzinfo=dt.UTC)):
        assert night_now()[0].business_date == dt.date(2026, 11, 22)


@pytest.mark.parametrize(("days", "told"), [(0, "within the hour"), (3, "not tried again by itself")])
def test_a_failed_night_is_tried_again_only_where_it_says_so(berlin, days, told):
    with time_machine.travel(dt.datetime(2026, 6, 10, 12, tzinfo=dt.UTC), tick=False):
        date = dt.date(2026, 6, 9) - dt.timedelta(days=days)
        run = ScoringRun.objects.create(business_date=date, state="failed")
        assert told in str(progress(run).text)
        queued = ensure_night()
    assert (queued == run) == (days == 0)
