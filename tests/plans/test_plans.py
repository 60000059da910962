"""A plan is made, changed, split; objectives have a way to go, actions an owner, keys a tick."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Visit
from accounts.services import account_archive
from foundation import clock
from foundation.errors import Forbidden, RuleBroken, StaleEdit
from journal.models import Event
from plans import services
from plans.models import AccountPlan, KeyPoint, Objective
from plans.queries.outline import Outline, with_effort
from plans.rules import Mix
from scoring.models import LedgerEntry
from tests.cast import make_account
from tests.plans.make import action_of, objective_of, plan_of


def outline(plan) -> Outline:
    return Outline(with_effort(AccountPlan.objects.all()).get(pk=plan.pk), clock.today())


def test_one_plan_a_year(account):
    plan_of(account)
    with pytest.raises(RuleBroken) as refused:
        plan_of(account)
    assert refused.value.field == "year"


def test_another_year_begins_with_what_the_last_said(account, sign_in):
    plan_of(account, weaknesses="Late deliveries")
    page = sign_in("rep").get(f"/accounts/{account.pk}/plans/new/").content.decode()
    assert "Late deliveries" in page
    assert f'value="{clock.today().year + 1}"' in page


def test_a_plan_needs_an_aim(account):
    with pytest.raises(RuleBroken) as refused:
        plan_of(account, aim="  ")
    assert refused.value.field == "aim"


@pytest.mark.parametrize("mix", [(80, 10, 20), (50, 50, None), (None, None, 100), (0, 0, 0)])
def test_a_mix_that_does_not_add_up_is_refused(account, mix):
    with pytest.raises(RuleBroken) as refused:
        plan_of(account, **dict(zip(("marketing", "management", "support"), mix, strict=True)))
    assert refused.value.field == "marketing"


@pytest.mark.parametrize("parts", [{"marketing": 60, "management": 30, "support": 9}, {"marketing": 60}])
def test_nor_does_the_table_hold_it(account, parts):
    plan = plan_of(account)
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountPlan.objects.filter(pk=plan.pk).update(**parts)


def test_an_archived_account_is_not_planned(account):
    plan = plan_of(account)
    account_archive(account, actor=account.owner, version=account.version)
    for write in (lambda: objective_of(plan), lambda: action_of(plan), lambda: plan_of(account, year=2031)):
        with pytest.raises(RuleBroken, match="archived"):
            write()


def test_the_second_of_two_editors_is_told(account, cast):
    plan = plan_of(account)
    services.plan_update(plan, actor=cast.manager, version=1, notes="First")
    with pytest.raises(StaleEdit):
        services.plan_update(plan, actor=cast.rep, version=1, notes="Second")


@pytest.mark.parametrize(
    ("baseline", "target", "reached", "progress"),
    [
        (20, 40, 30, "0.5"),
        (20, 40, 50, "1"),
        (20, 40, 10, "0"),
        (12, 4, 6, "0.75"),  # less is more
        (0, 3, 1, "0.3333"),
        (-5, 5, 0, "0.5"),
        (20, 40, None, None),
    ],
)
def test_progress_is_the_part_of_the_way_behind_us(account, baseline, target, reached, progress):
    row = objective_of(plan_of(account), baseline=baseline, target=target, reached=reached)
    assert row.progress == (None if progress is None else Decimal(progress))


def test_an_objective_has_a_way_to_go(account):
    with pytest.raises(RuleBroken) as refused:
        objective_of(plan_of(account), baseline=7, target=7)
    assert refused.value.field == "target"


def test_what_is_not_measured_counts_as_nothing_reached(account):
    plan = plan_of(account)
    objective_of(plan, reached=40)
    objective_of(plan)
    services.objective_update(objective_of(plan), actor=account.owner, version=1, is_dropped=True)
    assert outline(plan).progress == Decimal("0.5")
    assert Objective.objects.count() == 3


def test_an_owner_must_see_the_account(account, cast):
    with pytest.raises(RuleBroken) as refused:
        action_of(plan_of(account), owner=cast.outsider)
    assert refused.value.field == "owner"


def test_an_objective_of_another_plan_is_refused(account, cast):
    other = objective_of(plan_of(make_account(cast.rep, "Other")))
    with pytest.raises(RuleBroken) as refused:
        action_of(plan_of(account), objective=other)
    assert refused.value.field == "objective"


def test_done_twice_is_done_once(account):
    row = action_of(plan_of(account))
    for _ in range(2):
        row = services.action_done(row, actor=account.owner)
    assert Event.objects.filter(verb="planaction.done").count() == 1
    assert services.action_done(row, actor=account.owner, done=False).done_at is None


def test_a_key_is_ticked_and_the_tick_taken_back(account):
    plan, key = plan_of(account), KeyPoint.objects.first()
    for done in (True, True, False):
        services.key_check(plan, actor=account.owner, key=key, done=done)
    assert outline(plan).held == 0
    verbs = Event.objects.filter(verb__startswith="plan.key").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["plan.key_held", "plan.key_dropped"]


def test_there_are_eight_keys_and_three_templates(account):
    found = outline(plan_of(account))
    assert len(found.keys) == 8
    assert [str(mix) for mix in found.templates] == ["80/10/10", "60/10/30", "40/30/30"]


@pytest.mark.parametrize("parts", [("60", "39.99"), ("100", "0"), ("50", "60"), ("-10", "110")])
def test_a_split_that_does_not_add_up_is_refused(account, cast, parts):
    shares = list(zip((cast.north, cast.south), map(Decimal, parts), strict=True))
    with pytest.raises(RuleBroken) as refused:
        services.plan_split(plan_of(account), actor=cast.manager, version=1, shares=shares)
    assert refused.value.field == "shares"


def test_a_team_stands_once_in_a_split(account, cast):
    with pytest.raises(RuleBroken, match="twice"):
        services.plan_split(plan_of(account), actor=cast.manager, version=1, shares=[(cast.north, Decimal(50))] * 2)


def test_a_split_is_for_who_leads(account, cast):
    with pytest.raises(Forbidden):
        services.plan_split(plan_of(account), actor=cast.rep, version=1, shares=[(cast.north, Decimal(100))])


def test_a_split_says_what_each_team_gets_and_what_it_was(account, cast):
    plan = plan_of(account)
    shares = [(cast.north, Decimal("66.67")), (cast.south, Decimal("33.33"))]
    plan = services.plan_split(plan, actor=cast.manager, version=1, shares=shares)
    book(account, "1000.01")
    assert [(row.team.name, amount) for row, amount in outline(plan).parts] == [
        ("North", Decimal("666.71")), ("South", Decimal("333.30")),
    ]  # fmt: skip
    assert Event.objects.get(verb="plan.split").changes == {"shares": [[], ["North 66.67 %", "South 33.33 %"]]}


def test_time_spent_is_the_actual_mix(account, cast):
    plan = plan_of(account, marketing=60, management=10, support=30)
    visit(account, minutes=60)
    visit(account, minutes=60, years_ago=1)
    services.action_done(action_of(plan, resource="support", hours=1), actor=cast.rep)
    action_of(plan, resource="management", hours=50)  # not done yet
    found = outline(plan)
    assert list(found.minutes.values()) == [60, 0, 60]
    assert found.actual == Mix(Decimal(50), Decimal(0), Decimal(50))
    assert str(found.nearest) == "60/10/30"


def book(account, revenue: str) -> None:
    LedgerEntry.objects.create(account=account, date=clock.today(), revenue=revenue, currency="CNY")


def visit(account, *, minutes: int, years_ago: int = 0) -> None:
    at = dt.datetime(clock.today().year - years_ago, 1, 15, 12, tzinfo=dt.UTC)
    Visit.objects.create(
        account=account, by=account.owner, starts_at=at, minutes=minutes, state="logged", currency="CNY"
    )
