"""Policy and night, as who leads sees and changes them."""

from __future__ import annotations

import datetime as dt

import pytest

from journal.models import Job
from scoring.models import ScoringRun, TierPolicy
from scoring.services import policy_draft, what_if_now
from tests.permissions.scoring import POLICY
from tests.scoring.make import DATE, earners, night


def test_a_draft_is_typed_in_per_cent(sign_in, cast):
    response = sign_in("manager").post("/rules/tiers/new/", {**POLICY, "slim_margin": "2.5", "reason": "try"})
    assert (response.status_code, response.headers["Location"]) == (302, "/rules/tiers/2/")
    draft = TierPolicy.objects.get(version=2)
    assert (str(draft.slim_margin), str(draft.gold_share), draft.window_months) == ("0.0250", "0.8000", 24)


def test_the_form_starts_from_the_active_version_or_another(sign_in, cast):
    client = sign_in("manager")
    assert 'value="80"' in client.get("/rules/tiers/new/").content.decode()
    TierPolicy.objects.create(version=7, state="retired", window_months=36)
    assert 'value="36"' in client.get("/rules/tiers/new/?from=7").content.decode()


@pytest.mark.parametrize("typed", ["99", "x", "-1", "1" * 30])
def test_starting_from_a_version_that_is_not_there(sign_in, cast, typed):
    assert sign_in("manager").get(f"/rules/tiers/new/?from={typed}").status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"gold_share": "10"}, {"slim_margin": "NaN"}, {"buffer": "101"}, {"window_months": "0"}, {"patience": ""}]
)
def test_values_that_cannot_be_keep_what_was_typed(sign_in, cast, wrong):
    response = sign_in("manager").post("/rules/tiers/new/", {**POLICY, "reason": "my try", **wrong})
    assert response.status_code == 422
    assert "my try" in response.content.decode()
    assert TierPolicy.objects.count() == 1


def test_a_draft_shows_who_would_move(sign_in, cast):
    earners(cast.rep, 100, 60, 30, 20, 10, months=6)
    night()
    what_if_now(policy_draft(actor=cast.manager, platinum_share=0))
    page = sign_in("manager").get("/rules/tiers/2/")
    assert page.context["what_if"].moved == 1
    assert "1 of 5 accounts would move" in page.content.decode()


def test_without_a_night_nobody_can_say(sign_in, cast):
    policy_draft(actor=cast.manager, platinum_share=0)
    assert "nobody can say yet" in sign_in("manager").get("/rules/tiers/2/").content.decode()


def test_activation_asks_why(sign_in, cast):
    policy_draft(actor=cast.manager, window_months=24)
    client = sign_in("manager")
    assert client.post("/rules/tiers/2/", {"reason": "", "revision": 1}).status_code == 422
    assert client.post("/rules/tiers/2/", {"reason": "longer memory", "revision": 1}).status_code == 302
    assert "longer memory" in client.get("/rules/tiers/").content.decode()


def test_a_retired_version_cannot_be_activated_from_its_page(sign_in, cast):
    TierPolicy.objects.create(version=2, state="retired")
    assert sign_in("manager").post("/rules/tiers/2/", {"reason": "x", "revision": 1}).status_code == 422
    assert TierPolicy.objects.get(state="active").version == 1


def test_run_now_queues_and_shows_its_progress(sign_in, cast):
    client = sign_in("manager")
    response = client.post("/rules/night/start/", {"date": "2026-03-31"})
    run = ScoringRun.objects.get()
    assert response.headers["Location"] == f"/rules/night/?run={run.pk}"
    assert Job.objects.get().args == [run.pk]
    body = client.get(f"/rules/night/{run.pk}/progress/").content.decode()
    assert "Waiting for a worker" in body
    assert "load delay:1s" in body


def test_a_run_that_is_done_asks_no_more(sign_in, cast):
    earners(cast.rep, 100)
    run = night()
    body = sign_in("manager").get(f"/rules/night/{run.pk}/progress/").content.decode()
    assert "load delay" not in body
    assert "1 accounts, 1 of them rated" in body
    assert "Ranks" in body


def test_a_failure_is_told_in_its_words(sign_in, cast):
    raw = 'OperationalError: could not extend file "base/5/2666": No space left on device'
    run = ScoringRun.objects.create(business_date=DATE, state="failed", error=raw)
    body = sign_in("manager").get(f"/rules/night/{run.pk}/progress/").content.decode()
    assert "The disk of the database is full. Free some space, then run it again." in body
    assert "The tiers published before stand." in body
    assert f'name="date" value="{DATE.isoformat()}"' in body
    assert "No space left on device" in body.partition("<details")[2]


def test_the_row_below_goes_with_the_progress(sign_in, cast):
    run = ScoringRun.objects.create(business_date=DATE, state="queued")
    body = sign_in("manager").get(f"/rules/night/{run.pk}/progress/").content.decode()
    assert f'<tr id="night-{run.pk}" hx-swap-oob="true">' in body.partition("<template>")[2]


@pytest.mark.parametrize("date", ["2999-01-01", "yesterday"])
def test_a_day_that_cannot_be_is_refused_on_the_page(sign_in, cast, date):
    response = sign_in("manager").post("/rules/night/start/", {"date": date})
    assert response.status_code == 422
    assert not ScoringRun.objects.exists()


def test_the_runs_are_listed_with_who_asked(sign_in, cast):
    sign_in("director").post("/rules/night/start/", {"date": "2026-03-31"})
    night(dt.date(2026, 3, 30))
    body = sign_in("manager").get("/rules/night/").content.decode()
    assert "Director" in body
    assert "not published" in body
