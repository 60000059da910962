"""What the digest of alerts says."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone, translation

from foundation import clock
from scoring.digest import compose
from scoring.models import Alert
from tests.cast import make_account

FACTS = {"since": "2026-01-01", "last_visit": None, "days": 30}


def alert_at(owner, due=0, name="Steel", created_days=9, **fields) -> Alert:
    day = clock.today() + dt.timedelta(days=due)
    created = timezone.now() - dt.timedelta(days=created_days)
    return Alert.objects.create(
        account=make_account(owner, name), cause="cadence", owner=owner, opened_on=day, due_on=day, facts=FACTS,
        created_at=created, **fields,
    )  # fmt: skip


def told(user) -> dict[str, list[str]]:
    """Names of accounts by part."""
    digest = compose(user, timezone.now() - dt.timedelta(days=1))
    return {section.title: [line.text.split(":")[0] for line in section.lines] for section in digest.sections}


def test_each_alert_stands_in_the_first_part_that_it_fits(cast):
    alert_at(cast.rep, -3, "Late")
    alert_at(cast.rep, 0, "Today")
    alert_at(cast.rep, 3, "New", created_days=0)
    alert_at(cast.rep, 3, "Old")
    alert_at(cast.rep, -9, "Up", escalated_to=cast.manager, escalated_on=clock.today())
    assert told(cast.rep) == {"Overdue (2)": ["Up", "Late"], "Due today (1)": ["Today"], "New (1)": ["New"]}
    assert told(cast.manager) == {"Escalated to you (1)": ["Up"]}


def test_others_and_closed_ones_are_not_told(cast):
    alert_at(cast.rep, -3, "Theirs")
    alert_at(cast.peer, -3, "Closed", state="resolved")
    assert told(cast.peer) == {}


def test_a_long_part_says_how_many_more(cast):
    for number in range(12):
        alert_at(cast.rep, -3, f"Late {number}")
    (section,) = compose(cast.rep, timezone.now()).sections
    assert (len(section.lines), section.more) == (10, 2)
    assert section.path == f"/alerts/?owner={cast.rep.pk}&due_before={clock.today() - dt.timedelta(days=1)}"


def test_its_lines_lead_to_the_alert_and_its_parts_to_their_rows(cast, sign_in):
    alert = alert_at(cast.rep, -3)
    (section,) = compose(cast.rep, timezone.now()).sections
    assert section.lines[0].path == f"/alerts/{alert.pk}/"
    assert list(sign_in("rep").get(section.path).context["rows"]) == [alert]


def test_the_subject_counts(cast):
    alert_at(cast.rep, -3)
    assert compose(cast.rep, timezone.now()).subject == "1 alert wants you"
    with translation.override("zh-hans"):
        assert compose(cast.rep, timezone.now()).subject == "1 条预警待处理"


@pytest.mark.parametrize("count", [1, 8])
def test_it_costs_the_same_at_any_length(cast, django_assert_max_num_queries, count):
    for number in range(count):
        alert_at(cast.rep, -3, f"Late {number}")
    with django_assert_max_num_queries(7):
        compose(cast.rep, timezone.now())
