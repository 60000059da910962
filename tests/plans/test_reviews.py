"""A quarter is reviewed once it is nearly over; what stood is kept as it stood."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from foundation import clock
from foundation.errors import RuleBroken, StaleEdit
from journal.models import Event
from plans import services
from plans.models import AccountPlan, PlanReview
from plans.queries.review import stood
from tests.plans.make import action_of, objective_of, plan_of


def due(account, days: int = 0) -> AccountPlan:
    """A plan whose quarter is to be reviewed `days` from today."""
    plan = plan_of(account)
    AccountPlan.objects.filter(pk=plan.pk).update(review_on=clock.today() + dt.timedelta(days))
    plan.refresh_from_db()
    return plan


def hold(plan, **told) -> PlanReview:
    return services.review_hold(plan, actor=plan.account.owner, **{"version": plan.version, "note": "Half", **told})


def test_what_stood_is_kept(account):
    plan = due(account)
    objective, action = objective_of(plan, reached=30), action_of(plan)
    review = hold(plan)
    services.objective_update(objective, actor=account.owner, version=1, reached=40)
    services.action_done(action, actor=account.owner)
    kept = stood(PlanReview.objects.get(pk=review.pk))
    assert (kept.progress, kept.objectives[0].reached, kept.done) == (Decimal("0.5"), 30, 0)


def test_the_next_quarter_follows(account):
    plan = due(account)
    hold(plan)
    plan.refresh_from_db()
    assert plan.review_on is None or plan.review_on > clock.today()
    assert Event.objects.get(verb="planreview.held").account_id == account.pk


def test_a_year_that_is_over_has_no_more_reviews(account):
    plan = plan_of(account, year=clock.today().year - 1)
    hold(plan)
    plan.refresh_from_db()
    assert plan.review_on is None
    with pytest.raises(RuleBroken):
        hold(plan)


def test_not_before_the_quarters_last_month(account):
    with pytest.raises(RuleBroken, match="last month"):
        hold(due(account, days=40))


def test_two_who_review_at_once_review_once(account):
    plan = due(account)
    seen = AccountPlan.objects.get(pk=plan.pk)
    hold(plan)
    with pytest.raises(StaleEdit):
        hold(AccountPlan.objects.get(pk=plan.pk), version=seen.version)
    assert PlanReview.objects.count() == 1


def test_no_review_without_a_conclusion(account):
    with pytest.raises(RuleBroken) as refused:
        hold(due(account), note=" ")
    assert refused.value.field == "note"


def test_a_due_review_stands_on_the_owners_day_and_in_the_list(account, sign_in):
    plan = due(account)
    client = sign_in("rep")
    assert plan.get_absolute_url() in client.get("/").content.decode()
    assert "review due" in client.get(plan.get_absolute_url()).content.decode()
    assert [row for row, _step in client.get("/reports/plans/?review_due=true").context["plans"]] == [plan]
    assert not client.get("/reports/plans/?review_due=false").context["plans"]


def test_the_page_shows_what_was_kept(account, sign_in):
    plan = due(account)
    objective_of(plan, reached=30)
    page = sign_in("rep").get(hold(plan, note="Prices first").get_absolute_url()).content.decode()
    assert "Prices first" in page
    assert "50" in page
