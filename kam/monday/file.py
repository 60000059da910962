"""The five answers as CSV."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.views import View

from integrations.columns import NAMES
from integrations.views.exports import csv_file
from pipeline.queries.saturation import Standing
from pipeline.rules import cents
from pipeline.views.doors import about_own
from teams.models import User
from teams.views.doors import ForLeads

from .answers import Deals, monday


class MondayExport(ForLeads, View):
    """The five answers as a file, each with the lines that its page shows."""

    columns = ("answer", "about", "name", "id", "count", "amount", "quota", "missing")

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        about_own(request)
        found = monday(request)
        for narrowed in (found.chosen, found.moving):
            narrowed.rows_or_refuse()
        lines = [
            *(_standing_line("quota", line) for line in [found.standings.total, *found.against_quota]),
            *(
                ["moved", "line", name, "", line.count, line.amount, "", ""]
                for name, line in found.movement.lines.items()
            ),
            *_deal_lines("stuck", found.stuck),
            *(_standing_line("help", line) for line in found.to_help),
            *_deal_lines("review", found.to_review),
        ]
        return csv_file("monday", [str(NAMES[column]) for column in self.columns], lines)


def _standing_line(answer: str, line: Standing) -> list[Any]:
    about = "all" if line.subject is None else "person" if isinstance(line.subject, User) else "team"
    name, pk = (line.subject, line.subject.pk) if line.subject else ("", "")
    return [answer, about, name, pk, "", line.won, line.goal.base, line.missing]


def _deal_lines(answer: str, deals: Deals) -> list[list[Any]]:
    rows = [[answer, "deal", deal.name, deal.pk, 1, cents(deal.amount_base), "", ""] for deal in deals.largest]
    return [[answer, "all", "", "", deals.count, deals.worth, "", ""], *rows]
