"""The figures of reports as CSV: the same as on their pages, under the same filters, exact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any, ClassVar, NamedTuple

from django.http import HttpRequest, HttpResponseBase
from django.views import View

from accounts.choices import Tier
from foundation.views import Page
from integrations.columns import NAMES
from pipeline.models import Stage
from pipeline.queries import Figures
from pipeline.queries.ageing import Age
from pipeline.queries.figures import Sum
from pipeline.queries.movement import LINES
from pipeline.queries.win_loss import Outcome
from pipeline.views.ageing import ageing_report
from pipeline.views.doors import OfOwnGoals
from pipeline.views.forecast import forecast_report
from pipeline.views.funnel import funnel_report
from pipeline.views.movement import movement_report
from pipeline.views.productivity import productivity_report
from pipeline.views.quota import quota_report
from pipeline.views.rivals import against_whom_report
from pipeline.views.then import funnel_then_report
from pipeline.views.win_loss import win_loss_report
from rights.choices import Right
from rights.queries.coverage import Covered
from rights.views.coverage import coverage_report
from teams.models import User

from .exports import csv_file


class Named(NamedTuple):
    """What a line is about where its report does not keep the row itself."""

    kind: str
    pk: Any
    name: Any


class ReportExport(Page, View):
    """One line for the whole, and one for each team, person or whatever else the report tells apart."""

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
        rows = [[str(NAMES[about]), *rest, *figures] for about, rest, figures in self.told(report)]
        return csv_file(self.name, [str(NAMES[column]) for column in ("about", "name", "id", *self.columns)], rows)

    def told(self, report: dict[str, Any]) -> Iterator[tuple[str, tuple[str, Any], Sequence[Any]]]:
        """(what a line is about, its name and id, its figures)."""
        for subject, figures in self.lines(report):
            about, name, pk = _about(subject)
            yield about, (name, pk), figures


class FunnelExport(OfOwnGoals, ReportExport):
    name = "funnel"
    report = staticmethod(partial(funnel_report, most=None))
    columns = (
        *("open", "amount", "weighted", "closing this quarter", "date past", "won this quarter", "lost this quarter"),
        *("decided in 12 months", "win rate", "conversion", "median days"),
    )

    def lines(self, report: dict[str, Any]) -> Iterable[tuple[Any, Sequence[Any]]]:
        found = report["funnel"]
        yield None, self._figures(found.total)
        for line in found.stages:
            yield line.stage, self._figures(line.figures, line.progress.conversion, line.progress.median_days)
        for kind, lines in (("team", found.teams), ("person", found.owners)):
            for line in lines:
                yield Named(kind, *line.subject), self._figures(line.figures)

    @staticmethod
    def _figures(told: Figures, conversion: Any = None, days: Any = None) -> list[Any]:
        sums = [told.closing_quarter, told.overdue, told.won_quarter, told.lost_quarter]
        return [
            told.open.count, told.open.amount, told.open.weighted, *(each.amount for each in sums), told.cases,
            told.win_rate, conversion, days,
        ]  # fmt: skip


class FunnelThenExport(OfOwnGoals, ReportExport):
    name = "funnel-then"
    report = staticmethod(funnel_then_report)
    columns = ("from", "to", "open", "amount", "weighted", "went on", "lost", "conversion")

    def lines(self, report: dict[str, Any]) -> Iterable[tuple[Any, Sequence[Any]]]:
        found, span = report["then"], report["span"]
        days = [span.since, span.until]
        yield None, [*days, *self._sum(found.total), None, found.lost, None]
        for line in found.stages:
            gone = line.gone
            yield line.stage, [*days, *self._sum(line.open), gone.passed, gone.lost, gone.conversion]
        for kind, lines in (("team", found.teams), ("person", found.owners)):
            for line in lines:
                yield Named(kind, *line.subject), [*days, *self._sum(line.open), None, None, None]

    @staticmethod
    def _sum(told: Sum) -> list[Any]:
        return [told.count, told.amount, told.weighted]


class AgeingExport(OfOwnGoals, ReportExport):
    name = "ageing"
    report = staticmethod(ageing_report)
    columns = (
        *("open", "amount", "stuck", "stuck amount", "median days", "oldest days"),
        *("median days of won ones", "limit days", "stays of won ones"),
    )

    def lines(self, report: dict[str, Any]) -> Iterable[tuple[Any, Sequence[Any]]]:
        found = report["ageing"]
        yield None, [*self._figures(found.total), None, None, None]
        for line in found.stages:
            normal = line.normal
            yield normal.stage, [*self._figures(line.age), normal.median, normal.limit, normal.stays]
        for kind, lines in (("team", found.teams), ("person", found.owners)):
            for line in lines:
                yield Named(kind, *line.subject), [*self._figures(line.age), None, None, None]

    @staticmethod
    def _figures(age: Age) -> list[Any]:
        return [age.count, age.amount, age.stuck_count, age.stuck_amount, age.median, age.oldest]


class CoverageExport(ReportExport):
    name = "coverage"
    report = staticmethod(coverage_report)
    columns = (
        *("accounts", "visits asked", "visits made", "visits as asked", "visits missing", "visits beyond"),
        *("visits planned", "accounts short", "accounts beyond", "accounts overdue"),
        *(f"fails {right}" for right in Right.values),
        "fails any",
    )

    def lines(self, report: dict[str, Any]) -> Iterable[tuple[Any, Sequence[Any]]]:
        found = report["coverage"]
        yield None, self._figures(found.total, found.rights_of_all)
        for tier, covered in found.tiers:
            about = Named("tier", tier, Tier(tier).label if tier else NAMES["unrated"])
            yield about, self._figures(covered, found.rights_by[tier])
        for owner, covered in found.owners:
            yield Named("person", *owner), self._figures(covered, found.rights_by[owner.pk])

    @staticmethod
    def _figures(line: Covered, failing: Sequence[int]) -> list[Any]:
        return [
            line.accounts, line.asked, line.made, line.done, line.missing, line.extra, line.planned, line.short,
            line.beyond, line.overdue, *failing,
        ]  # fmt: skip


class WinLossExport(OfOwnGoals, ReportExport):
    name = "won-and-lost"
    report = staticmethod(win_loss_report)
    columns = ("won", "won amount", "lost", "lost amount", "win rate")

    def lines(self, report: dict[str, Any]) -> Iterable[tuple[Any, Sequence[Any]]]:
        found = report["found"]
        yield None, self._figures(found.total)
        for kind, lines in (("reason", found.reasons), ("competitor", found.competitors)):
            for line in lines:
                yield Named(kind, line.key, line.label), self._figures(line)

    @staticmethod
    def _figures(line: Outcome) -> list[Any]:
        return [line.won.count, line.won.amount, line.lost.count, line.lost.amount, line.win_rate]


class AgainstWhomExport(OfOwnGoals, ReportExport):
    name = "against-whom"
    report = staticmethod(against_whom_report)
    columns = ("open", "won", "lost", "lost to them", "win rate", "won amount", "lost amount")

    def lines(self, report: dict[str, Any]) -> Iterable[tuple[Any, Sequence[Any]]]:
        for line in report["lines"]:
            yield Named("competitor", line.competitor.pk, line.competitor), [
                line.open, line.won, line.lost, line.lost_to, line.win_rate, line.won_amount, line.lost_amount,
            ]  # fmt: skip


class MovementExport(OfOwnGoals, ReportExport):
    name = "movement"
    report = staticmethod(movement_report)
    columns = ("from", "to", *LINES)

    def lines(self, report: dict[str, Any]) -> Iterable[tuple[Any, Sequence[Any]]]:
        found, span = report["movement"], report["span"]
        for line in [found.total, *found.teams, *found.owners]:
            yield line.subject, [span.since, span.until, *(line.lines[name].amount for name in LINES)]


class ForecastExport(OfOwnGoals, ReportExport):
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


class QuotaExport(OfOwnGoals, ReportExport):
    name = "quota"
    report = staticmethod(quota_report)
    columns = ("from", "to", "quota", "stretch", "won", "missing", "weighted", "saturation", "quota days")

    def lines(self, report: dict[str, Any]) -> Iterable[tuple[Any, Sequence[Any]]]:
        found = report["saturation"]
        for line in [found.total, *found.teams, *found.people]:
            yield line.subject, [
                found.period.first, found.period.last, line.goal.base, line.goal.stretch, line.won, line.missing,
                line.weighted, line.saturation, line.goal.days,
            ]  # fmt: skip


class ProductivityExport(OfOwnGoals, ReportExport):
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


def _about(subject: Any) -> tuple[str, str, Any]:
    match subject:
        case None:
            return "all", "", ""
        case Named():
            return subject.kind, str(subject.name), subject.pk
        case Stage():
            return "stage", str(subject), subject.key
    return "person" if isinstance(subject, User) else "team", str(subject), subject.pk
