"""Quotas: where we stand against them, and where they are set."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.filters import only
from foundation.paging import list_page
from foundation.views import ActionView, ServiceFormView
from journal.live import LivePage
from pipeline import services
from pipeline.filters import QuotaFilter
from pipeline.forms import QuotaEditForm, QuotaForm
from pipeline.models import Opportunity, Quota
from pipeline.queries.saturation import saturation, with_a_goal
from teams.models import Company, Role, Team, User
from teams.views.doors import ForLeads

from .doors import OfOwnGoals, doors


def quota_report(request: HttpRequest, query: QueryDict) -> dict[str, Any]:
    """Context of pipeline/_quota_report.html for the reader of `request`, narrowed by `query`."""
    user: Any = request.user
    rows = Opportunity.objects.visible_to(user).live()
    filterset = QuotaFilter(query, queryset=rows, request=request)
    narrowed, period = filterset.rows_or_400(), filterset.chosen
    people = with_a_goal(User.objects.visible_to(user), filterset.quotas, period)
    teams = Team.objects.visible_to(user)
    if user.role == Role.REP:
        # He has a quota of his own; what his team is to reach is for those who lead it.
        people, teams = people.filter(pk=user.pk), teams.none()
    found = saturation(
        narrowed,
        filterset.quotas,
        period,
        teams=filterset.of_teams(teams).order_by("path"),
        people=filterset.of_people(people.select_related("team")),
        today=clock.today(),
    )
    return {
        "filter": filterset,
        "period": period,
        "saturation": replace(found, people=filterset.of_standings(found.people)),
        "chart": [
            {"label": cover.stage, "value": cover.weighted, "tone": "" if cover.in_time else "late"}
            for cover in found.stages
        ],
        "currency": Company.current().base_currency,
        "is_whole": filterset.is_about_people_alone,
        "doors": doors(query, period),
        "line_doors": doors(query, period),
    }


class QuotaReport(OfOwnGoals, LivePage):
    template_name = "pipeline/quota_report.html"
    fragment = "pipeline/_quota_report.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, **quota_report(self.request, self.request.GET))


class Quotas(ForLeads, ServiceFormView):
    """All quotas within reach, the latest first, and a form for the next."""

    template_name = "pipeline/quotas.html"
    form_class = QuotaForm
    success_url = reverse_lazy("quota_list")
    success_message = _("The quota is set.")

    def write(self, form: QuotaForm) -> Quota:
        told = form.told("base", "stretch", "currency")
        return services.quota_set(actor=self.reader, period=form.period, **told)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only(self.request.GET, "page")
        rows = Quota.objects.visible_to(self.reader).select_related("person", "team").order_by("-starts_on", "-pk")
        return super().get_context_data(**kwargs, page=list_page(rows, self.request.GET.get("page")))


class QuotaEdit(ForLeads, ServiceFormView):
    template_name = "pipeline/quota_form.html"
    form_class = QuotaEditForm
    success_url = reverse_lazy("quota_list")
    success_message = _("Saved.")

    @cached_property
    def quota(self) -> Quota:
        return self.visible(Quota.objects.select_related("person", "team"), pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.quota}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, quota=self.quota)

    def write(self, form: QuotaEditForm) -> Quota:
        version = form.cleaned_data["version"]
        return services.quota_update(self.quota, actor=self.reader, version=version, **form.changes)


class QuotaRemove(ForLeads, ActionView):
    success_message = _("The quota is removed.")

    def act(self) -> None:
        services.quota_remove(self.visible(Quota.objects, pk=self.kwargs["pk"]), actor=self.reader)

    def next_url(self) -> str:
        return reverse("quota_list")
