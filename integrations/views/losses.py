"""Lost accounts, win-back plans and their steps as files under headers that import_csv understands."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, QuerySet, Value, When
from django.db.models.functions import TruncDate
from django.utils import timezone

from losses.filters import LossFilter
from losses.models import Loss, WinBack, WinBackStep
from losses.queries.loss import with_further

from .exports import Export


class LossExport(Export):
    filterset_class = LossFilter
    name, back = "lost-accounts", "loss_list"
    columns = {
        "account": "account__name",
        "account_external_id": "account__external_id",
        "tier": "account__tier",
        "owner": "account__owner__email",
        "lost_on": "lost_on",
        "reason": "reason__text",
        "also": "further",
        "competitor": "competitor__name",
        "decided_by": "decided_by__name",
        "learned": "learned",
        "state": "state",
        "ended_on": "ended_on",
        "end_note": "end_note",
    }

    def rows(self) -> QuerySet[Loss]:
        return _seen(self).order_by("-lost_on", "-id")

    def told(self, filterset: Any) -> QuerySet[Loss]:
        return with_further(filterset.rows_or_refuse())


def _seen(view: Export) -> QuerySet[Loss]:
    return Loss.objects.visible_to(view.request.user)


class WinBackExport(Export):
    """The plans of the losses that the list shows."""

    filterset_class = LossFilter
    name, back = "win-backs", "loss_list"
    columns = {
        "account": "loss__account__name",
        "account_external_id": "loss__account__external_id",
        "lost_on": "loss__lost_on",
        **{column: column for column in ("aim", "approach", "expected", "currency", "state", "ended_on", "result")},
    }

    def rows(self) -> QuerySet[Loss]:
        return _seen(self)

    def told(self, filterset: Any) -> QuerySet[Any]:
        losses = filterset.rows_or_refuse().order_by().values("pk")
        return (
            WinBack.objects.visible_to(self.request.user)
            .filter(loss__in=losses)
            .order_by("-loss__lost_on", "loss", "id")
        )


class WinBackStepExport(WinBackExport):
    """The steps of those plans."""

    name = "win-back-steps"
    columns = {
        "account": "win_back__loss__account__name",
        "account_external_id": "win_back__loss__account__external_id",
        "lost_on": "win_back__loss__lost_on",
        "aim": "win_back__aim",
        "step": "text",
        "owner": "owner__email",
        "due_on": "due_on",
        "done_on": "done_day",
        "dropped": "dropped",
    }

    def told(self, filterset: Any) -> QuerySet[Any]:
        losses = filterset.rows_or_refuse().order_by().values("pk")
        rows = (
            WinBackStep.objects.visible_to(self.request.user)
            .filter(win_back__loss__in=losses)
            .annotate(
                done_day=TruncDate("done_at", tzinfo=timezone.get_current_timezone()),
                dropped=Case(When(is_dropped=True, then=Value("yes")), default=Value("")),
            )
        )
        return rows.order_by("-win_back__loss__lost_on", "win_back", "due_on", "id")
