"""What somebody promised to do, from whatever room it comes: one line of My day and of its list."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet, Value
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Visit
from accounts.queries.visit import with_open_step
from care.models import Complaint
from care.queries import complaints_due
from dossier.models import Contract
from dossier.queries import contracts_due
from foundation.ui.shell import route
from losses.models import WinBackStep
from losses.queries import win_back_steps_due
from pipeline.models import AgreedAction, Opportunity, ReviewAction, Stage
from pipeline.queries import actions_due, agreed_due, steps_due
from plans.models import AccountPlan, PlanAction
from plans.queries import plan_actions_due, reviews_due
from relations.models import HelpRequest
from relations.queries import help_due


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
    act_url: str = ""
    act: str = ""
    """What is not ticked off is answered by something else: where, and what that is called."""


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
        # A deal that is open needs another step once this one is done.
        act_url=route("opportunity_edit", row.pk) + "#id_next_step",
        act=_("Set the next"),
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


def of_help(row: HelpRequest) -> Promise:
    return Promise(
        row=row,
        on=row.due_on,
        text=row.text,
        url=row.get_absolute_url(),
        about=_("Help with the relationship"),
        where=row.account,
        who=row.helper,
        act_url=row.get_absolute_url(),
        act=pgettext("a request for help", "Answer"),
    )


def of_complaint(row: Complaint) -> Promise:
    return Promise(
        row=row,
        on=row.due_day,
        text=str(row),
        url=row.get_absolute_url(),
        about=row.get_level_display(),
        where=row.account,
        who=row.handler,
        act_url=row.get_absolute_url(),
        act=pgettext("a complaint", "Handle"),
    )


def of_contract(row: Contract) -> Promise:
    return Promise(
        row=row,
        on=row.decide_by,
        text=str(row),
        url=row.get_absolute_url(),
        about=_("Contract ends"),
        where=row.account,
        who=row.owner,
        act_url=row.get_absolute_url(),
        act=pgettext("a contract", "Decide"),
    )


def of_plan_action(row: PlanAction) -> Promise:
    return Promise(
        row=row,
        on=row.due_on,
        text=row.text,
        url=row.plan.get_absolute_url(),
        about=_("Account plan"),
        where=row.plan.account,
        who=row.owner,
        done_url=route("plan_action_done", row.pk),
    )


def of_win_back(row: WinBackStep) -> Promise:
    return Promise(
        row=row,
        on=row.due_on,
        text=row.text,
        url=row.win_back.get_absolute_url(),
        about=_("Win back"),
        where=row.win_back.loss.account,
        who=row.owner,
        done_url=route("win_back_step_done", row.pk),
    )


def of_plan(row: AccountPlan) -> Promise:
    return Promise(
        row=row,
        on=row.review_on or dt.date.max,
        text=_("Review the quarter of the account plan"),
        url=row.get_absolute_url(),
        about=_("Account plan"),
        where=row.account,
        who=row.account.owner,
    )


class Kind(NamedTuple):
    """Rows of one room that hold a promise: all that are due, the column with the day, and how a row is told."""

    due: QuerySet[Any]
    day: str
    told: Callable[[Any], Promise]


_KEY = ("due_day", "kind_of_row", "id")


class Due:
    """Every promise that is due on `today` or overdue: those of `user`, or with `team` those of all that he sees."""

    def __init__(self, user: Any, today: dt.date, *, team: bool) -> None:
        self.user, self.team = user, team
        self._kinds = {
            "visit": Kind(self._of_visits(today), "next_step_on", of_visit),
            "opportunity": Kind(steps_due(self._own(Opportunity), today), "next_step_on", of_opportunity),
            "review": Kind(actions_due(self._own(ReviewAction), today), "due_on", of_review),
            "help": Kind(self._of_help(today), "due_on", of_help),
            "complaint": Kind(self._of_complaints(today), "due_on", of_complaint),
            "contract": Kind(contracts_due(self._own(Contract), today), "decide_by", of_contract),
            "plan_action": Kind(plan_actions_due(self._own(PlanAction), today), "due_on", of_plan_action),
            "plan_review": Kind(reviews_due(self._of_plans(), today), "review_on", of_plan),
            "win_back": Kind(win_back_steps_due(self._own(WinBackStep), today), "due_on", of_win_back),
            "performance": Kind(agreed_due(self._own(AgreedAction), today), "due_on", of_performance),
        }

    def fetch(self, skip: int, limit: int) -> tuple[list[Promise], int]:
        """`limit` of them, the oldest first, and how many there are; two queries, and one for each kind among them."""
        first, *others = (
            kind.due.order_by().annotate(kind_of_row=Value(name), due_day=F(kind.day)).values_list(*_KEY)
            for name, kind in self._kinds.items()
        )
        every = first.union(*others, all=True)
        found = every.order_by(*_KEY)[skip : skip + limit]
        return self._told([(name, pk) for _day, name, pk in found]), every.count()

    def _told(self, keys: list[tuple[str, int]]) -> list[Promise]:
        ids = defaultdict(list)
        for name, pk in keys:
            ids[name].append(pk)
        promises = {
            (name, row.pk): self._kinds[name].told(row)
            for name, pks in ids.items()
            for row in self._kinds[name].due.filter(pk__in=pks)
        }
        # What was done between two queries is in the first and not in the second.
        return [promises[key] for key in keys if key in promises]

    def _of_visits(self, today: dt.date) -> QuerySet[Visit]:
        rows = with_open_step(Visit.objects.visible_to(self.user)).filter(account__archived_at=None)
        rows = rows.filter(next_step_on__lte=today).select_related("account", "by")
        return rows if self.team else rows.filter(Q(by=self.user) | Q(account__owner=self.user))

    def _of_help(self, today: dt.date) -> QuerySet[HelpRequest]:
        rows = help_due(HelpRequest.objects.visible_to(self.user), today)
        return rows if self.team else rows.filter(helper=self.user)

    def _of_complaints(self, today: dt.date) -> QuerySet[Complaint]:
        rows = complaints_due(Complaint.objects.visible_to(self.user), today)
        return rows if self.team else rows.filter(handler=self.user)

    def _of_plans(self) -> QuerySet[AccountPlan]:
        rows = AccountPlan.objects.visible_to(self.user)
        return rows if self.team else rows.filter(account__owner=self.user)

    def _own(self, model: Any) -> Any:
        rows = model.objects.visible_to(self.user)
        return rows if self.team else rows.filter(owner=self.user)
