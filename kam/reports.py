"""Every report: the question that it answers, and where."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from foundation.filters import only
from foundation.ui.shell import route
from foundation.views import PageView


class Report(NamedTuple):
    """A route, and the one question that its first screen answers.

    `answer` is the template that says it in words, `file` the route of its figures: with both it can be sent by mail.
    """

    page: str
    title: Any
    question: Any
    for_leads: bool = False
    answer: str = ""
    file: str = ""

    @property
    def url(self) -> str:
        return route(self.page)


class Group(NamedTuple):
    title: Any
    reports: tuple[Report, ...]


GROUPS = [
    Group(
        _("Pipeline"),
        (
            Report(
                "monday",
                _("Monday's five answers"),
                _("Where do we stand, what moved, what is stuck, whom to help, what to review?"),
                for_leads=True,
                answer="kam/_monday_answers.html",
                file="monday_export",
            ),
            Report(
                "funnel",
                _("Sales funnel"),
                _("What stands in which stage, and how much of it goes on?"),
                answer="pipeline/_funnel_sentence.html",
                file="funnel_export",
            ),
            Report(
                "funnel_then",
                _("Funnel of a day"),
                _("What stood in which stage then, and how much went on until then?"),
                answer="pipeline/_funnel_then_sentence.html",
                file="funnel_then_export",
            ),
            Report(
                "ageing",
                _("Ageing"),
                _("What has stood in its stage for longer than is normal there?"),
                answer="pipeline/_ageing_sentence.html",
                file="ageing_export",
            ),
            Report(
                "win_loss",
                _("Won and lost"),
                _("Why do we win and lose, and against whom?"),
                answer="pipeline/_win_loss_sentence.html",
                file="win_loss_export",
            ),
            Report("review_week", _("The week's review"), _("Which big deals are one, and what is missing?")),
            Report("performance_list", _("Performance reviews"), _("What did we agree, and what came of it?")),
            Report("development_list", _("Development of target accounts"), _("Whom do we win, and why not?")),
            Report(
                "forecast",
                _("Forecast"),
                _("What will come, and how far can that be relied on?"),
                answer="pipeline/_forecast_sentence.html",
                file="forecast_export",
            ),
            Report(
                "movement",
                _("Funnel movement"),
                _("What did the open funnel gain and lose between two days?"),
                answer="pipeline/_movement_sentence.html",
                file="movement_export",
            ),
            Report(
                "quota",
                _("Quota and saturation"),
                _("Will the quota be met, and is there still time?"),
                answer="pipeline/_quota_sentence.html",
                file="quota_export",
            ),
            Report(
                "productivity",
                _("Productivity"),
                _("Which factor would bring most?"),
                answer="pipeline/_productivity_sentence.html",
                file="productivity_export",
            ),
            Report(
                "against_whom",
                _("Against whom"),
                _("Against which competitors do we win and lose?"),
                answer="pipeline/_against_whom_sentence.html",
                file="against_whom_export",
            ),
        ),
    ),
    Group(
        _("Relations"),
        (
            Report(
                "coverage",
                _("Visit coverage"),
                _("Do visits go where the cadence asks for them?"),
                answer="accounts/_coverage_sentence.html",
                file="coverage_export",
            ),
            Report("wall_list", _("Relationship walls"), _("How firmly do we stand, and what to strengthen?")),
            Report(
                "plan_list",
                _("Account plans"),
                _("What will we achieve with key accounts, and who does what next?"),
            ),
            Report(
                "completeness_list",
                _("Complete records"),
                _("How complete and fresh are our records, and what is missing?"),
            ),
            Report("duplicate_list", _("Possible duplicates"), _("Which accounts look like one and the same?")),
            Report(
                "satisfaction_list", _("Satisfaction"), _("Who gets less than they expect, and whom did we never ask?")
            ),
            Report("contract_list", _("Contracts"), _("Which end, and what has to be decided by when?")),
            Report("expectation_report", _("Expectations"), _("What do they expect of us, and do we do it?")),
            Report("complaint_list", _("Complaints"), _("Who is unhappy, and how many say nothing?")),
            Report("loss_list", _("Lost accounts"), _("Why do customers leave us, and whom do we win back?")),
            Report("referrals", _("Referrals"), _("Who brings us customers, and what are these worth?")),
        ),
    ),
    Group(
        _("Worth"),
        (
            Report("tiers", _("Tiers"), _("Which accounts earn the money?")),
            Report(
                "profit_report", _("Profit"), _("What does each team, group and industry bring, and what has changed?")
            ),
            Report(
                "concentration_report",
                _("Concentration"),
                _("How much hangs on how few, and is that healthy in our market?"),
            ),
            Report(
                "wallet_list", _("Share of wallet"), _("What part do we have of what they spend, and who has the rest?")
            ),
            Report("effort_report", _("Effort"), _("Do our hours go where the profit comes from?")),
            Report("churn", _("Churn"), _("Who is about to leave, and what would that cost?")),
            Report("retention", _("Value of keeping"), _("What are 5 points less churn worth?")),
        ),
    ),
]


def groups_for(user: Any) -> list[Group]:
    """The reports that `user` may open, in their groups; no empty group."""
    shown = (
        Group(group.title, tuple(report for report in group.reports if user.leads or not report.for_leads))
        for group in GROUPS
    )
    return [group for group in shown if group.reports]


class Reports(PageView):
    """The list of reports."""

    template_name = "kam/reports.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only(self.request.GET)
        return super().get_context_data(**kwargs, groups=groups_for(self.reader))
