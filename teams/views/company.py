from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from foundation.views import Page, ServiceFormView
from teams import queries, services
from teams.forms import CompanyForm, TeamEditForm, TeamForm
from teams.models import Company, Team

from .doors import ForAdministrators, ForLeads


class CompanyEdit(ForLeads, ServiceFormView):
    template_name = "teams/company_edit.html"
    form_class = CompanyForm
    success_url = reverse_lazy("rules")
    success_message = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": Company.current()}

    def write(self, form: CompanyForm) -> Company:
        version = form.cleaned_data["version"]
        return services.company_update(Company.current(), actor=self.reader, version=version, **form.changes)


class TeamSearch(Page):
    """`?q=` → the teams that it finds, as options for a picker."""

    def get(self, request: HttpRequest) -> HttpResponse:
        found = queries.teams_found(Team.objects.visible_to(self.reader), request.GET.get("q", "")[:100])
        return render(request, "teams/_team_options.html", {"teams": found})


class TeamNew(ForAdministrators, ServiceFormView):
    """A new team; `?parent=` says below which."""

    template_name = "teams/team_form.html"
    form_class = TeamForm
    success_url = reverse_lazy("people_list")
    success_message = _("Saved.")

    def get_initial(self) -> dict[str, Any]:
        return {"parent": self.request.GET.get("parent")}

    def write(self, form: TeamForm) -> Team:
        return services.team_create(actor=self.reader, **form.cleaned_data)


class TeamEdit(ForAdministrators, ServiceFormView):
    template_name = "teams/team_form.html"
    form_class = TeamEditForm
    success_url = reverse_lazy("people_list")
    success_message = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.team()}

    def write(self, form: TeamEditForm) -> Team:
        version = form.cleaned_data["version"]
        return services.team_update(self.team(), actor=self.reader, version=version, **form.changes)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, team=self.team())

    def team(self) -> Team:
        return self.visible(Team.objects, pk=self.kwargs["pk"])
