"""A quarter is looked back on, and what stood is kept."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from foundation import clock
from foundation.columns import save_edit
from foundation.errors import RuleBroken
from journal.services import record
from plans.models import AccountPlan, PlanReview
from plans.queries.review import what_stands
from plans.rules import quarter_before, review_after
from teams.models import User

from .plan import check_open, check_version


@transaction.atomic
def review_hold(plan: AccountPlan, *, actor: User, version: int, note: str) -> PlanReview:
    """Freezes what stands at the end of the quarter that is due, with the conclusion; the next quarter follows.

    RuleBroken: no conclusion, the year is reviewed, the quarter has more than its last month to go. StaleEdit if
    `version` is old: somebody held it since.
    """
    check_open(plan)
    check_version(plan, version)
    if plan.review_on is None:
        raise RuleBroken(_("Each quarter of this year is reviewed."))
    if clock.today() < clock.add_months(plan.review_on, -1):
        raise RuleBroken(_("A quarter is reviewed from its last month on."))
    if not note.strip():
        raise RuleBroken(_("Say what you conclude."), field="note")
    row = PlanReview.objects.create(
        plan=plan, quarter=quarter_before(plan.review_on), note=note, figures=what_stands(plan), by=actor
    )
    save_edit(plan, version, {"review_on": review_after(plan.review_on, plan.year)})
    row.refresh_from_db()  # figures as they were kept
    record(actor=actor, verb="planreview.held", subject=row, account_id=plan.account_id, changes={"quarter": row.name})
    return row
