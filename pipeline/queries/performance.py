"""Performance reviews: the figures of a person and a period, the review before, and what is due of what was agreed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, F, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, Visit
from accounts.queries.account import overdue
from accounts.queries.visit import between
from foundation import clock
from foundation.sql import select_over
from pipeline.choices import Status
from pipeline.models import AgreedAction, Opportunity, PerformanceReview, Quota, ReviewAction
from pipeline.rules import cents, share_of
from teams.models import User

from .composed import SQL
from .flags import stuck

MONEY, COUNT, SHARE, DAYS = "money", "count", "share", "days"


@dataclass(frozen=True)
class Measure:
    """A figure of the review: which step it belongs to, how it reads, and whether more of it is better."""

    key: str
    step: str
    label: Any
    kind: str = COUNT


MEASURES = (
    Measure("quota", "results", _("Quota"), MONEY),
    Measure("won_amount", "results", _("Won"), MONEY),
    Measure("attained", "results", _("Attained"), SHARE),
    Measure("won_count", "results", _("Opportunities won")),
    Measure("lost_count", "results", _("Opportunities lost")),
    Measure("win_rate", "results", _("Win rate"), SHARE),
    Measure("open_amount", "funnel", _("Open"), MONEY),
    Measure("weighted", "funnel", _("Weighted"), MONEY),
    Measure("open_count", "funnel", _("Open opportunities")),
    Measure("new_count", "funnel", _("New in the period")),
    Measure("cycle", "funnel", _("Days from opening to winning"), DAYS),
    Measure("visits", "activity", _("Visits")),
    Measure("visited", "activity", _("Accounts visited")),
    Measure("hours", "activity", _("Hours with customers")),
    Measure("stepless", "gaps", _("Without next step")),
    Measure("late", "gaps", _("Close date past")),
    Measure("stuck", "gaps", _("Stuck")),
    Measure("unseen", "gaps", _("Accounts overdue for a visit")),
    Measure("undone", "gaps", _("Actions overdue")),
)


def figures(reader: User, person: User, starts_on: dt.date, ends_on: dt.date) -> dict[str, Any]:
    """By key of `MEASURES`, and `as_of`: of what `reader` sees of the person's. Six queries at any size.

    Results and activity are those of the period; funnel and gaps stand as they are today.
    """
    today = clock.today()
    deals = Opportunity.objects.visible_to(reader).live().filter(owner=person)
    visits = between(Visit.objects.visible_to(reader).filter(by=person, state="logged"), starts_on, ends_on)
    accounts = Account.objects.visible_to(reader).filter(owner=person, archived_at=None)
    actions = ReviewAction.objects.visible_to(reader).filter(owner=person, done_at=None, due_on__lt=today)
    made = visits.order_by().aggregate(
        visits=Count("pk"), visited=Count("account", distinct=True), minutes=Sum("minutes")
    )
    told = _of_deals(deals, starts_on, ends_on, today)
    return {
        **told,
        **_against_quota(reader, person, starts_on, ends_on, Decimal(told["won_amount"])),
        "visits": made["visits"],
        "visited": made["visited"],
        "hours": round((made["minutes"] or 0) / 60),
        "unseen": overdue(accounts, today).count(),
        "undone": actions.filter(opportunity__status=Status.OPEN, opportunity__archived_at=None).count(),
        "as_of": today.isoformat(),
    }


def review_before(review: PerformanceReview) -> PerformanceReview | None:
    """The person's closed review that ended last before this one began."""
    rows = PerformanceReview.objects.filter(person=review.person_id, closed_at__isnull=False)
    return rows.filter(ends_on__lt=review.starts_on).order_by("-ends_on", "-id").first()


def doors(review: PerformanceReview) -> Mapping[str, str]:
    """The query of the list that shows a figure's rows: "opportunity_list?owner=…", by key."""
    who, since, until = f"owner={review.person_id}", review.starts_on.isoformat(), review.ends_on.isoformat()
    closed = f"opportunity_list?{who}&closed_from={since}&closed_to={until}"
    open_ = f"opportunity_list?{who}&status=open"
    visits = f"visit_list?by={review.person_id}&state=logged&since={since}&until={until}"
    return {
        "quota": f"quota?{who}&day={until}",
        "attained": f"quota?{who}&day={until}",
        "won_amount": f"{closed}&status=won",
        "won_count": f"{closed}&status=won",
        "lost_count": f"{closed}&status=lost",
        "win_rate": closed,
        "cycle": f"{closed}&status=won",
        "open_amount": open_,
        "weighted": open_,
        "open_count": open_,
        "new_count": f"opportunity_list?{who}&opened_from={since}&opened_to={until}",
        "visits": visits,
        "visited": visits,
        "hours": visits,
        "stepless": f"opportunity_list?{who}&step=missing",
        "late": f"opportunity_list?{who}&closing=overdue",
        "stuck": f"{open_}&flag=stuck",
        "unseen": f"account_list?{who}&overdue=true",
        "undone": f"opportunity_list?action_of={review.person_id}",
    }


def agreed_due(rows: QuerySet[AgreedAction], today: dt.date) -> QuerySet[AgreedAction]:
    """Open ones that are due on `today` or overdue, the oldest first."""
    due = rows.filter(done_at=None, due_on__lte=today)
    return due.select_related("review__person", "owner").order_by("due_on", "id")


def _of_deals(deals: QuerySet[Opportunity], starts_on: dt.date, ends_on: dt.date, today: dt.date) -> dict[str, Any]:
    closed, is_open = Q(closed_on__gte=starts_on, closed_on__lte=ends_on), Q(status=Status.OPEN)
    won, lost = closed & Q(status=Status.WON), closed & Q(status=Status.LOST)
    row = deals.order_by().aggregate(
        won_amount=Sum("amount_base", filter=won),
        won_count=Count("pk", filter=won),
        lost_count=Count("pk", filter=lost),
        open_amount=Sum("amount_base", filter=is_open),
        weighted=Sum(F("amount_base") * F("stage__probability") / 100, filter=is_open),
        open_count=Count("pk", filter=is_open),
        new_count=Count("pk", filter=Q(opened_on__gte=starts_on, opened_on__lte=ends_on)),
        days=Avg(F("closed_on") - F("opened_on"), filter=won),
        stepless=Count("pk", filter=is_open & Q(next_step="")),
        late=Count("pk", filter=is_open & Q(expected_close_on__lt=today)),
        stuck=Count("pk", filter=stuck(today)),
    )
    days = row.pop("days")
    for name in ("won_amount", "open_amount", "weighted"):
        row[name] = str(cents(row[name]))
    rate = share_of(row["won_count"], row["won_count"] + row["lost_count"])
    return {**row, "win_rate": None if rate is None else str(round(rate, 4)), "cycle": _whole_days(days)}


def _against_quota(
    reader: User, person: User, starts_on: dt.date, ends_on: dt.date, won: Decimal
) -> dict[str, str | None]:
    """What falls into the period of the quotas of `person`, and what part of it was won; None without a quota."""
    quotas = Quota.objects.visible_to(reader).filter(person=person).order_by().values("id")
    base = sum(
        (row["base"] for row in select_over(SQL / "quotas.sql", quotas, {"first": starts_on, "last": ends_on})),
        Decimal(0),
    )
    if not base:
        return {"quota": None, "attained": None}
    return {"quota": str(cents(base)), "attained": str(round(won / base, 4))}


def _whole_days(days: dt.timedelta | None) -> int | None:
    return None if days is None else round(days / dt.timedelta(days=1))
