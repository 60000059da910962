"""Nightly runs through the API: what their page shows and starts, by the same rules."""

from __future__ import annotations

import datetime as dt

import pytest

from journal.models import Event, Job
from scoring.models import ScoringRun
from tests.scoring.make import DATE, earners, night

NIGHTS = "/api/v1/nights/"


def test_a_run_is_told_as_its_page_shows_it(api, sign_in, cast):
    earners(cast.rep, 100, 50)
    run = night()
    shown = sign_in("manager").get(f"/rules/night/?run={run.pk}").context
    told = api("manager").get(f"{NIGHTS}{run.pk}/").json()
    assert (told["date"], told["state"], told["accounts"], told["rated"]) == ("2026-03-31", "done", 2, 2)
    assert told["seconds"] == run.seconds
    assert "profit" not in told, "of the whole company: whoever leads a team reads this"
    assert [(step["name"], step["rows"], step["seconds"]) for step in told["steps"]] == [
        (step["name"], step["rows"], step["seconds"]) for step in shown["steps"]
    ]
    assert (told["progress"]["done"], told["progress"]["total"]) == (shown["progress"].done, shown["progress"].total)
    assert told["policy_version"] == run.policy.version


def test_a_date_is_queued_once_and_again_when_it_is_done(api, cast):
    client = api("manager")
    first = client.post(NIGHTS, {"date": "2026-03-31"}, format="json")
    assert (first.status_code, first.json()["state"], first.json()["requested_by"]) == (202, "queued", cast.manager.pk)
    assert client.post(NIGHTS, {"date": "2026-03-31"}, format="json").json()["id"] == first.json()["id"]
    assert Job.objects.filter(task="scoring.run_night").count() == 1
    Job.objects.all().delete()
    night()
    again = client.post(NIGHTS, {"date": "2026-03-31"}, format="json").json()
    assert (again["id"], again["state"]) == (first.json()["id"], "queued")
    assert again["finished_at"]
    assert Event.objects.filter(verb="night.requested").count() == 2


def test_the_latest_first_and_narrowed(api):
    for days in range(3):
        ScoringRun.objects.create(business_date=DATE - dt.timedelta(days=days), state="failed" if days else "done")
    client = api("manager")

    def dates(query=""):
        return [row["date"] for row in client.get(f"{NIGHTS}{query}").json()["results"]]

    assert dates() == ["2026-03-31", "2026-03-30", "2026-03-29"]
    assert dates("?state=failed") == ["2026-03-30", "2026-03-29"]
    assert dates("?date=2026-03-30") == ["2026-03-30"]
    assert client.get(f"{NIGHTS}?steps=1").status_code == 400
    page = client.get(f"{NIGHTS}?page_size=2").json()
    assert [row["date"] for row in client.get(page["next"]).json()["results"]] == ["2026-03-29"]


@pytest.mark.parametrize("date", ["2999-01-01", "1870-01-01", "soon", 7])
def test_a_date_that_cannot_be(api, date):
    answer = api("manager").post(NIGHTS, {"date": date}, format="json")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["date"])
    assert not ScoringRun.objects.exists()


@pytest.mark.parametrize("who", ["rep", "integration"])
def test_who_does_not_lead_reads_and_starts_nothing(api, who):
    events = Event.objects.count()
    assert api(who).get(NIGHTS).status_code == 403
    assert api(who).post(NIGHTS, {"date": "2026-03-31"}, format="json").status_code == 403
    assert (ScoringRun.objects.count(), Job.objects.count(), Event.objects.count()) == (0, 0, events)


@pytest.mark.parametrize("count", [2, 20])
def test_the_list_asks_as_much_at_any_size(api, count, django_assert_num_queries):
    for days in range(count):
        ScoringRun.objects.create(business_date=DATE - dt.timedelta(days=days))
    client = api("manager")
    client.get(NIGHTS)
    with django_assert_num_queries(3):
        assert len(client.get(NIGHTS).json()["results"]) == count
