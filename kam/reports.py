"""Every report: the question that it answers, and where."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from foundation.filters import only
from foundation.ui.shell import route
from foundation.views import PageView


class Report(NamedTuple):
    """A route, and the one question that its first screen answers."""

    page: str
    title: Any
    question: Any
    for_leads: bool = False

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
            Report("funnel", _("Sales funnel"), _("What stands in which stage, and how much of it goes on?")),
            Report("against_whom", _("Against whom"), _("Against which competitors do we win and lose?")),
        ),
    ),
    Group(
        _("Worth"),
        (
            Report("tiers", _("Tiers"), _("Which accounts earn the money?")),
            Report("churn", _("Churn"), _("Who is about to leave, and what would that cost?")),
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
