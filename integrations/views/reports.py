"""The figures of reports as CSV: the same as on their pages, under the same filters, exact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.views import View

from foundation import clock
from foundation.views import Page
from integrations.exporting import csv_lines
from pipeline.queries.movement import LINES
from pipeline.views.forecast import forecast_report
from pipeline.views.movement import movement_report
from pipeline.views.productivity import productivity_report
from pipeline.views.quota import quota_report
from teams.models import User


class ReportExport(Page, View):
    """One line for the whole, for each team and for each person."""

    name: ClassVar[str]
    columns: ClassVar[Sequence[str]]

    def lines(self, request: HttpRequest) -> Iterable[tuple[Any, Sequence[Any]]]:
        """(subject, its figures); None is the whole."""
        raise TypeError(f"{type(self).__name__} names no lines")

    def get(self, request: HttpRequest) -> HttpResponseBase:
        rows = ([*_about(subject), *figures] for subject, figures in self.lines(request))
        file = f"{self.name}-{clock.today().isoformat()}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{file}"', "X-Content-Type-Options": "nosniff"}
        lines = csv_lines(["about", "name", "id", *self.columns], rows)
        return StreamingHttpResponse(lines, "text/csv; charset=utf-8", headers=headers)


class MovementExport(ReportExport):
    name = "movement"
    columns = ("from", "to", *LINES)

    def lines(self, request: HttpRequest) -> Iterable[tuple[Any, Sequence[Any]]]:
        report = movement_report(request, request.GET)
        found, span = report["movement"], report["span"]
        for line in [found.total, *found.teams, *found.owners]:
            yield line.subject, [span.since, span.until, *(line.lines[name].amount for name in LINES)]


class ForecastExport(ReportExport):
    name = "forecast"
    columns = ("from", "to", "open", "won", "commit", "best case", "weighted", "by observed rates", "added to weighted")

    def lines(self, request: HttpRequest) -> Iterable[tuple[Any, Sequence[Any]]]:
        found = forecast_report(request, request.GET)["forecast"]
        told = [(None, found.total), *((line.subject, line.outlook) for line in [*found.teams, *found.owners])]
        for subject, outlook in told:
            call = outlook.call
            yield subject, [
                found.period.first, found.period.last, outlook.count, outlook.won, call["commit"], call["best"],
                call["weighted"], outlook.observed, outlook.added.get("weighted", 0),
            ]  # fmt: skip


class QuotaExport(ReportExport):
    name = "quota"
    columns = ("from", "to", "quota", "stretch", "won", "missing", "weighted", "saturation")

    def lines(self, request: HttpRequest) -> Iterable[tuple[Any, Sequence[Any]]]:
        found = quota_report(request, request.GET)["saturation"]
        for line in [found.total, *found.teams, *found.people]:
            yield line.subject, [
                found.period.first, found.period.last, line.goal.base, line.goal.stretch, line.won, line.missing,
                line.weighted, line.saturation,
            ]  # fmt: skip


class ProductivityExport(ReportExport):
    name = "productivity"
    columns = ("from", "to", "open", "won", "lost", "win rate", "average amount", "cycle days", "in 30 days")

    def lines(self, request: HttpRequest) -> Iterable[tuple[Any, Sequence[Any]]]:
        found = productivity_report(request, request.GET)["productivity"]
        for line in [found.total, *found.teams, *found.people]:
            now = line.now
            yield line.subject, [
                found.first, found.until, now.open, now.won, now.lost, now.win_rate, now.average, now.cycle, now.result,
            ]  # fmt: skip


def _about(subject: Any) -> list[Any]:
    if subject is None:
        return ["all", "", ""]
    return ["person" if isinstance(subject, User) else "team", str(subject), subject.pk]
