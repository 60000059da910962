"""A draft says who would move before anything is written, and the next night moves exactly those."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings

from foundation.errors import Forbidden, RuleBroken
from journal.models import Job
from scoring.models import ScoringRun, TierDecision, TierPolicy, WhatIf, WhatIfMove
from scoring.queries import standing_night
from scoring.queries.comparison import compare
from scoring.queries.what_if import matrix, outcome, shifts, stale_because, tiers_now
from scoring.services import (
    key_marks_set,
    pin_set,
    policy_draft,
    policy_edit,
    what_if_judge,
    what_if_now,
    what_if_start,
)
from teams.models import CostRate
from tests.scoring import oracle
from tests.scoring.companies import companies, policies, put
from tests.scoring.make import DATE, book, decisions, earners, night, put_in_force, visit
from tests.scoring.proof import checksum

NEXT = DATE + dt.timedelta(days=1)


def promised(row: WhatIf) -> dict[int, tuple[str, str]]:
    return {move.account_id: (move.before, move.after) for move in WhatIfMove.objects.filter(what_if=row)}


def moved(before: dict[int, str], date: dt.date) -> dict[int, tuple[str, str]]:
    """What really became of the accounts that had a tier of `before`."""
    now = dict(decisions(date).values_list("account_id", "tier"))
    return {pk: (tier, now[pk]) for pk, tier in before.items() if now[pk] != tier}


def test_it_tells_from_where_to_where_with_profit_and_visits(cast):
    rows = earners(cast.rep, 100, 60, 30, 20, 10, months=6)
    visit(rows[0], 45)
    visit(rows[0], 30)
    visit(rows[0], 30, DATE - dt.timedelta(days=400))
    night()
    row = what_if_now(policy_draft(actor=cast.manager, platinum_share=Decimal(0)))
    (shift,) = shifts(row, WhatIfMove.objects.all())
    assert (shift.before, shift.after, shift.accounts, shift.profit) == ("platinum", "gold", 1, 100)
    assert (shift.visits, shift.minutes, row.moved, row.state) == (2, 75, 1, "done")


def test_asking_writes_nothing_that_anybody_is_rated_by(cast):
    earners(cast.rep, 100, 60, 30, months=6)
    night()
    before = checksum()
    what_if_now(policy_draft(actor=cast.manager, platinum_share=Decimal(0)))
    assert checksum() == before
    assert ScoringRun.objects.count() == 1


@pytest.mark.parametrize(
    "values",
    [
        {"platinum_share": "0"},
        {"platinum_rank": "0.6", "platinum_share": "0.8"},
        {"gold_share": "1", "loyal_months": "0"},
        {"slim_margin": "0.3"},
        {"gold_share": "0.78"},
        {"buffer": "0.5", "gold_share": "0.6"},
        {"min_months": "7"},
        {"window_months": "7"},
        {"weight_damage": "1", "lift_score": "75"},
    ],
)
def test_the_next_night_moves_exactly_those(cast, values):
    """Old enough entries stay in the window when it moves by a day."""
    accounts = earners(cast.rep, 500, 300, 100, 60, 40, 7, -3, months=6)
    book(accounts[1], 100, 80, dt.date(2025, 8, 1))
    key_marks_set(accounts[4], actor=cast.rep, marks={"damage": 4})
    night()
    before = dict(decisions().values_list("account_id", "tier"))
    draft = policy_draft(actor=cast.manager, **{name: Decimal(value) for name, value in values.items()})
    row = what_if_now(draft)
    put_in_force(draft, actor=cast.manager, reason="try it")
    night(NEXT)
    assert moved(before, NEXT) == promised(row)


@pytest.mark.django_db
@settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(company=companies(), now=policies(), then=policies())
def test_whatever_the_company_and_the_policies(cast, company, now, then):
    """What happens on the days that a window loses and wins is no matter of the policy: nothing is booked there."""
    from django.db import transaction

    with transaction.atomic():
        edges = {
            oracle.months_back(date, months)
            for date in (DATE, NEXT)
            for months in (now.window_months, then.window_months)
        }
        lost = {edge + dt.timedelta(days=1) for edge in edges} | {NEXT} | edges
        company.entries = [entry for entry in company.entries if entry.date not in lost]
        company.visits = [each for each in company.visits if each.day not in lost]
        put(company, now, [cast.rep, cast.peer])
        night()
        before = dict(decisions().values_list("account_id", "tier"))
        draft = policy_draft(actor=None, **vars(then))
        row = what_if_now(draft)
        put_in_force(draft, actor=None, reason="x")
        night(NEXT)
        if ScoringRun.objects.get(business_date=DATE).rated:
            assert moved(before, NEXT) == promised(row)
        transaction.set_rollback(True)


def test_a_month_of_patience_that_ends_tomorrow_is_counted(cast):
    """Past the boundary since March: on 1 April it is past it in a second month."""
    first, second = earners(cast.rep, 790, 210, months=6)
    night(DATE - dt.timedelta(days=1))
    book(second, -20, 0)
    night()
    row = what_if_now(policy_draft(actor=cast.manager))
    assert promised(row) == {second.pk: ("gold", "iron")}
    night(NEXT)
    assert dict(decisions(NEXT).values_list("account_id", "tier"))[second.pk] == "iron"
    assert first.pk not in promised(row)


def test_the_matrix_is_of_what_the_reader_sees(cast):
    earners(cast.rep, 100, 60)
    earners(cast.outsider, 300)
    night()
    row = what_if_now(policy_draft(actor=cast.manager, platinum_share=Decimal(0)))
    tiers = tiers_now(row.run, TierDecision.objects.visible_to(cast.manager), is_whole=False)
    rows = matrix(tiers, shifts(row, WhatIfMove.objects.visible_to(cast.manager)))
    assert sum(cell.accounts for _before, cells in rows for cell in cells) == 2


def test_the_outcome_is_what_stays_and_what_comes(cast):
    earners(cast.rep, 100, 60, 30, 20, 10, months=6)
    night()
    row = what_if_now(policy_draft(actor=cast.manager, platinum_share=Decimal(0)))
    tiers = tiers_now(row.run, TierDecision.objects.all(), is_whole=True)
    found = {each.tier: each for each in outcome(tiers, shifts(row, WhatIfMove.objects.all()))}
    assert (found["platinum"].accounts, found["platinum"].change, found["gold"].change) == (0, -1, 1)
    assert sum(each.accounts for each in found.values()) == 5
    assert sum(each.profit for each in found.values()) == 220


def test_a_draft_is_judged_by_a_job(cast):
    earners(cast.rep, 100, 60)
    night()
    draft = policy_draft(actor=cast.manager, platinum_share=Decimal(0))
    job = Job.objects.get(task="scoring.judge_draft")
    row = WhatIf.objects.get()
    assert (job.args, row.state, row.requested_by, row.judged_at) == ([row.pk], "queued", cast.manager, None)
    what_if_start(draft, actor=cast.manager)
    assert Job.objects.filter(task="scoring.judge_draft").count() == 1
    what_if_judge(row.pk)
    assert WhatIf.objects.get().moved == 1


def test_judged_again_it_holds_once(cast):
    earners(cast.rep, 100, 60)
    night()
    draft = policy_draft(actor=cast.manager, platinum_share=Decimal(0))
    what_if_now(draft)
    what_if_now(draft)
    assert WhatIfMove.objects.count() == 1


def test_the_views_of_the_night_are_gone_afterwards(cast):
    earners(cast.rep, 100, 60)
    night()
    for values in ({}, {"window_months": 24}):
        what_if_now(policy_draft(actor=cast.manager, **values))
        assert not {"night_judged", "night_standing"} & set(connection.introspection.table_names(include_views=True))
    night(NEXT)


def test_without_a_night_nobody_can_say(cast):
    draft = policy_draft(actor=cast.manager)
    assert not WhatIf.objects.exists()
    with pytest.raises(RuleBroken):
        what_if_start(draft, actor=cast.manager)


def test_a_rep_does_not_ask(cast):
    night()
    with pytest.raises(Forbidden):
        what_if_start(policy_draft(actor=cast.manager), actor=cast.rep)


@pytest.mark.parametrize("profits", [(), (10,), (-1, -5, 0), (100,) * 10, (100, -100)])
def test_companies_that_are_hardly_any(cast, profits):
    rows = earners(cast.rep, *profits)
    night()
    row = what_if_now(policy_draft(actor=cast.manager, platinum_share=Decimal(0), gold_share=Decimal(0)))
    assert row.state == "done"
    assert Counter(after for _before, after in promised(row).values()).keys() <= {"iron"}
    assert row.moved <= len(rows)


class TestStale:
    @pytest.fixture
    def judged(self, cast):
        self.accounts = earners(cast.rep, 100, 60)
        night()
        self.draft = policy_draft(actor=cast.manager, platinum_share=Decimal(0), weight_damage=1)
        return what_if_now(self.draft)

    def reasons(self, row):
        return stale_because(WhatIf.objects.select_related("policy", "run").get(pk=row.pk), standing_night())

    def test_not_while_nothing_happens(self, judged):
        assert self.reasons(judged) == []

    def test_a_later_night(self, judged):
        night(NEXT)
        assert self.reasons(judged) == ["a later night has been computed"]

    def test_the_night_again(self, judged):
        night()
        assert self.reasons(judged) == ["the night was computed again"]

    def test_another_change_of_the_draft(self, cast, judged):
        policy_edit(self.draft, actor=cast.manager, revision=1, gold_share=Decimal("0.9"))
        assert self.reasons(judged) == ["the draft was changed"]
        assert WhatIf.objects.get().state == "queued"

    def test_a_pin(self, cast, judged):
        until = timezone.localdate() + dt.timedelta(days=9)
        pin_set(self.accounts[0], actor=cast.manager, tier="lead", reason="x", expires_on=until)
        assert self.reasons(judged) == ["a tier was pinned or a pin removed"]

    def test_a_mark(self, cast, judged):
        key_marks_set(self.accounts[0], actor=cast.rep, marks={"damage": 4})
        assert self.reasons(judged) == ["an account was marked"]


def test_it_is_the_night_that_stands_that_it_is_judged_on(cast):
    earners(cast.rep, 100, 60)
    night(DATE - dt.timedelta(days=40))
    night()
    assert what_if_now(policy_draft(actor=cast.manager)).run == standing_night()


@pytest.mark.parametrize("months", [12, 6])
def test_what_hours_cost_since_the_night_is_judged_by_what_they_cost_now(cast, months):
    rows = earners(cast.rep, 1000, 500, 400, 300, 200, months=6)
    for account in rows[:2]:
        visit(account, 600)
    night()
    CostRate.objects.create(user=None, hourly=100, valid_from=dt.date(2020, 1, 1))
    draft = policy_draft(actor=cast.manager, window_months=months, loyal_months=5)
    said = promised(what_if_now(draft))
    before = dict(decisions().values_list("account_id", "tier"))
    put_in_force(draft, actor=cast.manager)
    night(NEXT)
    assert said == moved(before, NEXT) != {}


def test_the_version_in_force_is_judged_like_any_other(cast, time_machine):
    """A pin has ended with the night: the next one moves its account under the very version that pinned none."""
    rows = earners(cast.rep, 1000, 500, 400, 300, 200, months=8)
    time_machine.move_to("2026-03-30 12:00:00+00:00", tick=False)
    pin_set(rows[-1], actor=cast.manager, tier="platinum", reason="x", expires_on=DATE)
    time_machine.move_to("2026-04-01 12:00:00+00:00", tick=False)
    night()
    same, active = policy_draft(actor=cast.manager), TierPolicy.objects.get(state="active")
    what_if_now(same)
    assert not compare(active, same, cast.director).is_known
    what_if_now(active)
    beside = compare(active, same, cast.director)
    assert not beside.disagreeing(TierDecision.objects.all()).exists()
    assert [outcome.accounts for _side, outcome in beside.by_tier[0][1]] == [1, 1]


def test_that_later_nights_rate_nobody_is_said_where_somebody_asks_who_would_move(cast, account, sign_in):
    old, said = DATE.replace(year=2020), "Later nights have rated nobody"
    book(account, 100, 0, old)
    night(old)
    what_if_now(policy_draft(actor=cast.manager, platinum_share=Decimal(0)))
    assert said not in sign_in("manager").get("/rules/tiers/2/").content.decode()
    night()
    assert said in sign_in("manager").get("/rules/tiers/2/").content.decode()
