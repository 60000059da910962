"""A plan that was made elsewhere: kept with the review that it waits for. Of a year that is over nobody is told."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Account
from foundation import clock
from foundation.errors import RuleBroken
from plans.models import AccountPlan
from plans.rules import first_review, is_review_of, review_after
from teams.models import User

from .plan import plan_create


@transaction.atomic
def plan_tell(
    *, actor: User, account: Account, year: int, aim: str, review_on: dt.date | None, **fields: Any
) -> AccountPlan:
    """As `plan_create`; `review_on` None: what a new plan waits for, and nothing in a year that is over.

    RuleBroken (review_on): not the day after a quarter of the year, or a quarter would go by that nobody may review
    yet.
    """
    today = clock.today()
    is_over = year < today.year
    if review_on and not _may_wait_for(review_on, year, today):
        raise RuleBroken(_("The day after a quarter of its year, at the latest the one under way."), field="review_on")
    if not review_on and not is_over:
        return plan_create(actor=actor, account=account, year=year, aim=aim, **fields)
    verb = "plan.told" if is_over else "plan.created"
    return plan_create(actor=actor, account=account, year=year, aim=aim, verb=verb, review_on=review_on, **fields)


def _may_wait_for(review_on: dt.date, year: int, today: dt.date) -> bool:
    """Reviews that were held are behind it: of the quarter under way only in its last month."""
    if not is_review_of(review_on, year):
        return False
    last: dt.date | None = first_review(year, today)
    if last and today >= clock.add_months(last, -1):
        last = review_after(last, year)
    return last is None or review_on <= last
