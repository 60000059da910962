"""A night computed again after two accounts became one: at its moment each had a pin and marks, the last set counts."""

from __future__ import annotations

import datetime as dt
import sys

import pytest
from django.utils import timezone

from accounts.models import Account, Merge
from accounts.services.merge import account_merge, merge_undo
from scoring.models import TierPin
from scoring.queries import key_accounts
from scoring.services import key_marks_set, night_now, pin_remove, pin_set
from tests.scoring.make import DATE, decision, earners, night, policy

DAY = dt.timedelta(days=1)


def merge(cast, survivor: Account, merged: Account) -> None:
    for account in (survivor, merged):
        account.refresh_from_db()
    account_merge(survivor, merged, actor=cast.manager, version=survivor.version, merged_version=merged.version)


def pin(cast, account: Account, tier: str) -> TierPin:
    until = timezone.localdate() + DAY
    return pin_set(account, actor=cast.manager, tier=tier, reason="x", expires_on=until)


def judged_again_with_two_pins(cast, *, ended_first: bool) -> tuple[Account, TierPin, TierPin]:
    """Both pins stood when the first night was judged; one has ended before the merge."""
    survivor, merged, *_others = earners(cast.rep, 100, 90, 80, 70)
    first, last = pin(cast, survivor, "platinum"), pin(cast, merged, "lead")
    night()
    night(DATE + DAY)
    pin_remove(first if ended_first else last, actor=cast.manager, reason="x")
    merge(cast, survivor, merged)
    assert TierPin.objects.filter(account=survivor).count() == 2
    night()
    return survivor, first, last


def test_of_two_pins_the_one_set_last_decides(cast):
    survivor, _first, last = judged_again_with_two_pins(cast, ended_first=False)
    assert (decision(survivor).tier, decision(survivor).rule, decision(survivor).pin) == ("lead", "pinned", last)


def test_the_one_set_last_decides_though_the_other_stands_today(cast):
    survivor, _first, last = judged_again_with_two_pins(cast, ended_first=True)
    assert (decision(survivor).tier, decision(survivor).pin) == ("lead", last)


def test_two_pins_of_one_moment_decide_the_same_each_time(cast):
    survivor, first, last = judged_again_with_two_pins(cast, ended_first=True)
    TierPin.objects.filter(pk=last.pk).update(created_at=first.created_at)
    for _again in range(2):
        night()
        assert decision(survivor).pin == last


def test_two_marks_of_a_factor_are_not_added_up(cast):
    """2 of 4 is a score of 50, whoever gave it twice; 60 are asked for."""
    *_others, survivor, merged = earners(cast.rep, 1000, 900, 800, 20, 10, months=8)
    policy(weight_goals=1, lift_score=60)
    for account in (survivor, merged):
        key_marks_set(account, actor=cast.manager, marks={"goals": 2})
    night()
    night(DATE + DAY)
    assert decision(survivor).tier == "iron"
    key_marks_set(merged, actor=cast.manager, marks={"goals": None})
    merge(cast, survivor, merged)
    night()
    assert (decision(survivor).tier, decision(survivor).rule) == ("iron", "ordinary")


def test_of_two_marks_the_page_tells_the_one_that_counted(cast):
    *_others, survivor, merged = earners(cast.rep, 1000, 900, 800, 20, 10, months=8)
    rule = policy(weight_goals=1, lift_score=60)
    key_marks_set(survivor, actor=cast.manager, marks={"goals": 1})
    key_marks_set(merged, actor=cast.manager, marks={"goals": 3})
    night()
    night(DATE + DAY)
    key_marks_set(merged, actor=cast.manager, marks={"goals": None})
    merge(cast, survivor, merged)
    run = night()
    told = key_accounts([decision(survivor)], run, rule)[survivor.pk]
    assert (decision(survivor).rule, told.score, told.reaches) == ("key_account", 75, True)
    goals = next(line for line in told.lines if line.factor == "goals")
    assert (goals.mark, goals.then) == (3, 1)


def counted(client) -> list[int]:
    """Accounts, and those rated, of the newest night: on its page, through the API, and on the page of tiers."""
    run = client.get("/rules/night/").context["runs"][0]
    told = client.get("/api/v1/nights/").json()["results"][0]
    tiers = client.get("/tiers/").context["tiers"]
    on_tiers = [sum(row.accounts for row in tiers), sum(row.accounts for row in tiers if row.tier)]
    assert [run.living, run.living_rated] == [told["accounts"], told["rated"]] == on_tiers
    return on_tiers


@pytest.mark.parametrize("few", [10_000, 0])
def test_an_account_merged_away_is_counted_nowhere(sign_in, cast, monkeypatch, few):
    """Neither in the night before the merge, nor in one after it of a day at which both were there."""
    monkeypatch.setattr(sys.modules["scoring.queries.concentration"], "FEW", few)
    survivor, merged, *_others = earners(cast.rep, 100, 90, 80, 70)
    night(DATE)
    client = sign_in("admin")
    assert counted(client) == [4, 4]
    merge(cast, survivor, merged)
    assert counted(client) == [3, 3]
    whole = client.get("/tiers/").context
    assert (whole["figures"].accounts, whole["total"].profit) == (3, 250)
    run = night(DATE + DAY)
    assert (run.accounts, run.rated) == (3, 3)
    assert counted(client) == [3, 3]
    assert client.get("/tiers/").context["total"].profit == 340


def test_a_night_from_nothing_counts_as_one_that_goes_on(cast):
    survivor, merged, *_others = earners(cast.rep, 100, 90, 80)
    night()
    merge(cast, survivor, merged)
    assert night_now(DATE, full=True)[0].accounts == 2
    merge_undo(Merge.objects.get(), actor=cast.manager)
    assert night(DATE + DAY).accounts == 3
