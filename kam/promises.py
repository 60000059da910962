"""What somebody promised to do, from whatever room it comes: one line of My day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Visit
from foundation.ui.shell import route
from pipeline.models import AgreedAction, Opportunity, ReviewAction, Stage


@dataclass(frozen=True)
class Promise:
    """`row` is what holds it; `about` what it is about, and `where` the account of that; `who` promised it."""

    row: Any
    on: dt.date
    text: str
    url: str
    about: Any
    where: Any = None
    who: Any = None
    stage: Stage | None = None
    done_url: str = ""
    """Where it can be ticked off."""


def of_visit(visit: Visit) -> Promise:
    return Promise(
        row=visit,
        on=visit.next_step_on or dt.date.max,
        text=visit.next_step or _("Next step"),
        url=route("account_detail", visit.account_id),
        about=visit.account,
        who=visit.by,
        done_url=route("step_done", visit.pk),
    )


def of_opportunity(row: Opportunity) -> Promise:
    return Promise(
        row=row,
        on=row.next_step_on or dt.date.max,
        text=row.next_step or _("Next step"),
        url=row.get_absolute_url(),
        about=row,
        where=row.account,
        who=row.owner,
        stage=row.stage,
    )


def of_review(action: ReviewAction) -> Promise:
    return Promise(
        row=action,
        on=action.due_on,
        text=action.text,
        url=action.opportunity.get_absolute_url(),
        about=action.opportunity,
        where=action.opportunity.account,
        who=action.owner,
        done_url=route("review_action_done", action.pk),
    )


def of_performance(action: AgreedAction) -> Promise:
    return Promise(
        row=action,
        on=action.due_on,
        text=action.text,
        url=action.review.get_absolute_url(),
        about=_("Performance review"),
        who=action.owner,
        done_url=route("agreed_action_done", action.pk),
    )
