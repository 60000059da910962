"""Surveys go out as a file and come in again: twice is once, and what cannot be is refused by its row."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from surveys.models import Survey
from teams.middleware import zone_of
from tests.surveys.make import recorded

from .test_import_deals import exported

FILE = (
    "account_external_id,answered_on,answers,comment\n"
    'A1,2026-03-04,"Product quality: 5/3; 交货准时、足量：4/4; We like working with them: 4",Trucks come late\n'
)


@pytest.fixture
def known(account: Any) -> Any:
    account.external_id = "A1"
    account.save()
    return account


def test_answers_come_in_as_of_their_day(known, load):
    assert load("surveys", FILE).counts == (1, 0, 0)
    row = Survey.objects.get()
    assert (str(row.gap), str(row.affective), row.worst.text) == ("-1.00", "4.00", "Product quality")
    assert (row.way, row.comment, row.answered_at.date().isoformat()) == ("rep", "Trucks come late", "2026-03-04")
    assert load("surveys", FILE).counts == (0, 0, 1)


def test_what_goes_out_comes_in_unchanged(known, load, sign_in):
    recorded(known, (5, 3), (4, 4))
    file = exported(sign_in("rep"), "/reports/satisfaction/surveys.csv")
    assert b"Product quality: 5/3" in file
    assert load("surveys", file).counts == (0, 0, 1)


@pytest.mark.parametrize(
    "answers",
    [
        "Colour: 3/3",
        "Product quality: 6/3",
        "Product quality: 3",
        "We like working with them: 3/3",
        "Product quality",
        "",
    ],
)
def test_answers_that_cannot_be_are_refused(known, load, answers):
    report = load("surveys", f"account_external_id,answered_on,answers\nA1,2026-03-04,{answers}\n")
    assert report.counts == (0, 0, 0)
    assert report.refused
    assert not Survey.objects.exists()


def test_another_answer_of_the_same_day_is_refused(known, load):
    answered = recorded(known, (5, 5)).answered_at
    day = timezone.localdate(answered, timezone=zone_of(None)).isoformat()  # a file's days are the company's
    report = load("surveys", f"account_external_id,answered_on,answers\nA1,{day},Product quality: 5/1\n")
    assert report.refused


def test_another_teams_answers_are_in_no_file(known, sign_in):
    recorded(known)
    file = exported(sign_in("outsider"), "/reports/satisfaction/surveys.csv")
    assert len(file.strip().splitlines()) == 1
