"""/api/v1/nights/: what the page of the nightly run tells and does, by API."""

from __future__ import annotations

import datetime as dt

import pytest

from journal.models import Job
from scoring.models import NightShard, ScoringRun
from tests.scoring.make import DATE, earners, night

NIGHTS = "/api/v1/nights/"
QUERIES = 3


def test_a_night_tells_what_its_page_tells(sign_in, api, cast):
    earners(cast.rep, 100, 60)
    run = night()
    NightShard.objects.create(run=run, first=0, last=9, worker="w1", rows=2, seconds=0.5, finished_at=run.finished_at)
    page = sign_in("manager").get(f"/rules/night/?run={run.pk}").context
    told = api("manager").get(f"{NIGHTS}{run.pk}/").json()
    assert (told["date"], told["state"], told["accounts"], told["rated"]) == (str(DATE), "done", 2, 2)
    assert (told["policy_version"], told["seconds"]) == (1, page["run"].seconds)
    assert told["steps"] == [{**step, "label": str(step["label"])} for step in page["steps"]]
    assert [(shard["first"], shard["worker"], shard["rows"]) for shard in told["shards"]] == [(0, "w1", 2)]
    progress = page["progress"]
    assert told["progress"] == {
        "done": progress.done, "total": progress.total, "text": str(progress.text), "is_under_way": False,
    }  # fmt: skip


def test_the_list_is_the_page_s(sign_in, api, cast):
    earners(cast.rep, 100)
    for day in (29, 31, 30):
        night(dt.date(2026, 3, day))
    shown = [run.pk for run in sign_in("manager").get("/rules/night/").context["runs"]]
    rows = api("manager").get(NIGHTS).json()["results"]
    assert [row["id"] for row in rows] == shown
    assert [row["is_published"] for row in rows] == [True, False, True]
    narrowed = api("manager").get(f"{NIGHTS}?since=2026-03-30&until=2026-03-30&state=done").json()["results"]
    assert [row["date"] for row in narrowed] == ["2026-03-30"]


def test_the_list_goes_on_by_cursor(api, cast):
    for day in range(1, 6):
        ScoringRun.objects.create(business_date=dt.date(2026, 3, day))
    client, url, dates = api("manager"), f"{NIGHTS}?page_size=2", []
    while url:
        page = client.get(url).json()
        dates += [row["date"] for row in page["results"]]
        url = page["next"]
    assert dates == [f"2026-03-0{day}" for day in (5, 4, 3, 2, 1)]


def test_a_date_is_queued_and_again(api, cast):
    client = api("manager")
    first = client.post(NIGHTS, {"date": "2026-03-31"})
    assert (first.status_code, first.json()["state"], first.json()["requested_by"]) == (202, "queued", cast.manager.pk)
    assert first.json()["progress"]["is_under_way"] is True
    waiting = client.post(NIGHTS, {"date": "2026-03-31"}).json()
    assert (waiting["id"], Job.objects.count()) == (first.json()["id"], 1)
    Job.objects.all().delete()
    night()
    again = client.post(NIGHTS, {"date": "2026-03-31"}).json()
    assert (again["id"], again["state"], again["steps"], Job.objects.get().args) == (
        first.json()["id"], "queued", [], [again["id"]],
    )  # fmt: skip


def test_without_a_date_it_is_yesterday_s(api, cast):
    assert api("manager").post(NIGHTS, {}).status_code == 202
    assert ScoringRun.objects.get().state == "queued"


def test_a_failure_is_told_in_its_words(api, cast):
    run = ScoringRun.objects.create(business_date=DATE, state="failed", error="disk full")
    told = api("manager").get(f"{NIGHTS}{run.pk}/").json()
    assert (told["state"], told["error"], told["policy_version"]) == ("failed", "disk full", None)


@pytest.mark.parametrize("date", ["2999-01-01", "1700-01-01", "yesterday", 7])
def test_a_day_that_cannot_be_is_refused_by_its_field(api, cast, date):
    answer = api("manager").post(NIGHTS, {"date": date})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["date"])
    assert not ScoringRun.objects.exists()


@pytest.mark.parametrize("name", ["rep", "integration"])
def test_who_does_not_lead_neither_reads_nor_starts(api, cast, name):
    run = night()
    client = api(name)
    assert client.get(NIGHTS).json()["results"] == []
    assert client.get(f"{NIGHTS}{run.pk}/").status_code == 404
    assert client.post(NIGHTS, {"date": "2026-03-30"}).status_code == 403
    assert ScoringRun.objects.get() == run
    assert not Job.objects.exists()


@pytest.mark.parametrize("count", [2, 20])
def test_as_many_queries_at_any_size(api, cast, count, django_assert_num_queries):
    for day in range(count):
        run = ScoringRun.objects.create(business_date=DATE - dt.timedelta(days=day), requested_by=cast.manager)
        NightShard.objects.bulk_create(NightShard(run=run, first=n, last=n) for n in range(count))
    client = api("manager")
    client.get(NIGHTS)
    with django_assert_num_queries(QUERIES):
        assert len(client.get(NIGHTS).json()["results"]) == count
    with django_assert_num_queries(QUERIES + 1):
        assert len(client.get(f"{NIGHTS}{run.pk}/").json()["shards"]) == count
