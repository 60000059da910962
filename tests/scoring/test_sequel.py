"""What follows a night follows it, whatever becomes of the fit; and a fit that fails is told, and tried again."""

from __future__ import annotations

import contextlib
import datetime as dt

import pytest
from django.db import IntegrityError, connection
from django.urls import reverse

from foundation.errors import Forbidden
from journal import jobs
from journal.models import Event, Job, JobState
from scoring import tasks
from scoring.models import ChurnFit, ScoringRun
from scoring.queries.fits import FIT, MOST_TRIES, failed_fit
from scoring.services import ensure_fit, fit_start
from tests.scoring.make import DATE, earners, night

DAY = dt.timedelta(days=1)


def refuse_fits() -> None:
    """From here on the database really refuses each fit: as a full disk does, only that the test can end it."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE scoring_churnfit ADD CONSTRAINT refused CHECK (as_of < '2000-01-01') NOT VALID")


def take_fits() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE scoring_churnfit DROP CONSTRAINT refused")


def work() -> None:
    """Runs the fits that wait, as a worker does."""
    for job in Job.objects.filter(task=FIT, state=JobState.QUEUED):
        with contextlib.suppress(IntegrityError):
            jobs.run(job.pk)


@pytest.fixture
def run(cast) -> ScoringRun:
    """A night whose fit was made."""
    earners(cast.rep, 100)
    run = night()
    tasks.finish_night(run.pk)
    work()
    return run


@pytest.fixture
def failed(run) -> ScoringRun:
    """The next night, whose fit failed."""
    refuse_fits()
    following = night(DATE + DAY)
    tasks.finish_night(following.pk)
    work()
    return following


def test_a_fit_follows_its_night(run):
    assert ChurnFit.objects.get().as_of == DATE
    assert failed_fit() is None
    assert ensure_fit() is None


def test_a_fit_that_fails_leaves_the_alerts_to_be_judged(failed):
    assert Job.objects.filter(task="scoring.judge_alerts").count() == 2
    assert "refused" in Job.objects.get(task=FIT, state=JobState.FAILED).error


def test_what_stands_and_since_when_is_told(failed):
    failure = failed_fit()
    assert (failure.night, failure.tries, failure.stands.as_of) == (failed, 1, DATE)


def test_the_clock_tries_again_and_it_stands(failed):
    take_fits()
    assert ensure_fit() is not None
    assert failed_fit() is None  # on its way
    work()
    assert ChurnFit.objects.latest("as_of").as_of == failed.business_date
    assert failed_fit() is None
    assert ensure_fit() is None


def test_two_schedulers_have_one_effect(failed):
    assert [ensure_fit() is not None, ensure_fit() is not None] == [True, False]
    assert Job.objects.filter(task=FIT, state=JobState.QUEUED).count() == 1


def test_it_is_given_up_after_a_few_times(failed):
    for _hour in range(10):
        ensure_fit()
        work()
    assert Job.objects.filter(task=FIT, state=JobState.FAILED).count() == MOST_TRIES
    assert not failed_fit().is_tried_again


def test_the_next_night_begins_anew(failed):
    take_fits()
    tasks.finish_night(night(DATE + 2 * DAY).pk)
    work()
    assert failed_fit() is None


@pytest.mark.parametrize(("who", "may"), [("rep", False), ("manager", True), ("admin", True)])
def test_the_page_says_so_and_who_may_runs_it_again(sign_in, failed, who, may):
    client = sign_in(who)
    body = client.get("/churn/").content.decode()
    assert "could not be fitted after the night of" in body
    assert "The risks shown are still those of" in body
    assert "tried again within the hour" in body
    assert ("Fit again" in body, "scoring_churnfit" in body) == (may, may)
    assert client.post(reverse("fit_start")).status_code == (302 if may else 403)
    assert Job.objects.filter(task=FIT, state=JobState.QUEUED).exists() is may


def test_by_hand_also_when_the_clock_has_given_up(cast, failed):
    for _hour in range(MOST_TRIES):
        ensure_fit()
        work()
    take_fits()
    assert fit_start(actor=cast.manager) == failed
    assert fit_start(actor=cast.manager) == failed
    assert Event.objects.filter(verb="churn_fit.requested").count() == 1
    work()
    assert failed_fit() is None
    with pytest.raises(Forbidden):
        fit_start(actor=cast.rep)


def test_by_hand_before_any_night_is_refused(sign_in, cast):
    client = sign_in("manager")
    client.post(reverse("fit_start"))
    assert "There is no night yet" in client.get("/churn/").content.decode()


def test_while_it_is_on_its_way_that_is_said(sign_in, cast, failed):
    fit_start(actor=cast.manager)
    assert "is on its way" in sign_in("rep").get("/churn/").content.decode()


def test_through_the_api(api, cast, failed):
    client = api("manager")
    told = client.get("/api/v1/churn-fits/state/").json()
    assert (told["failed"], told["tries"], told["stands_as_of"]) == (True, 1, DATE.isoformat())
    assert "could not be fitted" in told["what"]
    once = {"Idempotency-Key": "fit again"}
    answer = client.post("/api/v1/churn-fits/", {}, format="json", headers=once)
    assert (answer.status_code, answer.json()["failed"]) == (202, False)
    Job.objects.filter(task="scoring.fit_churn").update(state="done")
    again = client.post("/api/v1/churn-fits/", {}, format="json", headers=once)
    assert (again.content, again["Idempotent-Replayed"]) == (answer.content, "true")
    assert not Job.objects.filter(task="scoring.fit_churn", state="queued").exists()
    assert client.get("/api/v1/churn-fits/state/").json()["what"] == ""
