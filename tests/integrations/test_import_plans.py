"""Account plans and their objectives from files: in, again, changed, refused; nobody is told of a year that is over."""

from __future__ import annotations

import datetime as dt

import pytest

from foundation import clock
from journal.models import Event
from notices.models import Notice
from plans.models import AccountPlan, Objective
from tests.plans.make import objective_of, plan_of

THIS = clock.today().year
PLAN = "account,year,aim,strengths,marketing,management,support\n北京钢铁 Steel,{year},{aim},Service,60,30,10\n"
NUMBERS = (
    "account,year,text,unit,baseline,target,reached,due_on,is_shared\n"
    "北京钢铁 Steel,2031,Share of wallet,%,20,40.5,{reached},2031-12-31,yes\n"
)
HEADS = {
    "plans": "account,year,aim,review_on,marketing,management,support\n北京钢铁 Steel,",
    "plan_objectives": "account,year,text,baseline,target,due_on,reached\n北京钢铁 Steel,",
}


def test_a_plan_comes_in_once_and_is_mended_by_what_the_file_says_now(account, cast, load):
    file = PLAN.format(year=2031, aim="First source")
    assert load("plans", file, "--as", cast.rep.email).counts == (1, 0, 0)
    plan = AccountPlan.objects.get()
    assert (plan.aim, plan.strengths, plan.marketing, plan.created_by) == ("First source", "Service", 60, cast.rep)
    assert plan.review_on == dt.date(2031, 4, 1)
    assert load("plans", file, "--as", cast.rep.email).counts == (0, 0, 1)
    assert load("plans", PLAN.format(year=2031, aim="Only source"), "--as", cast.rep.email).counts == (0, 1, 0)
    plan.refresh_from_db()
    assert (plan.aim, plan.version) == ("Only source", 2)
    assert set(Event.objects.filter(subject_type="accountplan").values_list("verb", flat=True)) == {
        "plan.created", "plan.updated",
    }  # fmt: skip


def test_an_objective_comes_in_once_and_says_what_is_reached(account, cast, load):
    plan_of(account, year=2031)
    assert load("plan_objectives", NUMBERS.format(reached=""), "--as", cast.rep.email).counts == (1, 0, 0)
    assert load("plan_objectives", NUMBERS.format(reached=""), "--as", cast.rep.email).counts == (0, 0, 1)
    assert load("plan_objectives", NUMBERS.format(reached="40.5"), "--as", cast.rep.email).counts == (0, 1, 0)
    row = Objective.objects.get()
    assert (row.is_reached, row.is_shared, row.is_dropped, row.unit) == (True, True, False, "%")
    assert load("plan_objectives", NUMBERS.format(reached=""), "--as", cast.rep.email).counts == (0, 0, 1), "no blank"


def test_of_a_year_that_is_over_nobody_is_told_and_nothing_waits(account, cast, load):
    text = f"account,year,aim,notes\n北京钢铁 Steel,{THIS - 2},A first order,@{cast.manager.name} knows\n"
    assert load("plans", text, "--as", cast.rep.email).counts == (1, 0, 0)
    assert AccountPlan.objects.get().review_on is None
    assert not Notice.objects.exists()
    assert Event.objects.filter(verb="plan.told", account_id=account.pk).exists()


def test_of_two_of_a_text_the_one_that_is_not_dropped_is_meant(account, cast, load):
    plan = plan_of(account, year=2031)
    kept = objective_of(plan)
    objective_of(plan, is_dropped=True)
    load("plan_objectives", NUMBERS.format(reached="30"), "--as", cast.rep.email)
    kept.refresh_from_db()
    assert kept.reached == 30


@pytest.mark.parametrize(
    ("kind", "row", "column"),
    [
        ("plans", "1999,First,,,,", "year"),
        ("plans", "next,First,,,,", "year"),
        ("plans", "2031,,,,,", "aim"),
        ("plans", "2031,First,,60,30,20", "marketing"),
        ("plans", "2031,First,,60,,", "marketing"),
        ("plans", "2031,First,,101,0,0", "marketing"),
        ("plans", "2031,First,2031-05-01,,,", "review_on"),
        ("plans", "2031,First,2030-04-01,,,", "review_on"),
        ("plans", "2031,First,2031-07-01,,,", "review_on"),  # its first quarter is still to come
        ("plans", "2030,First,2030-07-01,,,", "review_on"),  # there already, and waits for another
        ("plan_objectives", "2029,Share,1,2,2029-12-31,", "year"),
        ("plan_objectives", "2030,,1,2,2030-12-31,", "text"),
        ("plan_objectives", "2030,Share,2,2,2030-12-31,", "target"),
        ("plan_objectives", "2030,Share,1,two,2030-12-31,", "target"),
        ("plan_objectives", "2030,Share,1,2.001,2030-12-31,", "target"),
        ("plan_objectives", "2030,Share,1,2,soon,", "due_on"),
    ],
)
def test_bad_rows_are_named_and_nothing_is_saved(kind, row, column, account, cast, load):
    plan_of(account, year=2030)
    outcome = load(kind, f"{HEADS[kind]}{row}\n", "--as", cast.rep.email)
    assert (outcome.refused, outcome.problems) == (True, [(2, column)]), outcome.report["problems"]
    assert (AccountPlan.objects.count(), Objective.objects.count()) == (1, 0)
