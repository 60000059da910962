"""Versions of the policy: drafted, activated with a reason, never edited."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from foundation.errors import Forbidden, RuleBroken
from journal.models import Event
from scoring.defaults import ensure_defaults
from scoring.models import AlertRule, TierPolicy
from scoring.services import policy_draft
from tests.scoring.make import decision, earners, night, put_in_force


def test_the_shipped_policy_is_the_documented_one(cast):
    policy = TierPolicy.objects.get()
    assert (policy.version, policy.state, policy.window_months) == (1, "active", 12)
    shares = (policy.slim_margin, policy.platinum_share, policy.platinum_rank, policy.gold_share, policy.buffer)
    assert shares == tuple(map(Decimal, ("0.02", "0.5", "0.2", "0.8", "0.05")))
    assert (policy.loyal_months, policy.patience) == (6, 2)


def test_each_cause_has_a_rule(cast):
    assert set(AlertRule.objects.values_list("cause", flat=True)) == {
        "overdue", "falling_profit", "cadence", "no_next_step", "complaint", "dissatisfied", "contract_ends",
        "decider_left", "churn",
    }  # fmt: skip


def test_defaults_leave_what_is_there_alone(cast):
    AlertRule.objects.filter(cause="cadence").update(due_days=1)
    TierPolicy.objects.update(window_months=24)
    ensure_defaults()
    assert AlertRule.objects.get(cause="cadence").due_days == 1
    assert TierPolicy.objects.get().window_months == 24


def test_a_draft_takes_over_what_it_does_not_change(cast):
    draft = policy_draft(actor=cast.manager, window_months=24, reason="longer memory")
    assert (draft.version, draft.state, draft.window_months, draft.loyal_months) == (2, "draft", 24, 6)
    assert (draft.created_by, draft.reason) == (cast.manager, "longer memory")
    assert Event.objects.get(verb="policy.drafted").changes == {"window_months": ["12", "24"]}


def test_a_draft_changes_no_decision(cast):
    (account,) = earners(cast.rep, 100)
    policy_draft(actor=cast.manager, platinum_share=Decimal(0))
    night()
    assert decision(account).tier == "platinum"


def test_activated_it_judges_and_the_one_before_is_retired(cast):
    (account,) = earners(cast.rep, 100)
    draft = policy_draft(actor=cast.manager, platinum_share=Decimal(0))
    active = put_in_force(draft, actor=cast.director, reason="no platinum this year")
    night()
    assert (decision(account).tier, decision(account).night.policy) == ("iron", active)
    assert (active.activated_by, active.reason) == (cast.director, "no platinum this year")
    assert TierPolicy.objects.get(version=1).state == "retired"
    assert Event.objects.get(verb="policy.activated").changes["version"] == [1, 2]


def test_decisions_keep_the_version_they_were_made_under(cast):
    (account,) = earners(cast.rep, 100)
    night()
    put_in_force(policy_draft(actor=cast.manager), actor=cast.manager, reason="again")
    assert decision(account).night.policy.version == 1


@pytest.mark.parametrize("reason", ["", "   "])
def test_activation_needs_a_reason(cast, reason):
    draft = policy_draft(actor=cast.manager)
    with pytest.raises(RuleBroken) as refusal:
        put_in_force(draft, actor=cast.manager, reason=reason)
    assert refusal.value.field == "reason"


def test_only_a_draft_can_be_activated(cast):
    draft = policy_draft(actor=cast.manager)
    put_in_force(draft, actor=cast.manager, reason="x")
    with pytest.raises(RuleBroken):
        put_in_force(TierPolicy.objects.get(version=1), actor=cast.manager, reason="back")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"gold_share": Decimal("0.4")}, "gold_share"),
        ({"window_months": 0}, "window_months"),
        ({"window_months": 121}, "window_months"),
        ({"slim_margin": Decimal("1.01")}, "slim_margin"),
        ({"buffer": Decimal("-0.1")}, "buffer"),
        ({"window_months": 3}, "loyal_months"),
        ({"patience": 25}, "patience"),
    ],
)
def test_values_that_contradict_each_other_are_refused(cast, values, field):
    with pytest.raises(RuleBroken) as refusal:
        policy_draft(actor=cast.manager, **values)
    assert refusal.value.field == field
    assert TierPolicy.objects.count() == 1


def test_a_rep_makes_no_rules(cast):
    with pytest.raises(Forbidden):
        policy_draft(actor=cast.rep)
    with pytest.raises(Forbidden):
        put_in_force(policy_draft(actor=cast.manager), actor=cast.rep, reason="x")


def test_the_database_allows_one_active_policy(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        TierPolicy.objects.create(version=9, state="active")


def test_on_the_command_line(cast, capsys):
    call_command("tier_policy", "set", "window_months=48", "slim_margin=0.03", "--reason", "four years")
    policy = TierPolicy.objects.get(state="active")
    assert (policy.version, policy.window_months, policy.slim_margin) == (2, 48, Decimal("0.03"))
    assert policy.reason == "four years"
    call_command("tier_policy", "show")
    assert "version 1 (retired) window_months=12" in capsys.readouterr().out


@pytest.mark.parametrize("typed", ["window=48", "window_months=many", "gold_share=0.1", "slim_margin=NaN"])
def test_what_the_command_line_refuses_changes_nothing(cast, typed):
    with pytest.raises(CommandError):
        call_command("tier_policy", "set", typed, "--reason", "x")
    assert TierPolicy.objects.count() == 1
