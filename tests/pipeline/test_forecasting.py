"""What managers decide about forecasts and quotas, and what is kept of them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from foundation import clock
from foundation.errors import Forbidden, RuleBroken
from journal.models import Event
from pipeline.models import Adjustment, Move, Opportunity, Quota, Snapshot, Stage
from pipeline.queries.accuracy import accuracy
from pipeline.queries.forecast import forecast
from pipeline.queries.saturation import saturation
from pipeline.queries.spans import period_of
from pipeline.services import (
    adjustment_add,
    adjustment_withdraw,
    opportunity_reopen,
    proposal_accept,
    proposal_make,
    proposal_reject,
    quota_set,
    quota_update,
    snapshot_take,
    stage_update,
)
from teams.models import ExchangeRate, Team, User
from tests.pipeline.make import DAY, close, opportunity, stage

QUARTER = period_of("quarter", dt.date(2030, 5, 1))


def adjust(cast, **fields):
    told = {"period": period_of("month", clock.today()), "measure": "commit", "amount": Decimal(50), "reason": "Signed"}
    return adjustment_add(**{**told, "actor": cast.manager, "person": cast.rep, **fields})


def quota(cast, **fields):
    told = {"period": QUARTER, "base": Decimal(100), "person": cast.rep}
    return quota_set(**{"actor": cast.manager, **told, **fields})


def test_an_adjustment_adds_to_the_person_his_team_and_the_whole(cast, account):
    row = adjust(cast)
    found = forecast(Opportunity.objects.live(), period_of("quarter", clock.today()), Adjustment.objects.all())
    lines = [found.total, found.owners[0].outlook, found.teams[0].outlook]
    assert [line.called("commit") for line in lines] == [50, 50, 50]
    adjustment_withdraw(row, actor=cast.director)
    found = forecast(Opportunity.objects.live(), period_of("quarter", clock.today()), Adjustment.objects.all())
    assert found.total.called("commit") == 0
    told = Event.objects.filter(subject_type="adjustment").order_by("pk")
    assert [event.verb for event in told] == ["adjustment.added", "adjustment.withdrawn"]


def test_the_adjustment_and_the_quota_of_somebody_without_a_team_count_in_the_whole(cast, account):
    User.objects.filter(pk=cast.rep.pk).update(team=None)
    cast.rep.refresh_from_db()
    adjust(cast, actor=cast.admin)
    period = period_of("quarter", clock.today())
    quota(cast, period=period, actor=cast.admin)
    quota(cast, period=period, person=cast.peer)
    found = forecast(Opportunity.objects.live(), period, Adjustment.objects.all())
    assert (found.total.called("commit"), found.owners[0].outlook.called("commit"), found.teams) == (50, 50, [])
    stands = saturation(
        Opportunity.objects.live(), Quota.objects.all(), period,
        teams=Team.objects.order_by("path"), people=User.objects.all(), today=clock.today(),
    )  # fmt: skip
    goals = {line.subject: line.goal.base for line in stands.teams}
    assert (stands.total.goal.base, goals[cast.hq]) == (200, 100)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"amount": Decimal(0)}, "amount"),
        ({"amount": Decimal("NaN")}, "amount"),
        ({"amount": Decimal(10) ** 20}, "amount"),
        ({"reason": "  "}, "reason"),
        ({"measure": "hope"}, "measure"),
        ({"period": period_of("month", dt.date(2020, 1, 1))}, "day"),
        ({"person": None}, "person"),
    ],
)
def test_adjustments_that_cannot_be(cast, fields, field):
    with pytest.raises(RuleBroken) as refusal:
        adjust(cast, **fields)
    assert refusal.value.field == field


@pytest.mark.parametrize("who", ["manager", "outsider"])
def test_nobody_adjusts_himself_or_what_others_lead(cast, who):
    with pytest.raises(Forbidden):
        adjust(cast, person=cast[who])


def test_a_quota_has_a_rate_and_a_history(cast):
    ExchangeRate.objects.create(currency="EUR", date=dt.date(2020, 1, 1), rate=Decimal(8))
    row = quota(cast, currency="EUR")
    row = quota_update(row, actor=cast.manager, version=1, stretch=Decimal(150))
    assert (row.rate, row.base, row.stretch, row.version) == (8, 100, 150, 2)
    assert Event.objects.filter(subject_type="quota").count() == 2


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"base": Decimal(0)}, "base"),
        ({"base": Decimal(-1)}, "base"),
        ({"base": Decimal("NaN")}, "base"),
        ({"base": Decimal(10) ** 20}, "base"),
        ({"stretch": Decimal(99)}, "stretch"),
        ({"currency": "EUR"}, "currency"),
        ({"person": None}, "person"),
    ],
)
def test_quotas_that_cannot_be(cast, fields, field):
    with pytest.raises(RuleBroken) as refusal:
        quota(cast, **fields)
    assert refusal.value.field == field


@pytest.mark.parametrize(("kind", "day"), [("month", "2030-06-30"), ("quarter", "2030-04-01"), ("year", "2030-12-01")])
def test_an_overlap_is_refused(cast, kind, day):
    quota(cast)
    with pytest.raises(RuleBroken) as refusal:
        quota(cast, period=period_of(kind, dt.date.fromisoformat(day)))
    assert refusal.value.field == "day"
    quota(cast, period=period_of("quarter", dt.date(2030, 7, 1)))
    quota(cast, person=cast.peer)


def test_the_database_refuses_an_overlap_too(cast):
    row = quota(cast)
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_a_quota_counts_by_days_and_a_team_has_the_sum(cast):
    quota(cast, period=period_of("year", dt.date(2030, 1, 1)), base=Decimal(365))
    quota(cast, person=cast.peer, period=period_of("month", dt.date(2030, 2, 1)), base=Decimal(5))
    month = period_of("month", dt.date(2030, 2, 1))
    found = saturation(
        Opportunity.objects.live(), Quota.objects.all(), month,
        teams=Team.objects.order_by("path"), people=User.objects.filter(is_active=True), today=clock.today(),
    )  # fmt: skip
    goals = {line.subject: line.goal.base for line in found.teams}
    assert (goals[cast.north], goals[cast.hq], goals[cast.south], found.total.goal.base) == (33, 33, 0, 33)


def test_a_teams_own_quota_counts_on_its_days_and_those_below_on_the_others(cast):
    """North has January of its own, and its reps the quarter; HQ has none."""
    quarter = period_of("quarter", dt.date(2031, 1, 1))
    quota(cast, period=quarter, base=Decimal(900))
    quota(cast, person=cast.peer, period=period_of("month", dt.date(2031, 3, 1)), base=Decimal(62))
    quota(cast, person=None, team=cast.north, period=period_of("month", dt.date(2031, 1, 1)), base=Decimal(500))
    found = saturation(
        Opportunity.objects.live(), Quota.objects.all(), quarter,
        teams=Team.objects.order_by("path"), people=User.objects.filter(is_active=True), today=clock.today(),
    )  # fmt: skip
    goals = {line.subject: (line.goal.base, line.goal.days) for line in found.teams}
    rest = 500 + Decimal(900) * 59 / 90 + 62
    assert (goals[cast.north], goals[cast.hq]) == ((rest, 31), (rest, 0))
    people = {line.subject: (line.goal.base, line.goal.days) for line in found.people}
    assert (people[cast.rep], people[cast.peer]) == ((900, 90), (62, 31))
    assert found.total.goal.base == rest


@pytest.mark.parametrize(
    ("won", "expected", "reach"), [("100", "1", "reached"), ("10", "200", "covered"), ("10", "95", "short")]
)
def test_whether_the_funnel_covers_what_is_missing(cast, account, won, expected, reach):
    period = period_of("year", clock.today())
    quota(cast, period=period)
    close(opportunity(account, amount=won), "won")
    opportunity(account, amount=expected, stage="committed", expected_close_on=period.last)
    found = saturation(
        Opportunity.objects.live(), Quota.objects.all(), period, teams=[], people=[cast.rep], today=clock.today()
    )
    assert found.reach == reach


def test_a_proposal_is_made_decided_and_never_silent(cast, account):
    for _ in range(60):
        close(opportunity(account, stage="leads"), "won")
    proposal = proposal_make(actor=cast.manager)
    after = [line.after for line in proposal.lines.all()]
    assert after == sorted(after)
    assert after[0] > 70
    assert stage("leads").probability == 10
    proposal_accept(proposal, actor=cast.director, reason="Sixty cases")
    assert [row.probability for row in Stage.objects.order_by("position")] == after
    with pytest.raises(RuleBroken):
        proposal_reject(proposal, actor=cast.director, reason="Again")


@pytest.mark.parametrize(("key", "value"), [("committed", "100.01"), ("committed", "1"), ("leads", "-1")])
def test_proposals_that_cannot_be_accepted(cast, key, value):
    proposal = proposal_make(actor=cast.manager)
    with pytest.raises(RuleBroken) as refusal:
        proposal_accept(proposal, actor=cast.manager, reason="Why not", probabilities={key: Decimal(value)})
    assert refusal.value.field == key


def test_a_stage_that_changed_since_makes_a_proposal_stale(cast):
    proposal = proposal_make(actor=cast.manager)
    stage_update(stage("upside"), actor=cast.manager, version=1, probability=Decimal(65))
    with pytest.raises(RuleBroken):
        proposal_accept(proposal, actor=cast.manager, reason="Late")


def test_a_newer_proposal_replaces_the_open_one(cast):
    first = proposal_make(actor=cast.manager)
    proposal_make(actor=cast.manager)
    first.refresh_from_db()
    assert first.state == "rejected"


def test_a_snapshot_is_kept_once_a_day(account):
    month = period_of("month", clock.today())
    opportunity(account, amount="100", stage="upside", expected_close_on=month.last)
    close(opportunity(account, amount="7"), "won")
    assert snapshot_take(clock.today()) == 1
    opportunity(account, amount="1000", expected_close_on=month.last)
    assert snapshot_take(clock.today()) == 0
    kept = Snapshot.objects.get()
    assert (kept.won, kept.best, kept.weighted, kept.commit, kept.count) == (7, 100, 60, 0, 1)


def test_what_was_said_is_held_against_what_came(cast, account):
    past = period_of("month", clock.today()).back()
    asked = past.last - dt.timedelta(weeks=2)
    Snapshot.objects.create(
        taken_on=asked - DAY, month=past.first, owner=cast.rep, team=cast.north, won=10, commit=20, best=90, weighted=40
    )
    row = adjust(cast, measure="weighted", amount=Decimal(5))
    Adjustment.objects.filter(pk=row.pk).update(
        starts_on=past.first, ends_on=past.last, created_at=dt.datetime.combine(asked - 3 * DAY, dt.time(), dt.UTC)
    )
    Opportunity.objects.filter(pk=close(opportunity(account, amount="50"), "won").pk).update(closed_on=past.last)
    found = accuracy(Snapshot.objects.all(), Move.objects.of_what_is_won(), Adjustment.objects.all(), [past], 2)
    told = found.past[0]
    assert (told.commit, told.weighted, told.best, told.came) == (30, 55, 100, 50)
    assert (told.error, found.typical_error) == (Decimal("0.1"), Decimal("0.1"))


def test_what_came_counts_for_whoever_held_it_when_it_was_won(cast, account):
    past = period_of("month", clock.today()).back()
    won = close(opportunity(account, amount="50"), "won")
    Opportunity.objects.filter(pk=won.pk).update(closed_on=past.last, owner=cast.outsider, team=cast.south)
    come = {}
    for user in (cast.rep, cast.manager, cast.outsider, cast.rival, cast.director):
        moves = Move.objects.of_what_is_won().in_hands_of(user)
        told = accuracy(Snapshot.objects.none(), moves, Adjustment.objects.none(), [past], 2)
        come[user.name] = [row.came for row in told.past]
    assert come == {"Rep": [50], "Manager": [50], "Outsider": [], "Rival": [], "Director": [50]}


def test_what_was_won_twice_came_once(cast, account):
    past = period_of("month", clock.today()).back()
    row = close(opportunity(account, amount="50"), "won")
    row = opportunity_reopen(row, actor=cast.manager, version=row.version, note="Again")
    Opportunity.objects.filter(pk=close(row, "won").pk).update(closed_on=past.last)
    found = accuracy(Snapshot.objects.none(), Move.objects.of_what_is_won(), Adjustment.objects.none(), [past], 2)
    assert [told.came for told in found.past] == [50]
