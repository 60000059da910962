"""Reviews, adjustments, development records and performance reviews: in by a file, out by a file, twice is once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from foundation import clock
from pipeline.models import (
    Adjustment,
    AgreedAction,
    Development,
    DevelopmentEntry,
    OpportunityReview,
    PerformanceReview,
)
from tests.pipeline.make import close, opportunity

from .test_import_deals import exported

LONG_AGO = dt.date(2025, 1, 2)


@pytest.fixture
def deal(account: Any) -> Any:
    account.external_id = "A1"
    account.save()
    row = opportunity(account, external_id="D1")
    type(row).objects.filter(pk=row.pk).update(opened_on=LONG_AGO)
    return row


REVIEWS = (
    "opportunity,at,by,answer_1,evidence_1,answer_2,note\nD1,2025-03-04 09:30,rep@kam.example,是,They signed,no,Go on\n"
)
DEVELOPMENTS = (
    "account_external_id,goal,step,state,competitor,started_on,ended_on,failed_reason,lesson\n"
    "A1,Their second plant,3,failed,Norvik,2025-01-05,2025-06-01,price,Ask for the budget first\n"
    "A1,Their third plant,2,under way,,2025-07-01,,,\n"
)
ENTRIES = (
    "account_external_id,goal,step,on,by,note,documents\n"
    'A1,Their second plant,1,2025-02-03,rep@kam.example,Met the buyer,"https://a.example/plan\nOffer 7"\n'
)
PERFORMANCE = "person,starts_on,ends_on,results,gaps\nrep@kam.example,2025-01-01,2025-03-31,Ahead,Too few visits\n"
AGREED = "person,starts_on,ends_on,action,due_on,owner\nrep@kam.example,2025-01-01,2025-03-31,Visit ten,2025-05-01,\n"


def adjustments() -> str:
    day = clock.today().isoformat()
    return (
        "person,team,period,starts_on,measure,amount,reason\n"
        f"rep@kam.example,,quarter,{day},commit,-500.25,Slips\n,North,year,{day},best case,900,A tender\n"
    )


def test_a_review_comes_with_its_answers_as_of_then(deal: Any, load: Any) -> None:
    assert load("reviews", REVIEWS).counts == (1, 0, 0)
    row = OpportunityReview.objects.get()
    assert (row.by.name, row.at.isoformat()[:10], row.score, row.note) == ("Rep", "2025-03-04", 2, "Go on")
    told = row.answers.order_by("question__position").values_list("answer", "evidence")[:3]
    assert list(told) == [("yes", "They signed"), ("no", ""), ("unknown", "")]


def test_reviews_go_out_and_in_again_unchanged(deal: Any, load: Any, sign_in: Any) -> None:
    load("reviews", REVIEWS)
    file = exported(sign_in("rep"), "/pipeline/reviews/export.csv")
    assert load("reviews", file).counts == (0, 0, 1)
    OpportunityReview.objects.all().delete()
    assert load("reviews", file).counts == (1, 0, 0)


def test_a_closed_deal_may_have_been_reviewed_before(deal: Any, load: Any) -> None:
    close(deal, "lost")
    assert load("reviews", REVIEWS).counts == (1, 0, 0)


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("D9,2025-03-04 09:30,,yes,,,", "opportunity"),
        ("D1,2999-03-04 09:30,,yes,,,", "at"),
        ("D1,2024-03-04 09:30,,yes,,,", "at"),
        ("D1,2025-03-05 09:30,nobody,yes,,,", "by"),
        ("D1,2025-03-05 09:30,,perhaps,,,", "answer_1"),
    ],
)
def test_a_review_that_cannot_be_refuses_the_file(line: str, column: str, deal: Any, load: Any) -> None:
    outcome = load("reviews", f"{REVIEWS}{line}\n")
    assert (outcome.problems, OpportunityReview.objects.count()) == ([(3, column)], 0)


def test_a_kept_review_is_not_rewritten(deal: Any, load: Any) -> None:
    load("reviews", REVIEWS)
    assert load("reviews", REVIEWS.replace("是", "no")).refused
    assert OpportunityReview.objects.get().score == 2


def test_adjustments_go_out_and_in_again_unchanged(deal: Any, load: Any, sign_in: Any) -> None:
    assert load("adjustments", adjustments()).counts == (2, 0, 0)
    assert load("adjustments", adjustments()).counts == (0, 0, 2)
    file = exported(sign_in("director"), "/reports/forecast/adjustments/export.csv")
    assert load("adjustments", file).counts == (0, 0, 2)
    assert Adjustment.objects.count() == 2


def test_who_does_not_lead_adjusts_nothing(deal: Any, load: Any) -> None:
    assert load("adjustments", adjustments(), "--as", "rep@kam.example").refused
    assert not Adjustment.objects.exists()


def test_development_records_come_with_their_end_and_entries(deal: Any, load: Any) -> None:
    assert load("developments", DEVELOPMENTS).counts == (2, 0, 0)
    assert load("development_entries", ENTRIES).counts == (1, 0, 0)
    row = Development.objects.get(state="failed")
    assert (row.step.position, row.lesson, str(row.ended_on)) == (3, "Ask for the budget first", "2025-06-01")
    assert [entry.documents for entry in row.entries.all()] == ["https://a.example/plan\nOffer 7"]


def test_development_records_go_out_and_in_again_unchanged(deal: Any, load: Any, sign_in: Any) -> None:
    load("developments", DEVELOPMENTS)
    load("development_entries", ENTRIES)
    client = sign_in("rep")
    assert load("developments", exported(client, "/pipeline/development/export.csv")).counts == (0, 0, 2)
    entries = exported(client, "/pipeline/development/entries/export.csv")
    assert load("development_entries", entries).counts == (0, 0, 1)
    assert DevelopmentEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("A1,A fourth,1,under way,,2025-07-02,,,", "account"),
        ("A1,A fourth,1,failed,,2025-07-02,2025-08-01,price,", "lesson"),
        ("A1,A fourth,1,won,,2025-07-02,,,", "ended_on"),
        ("A1,A fourth,1,won,,2025-07-02,2025-07-01,,", "ended_on"),
        ("A1,A fourth,9,won,,2025-07-02,2025-07-03,,", "step"),
        ("A1,A fourth,1,won,,2999-07-02,2999-07-03,,", "started_on"),
    ],
)
def test_a_development_that_cannot_be_refuses_the_file(line: str, column: str, deal: Any, load: Any) -> None:
    outcome = load("developments", f"{DEVELOPMENTS}{line}\n")
    assert (outcome.problems, Development.objects.count()) == ([(4, column)], 0)


def test_performance_reviews_and_what_was_agreed_come_in_once(deal: Any, load: Any, sign_in: Any) -> None:
    assert load("performance_reviews", PERFORMANCE).counts == (1, 0, 0)
    assert load("agreed_actions", AGREED).counts == (1, 0, 0)
    assert load("performance_reviews", PERFORMANCE).counts == (0, 0, 1)
    client = sign_in("director")
    assert load("agreed_actions", exported(client, "/performance/actions/export.csv")).counts == (0, 0, 1)
    assert load("performance_reviews", PERFORMANCE.replace("Ahead", "Behind")).counts == (0, 1, 0)
    row = PerformanceReview.objects.get()
    assert (row.results, row.gaps, AgreedAction.objects.get().owner) == ("Behind", "Too few visits", row.person)


def test_notes_of_a_performance_review_stay_out_of_its_file(deal: Any, load: Any, sign_in: Any) -> None:
    load("performance_reviews", PERFORMANCE)
    file = exported(sign_in("rep"), "/performance/export.csv").decode()
    assert "rep@kam.example,2025-01-01,2025-03-31," in file
    assert "Too few visits" not in file


@pytest.mark.parametrize("by", ["rep", "peer", "rival"])
def test_who_does_not_lead_the_person_brings_no_performance_review(by: str, deal: Any, load: Any) -> None:
    assert load("performance_reviews", PERFORMANCE, "--as", f"{by}@kam.example").refused
    assert not PerformanceReview.objects.exists()


def test_moves_go_out_as_the_movement_is_narrowed_and_come_in_again_unchanged(
    deal: Any, load: Any, sign_in: Any
) -> None:
    close(deal, "won", reason="value")
    client = sign_in("rep")
    file = exported(client, "/pipeline/moves/export.csv?since=2025-01-01")
    assert [line.split(",")[4] for line in file.decode().splitlines()[1:]] == ["opened", "won"]
    assert load("moves", file).counts == (0, 0, 2)
    assert exported(client, "/pipeline/moves/export.csv?since=2025-01-01&until=2025-02-01").count(b"\n") == 1
