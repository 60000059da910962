"""The lists behind the figures of a period: forecast, quotas and Monday lead to the same rows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from foundation import clock
from foundation.ui.lists import address
from pipeline.queries.spans import Period
from teams.models import Role
from teams.visibility import sees_everything


def doors(query: QueryDict, period: Period) -> dict[str, str]:
    """The lists behind the figures of a forecast, narrowed as the report is."""
    expected = {"expected_from": period.first, "expected_to": period.last, "status": "open"}
    closed = {"closed_from": period.first, "closed_to": period.last, "status": "won"}
    behind = {
        "open": expected,
        "won": closed,
        "commit": {**expected, "category": "commit"},
        "overdue": {"status": "open", "expected_to": period.first - clock.DAY},
    }
    base, own = reverse("opportunity_list"), {"period": None, "day": None, "weeks": None}
    return {name: base + address(query, **own, **filters) for name, filters in behind.items()}


class OfOwnGoals:
    """Of reports: unless asked about somebody, about what the reader sells, or those whom he leads; what he sees of
    others (at a shared account, as a co-owner) is in lists and not in his figures. `request.as_usual` says so."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        about_own(request)
        return super().get(request, *args, **kwargs)  # type: ignore[misc]


def about_own(request: Any) -> None:
    """Narrows what is asked to the reader's own goals."""
    request.as_usual = of_goals(QueryDict(), request.user)
    request.GET = of_goals(request.GET, request.user)


def of_goals(query: QueryDict, user: Any) -> QueryDict:
    """`query`, narrowed to what the goals of the whole are about: what the reader sells, or all whom he leads."""
    meant = query.copy()
    if sees_everything(user) or query.get("owner"):
        return meant
    if user.role == Role.REP or user.team_id is None:
        meant["owner"] = str(user.pk)
    elif not (query.get("team") or query.get("in_team")):
        meant["team"] = str(user.team_id)
    return meant
