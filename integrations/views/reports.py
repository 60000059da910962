"""The figures of reports as CSV: the same as on their pages, under the same filters, exact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.views import View

from foundation.views import Page
from pipeline.queries.movement import LINES
from pipeline.views.forecast import forecast_report
from pipeline.views.movement import movement_report
from pipeline.views.productivity import productivity_report
from pipeline.views.quota import quota_report
from teams.models import User

from .exports import csv_file


class ReportExport(Page, View):
    """One line for the whole, for each team and for each person."""

    name: ClassVar[str]
    columns: ClassVar[Sequence[str]]
    report: ClassVar[Any]
    """(request, query) → the page's own context."""

    def lines(self, report: dict[str, Any]) -> Iterable[tuple[Any, Sequence[Any]]]:
        """(subject, its figures); None is the whole."""
        raise TypeError(f"{type(self).__name__} names no lines")

    def get(self, request: HttpRequest) -> HttpResponseBase:
        report = type(self).report(request, request.GET)
        report["filter"].rows_or_refuse()
        # All of them before the first goes out: what fails must not be a file that ends in the middle.
        rows = [[*_about(subject), *figures] for subject, figures in self.lines(report)]
        return csv_file(self.name, ["about", "name", "id", *self.columns], rows)


class MovementExport(ReportExport):
    name = "movement"
    report = staticmethod(movement_report)
    columns = ("from", "to", *LINES)

    def lines(self, report: dict[str, Any]) -> Iterable[tuple[Any, Sequence[Any]]]:
        found, span = report["movement"], report["span"]
        for line in [found.total, *found.teams, *found.owners]:
            yield line.subject, [span.since, span.until, *(line.lines[name].amount for name in LINES)]


class ForecastExport(ReportExport):
    name = "forecast"
    report = staticmethod(forecast_report)
    columns = ("from", "to", "open", "won", "commit", "best case", "weighted", "by observed rates", "added to weighted")

    def lines(self, report: dict[str, Any]) -> Iterable[tuple[Any, Sequence[Any]]]:
        found = report["forecast"]
        told = [(None, found.total), *((line.subject, line.outlook) for line in [*found.teams, *found.owners])]
        for subject, outlook in told:
            call = outlook.call
            yield subject, [
                found.period.first, found.period.last, outlook.count, outlook.won, call["commit"], call["best"],
                call["weighted"], outlook.observed, outlook.added.get("weighted", 0),
            ]  # fmt: skip


class QuotaExport(ReportExport):
    name = "quota"
    report = staticmethod(quota_report)
    columns = ("from", "to", "quota", "stretch", "won", "missing", "weighted", "saturation")

    def lines(self, report: dict[str, Any]) -> Iterable[tuple[Any, Sequence[Any]]]:
        found = report["saturation"]
        for line in [found.total, *found.teams, *found.people]:
            yield line.subject, [
                found.period.first, found.period.last, line.goal.base, line.goal.stretch, line.won, line.missing,
                line.weighted, line.saturation,
            ]  # fmt: skip


class ProductivityExport(ReportExport):
    name = "productivity"
    report = staticmethod(productivity_report)
    columns = ("from", "to", "open", "won", "lost", "win rate", "average amount", "cycle days", "in 30 days")

    def lines(self, report: dict[str, Any]) -> Iterable[tuple[Any, Sequence[Any]]]:
        found = report["productivity"]
        for line in [found.total, *found.teams, *found.people]:
            now = line.now
            yield line.subject, [
                found.first, found.until, now.open, now.won, now.lost, now.win_rate, now.average, now.cycle, now.result,
            ]  # fmt: skip


def _about(subject: Any) -> list[Any]:
    if subject is None:
        return ["all", "", ""]
    return ["person" if isinstance(subject, User) else "team", str(subject), subject.pk]
