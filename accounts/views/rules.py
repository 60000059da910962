from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db import transaction
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.forms import CadenceForm, SavedViewForm
from accounts.models import Cadence, SavedView
from accounts.queries.cadence import cadences, recent_changes
from foundation.views import ActionView, ServiceFormView
from teams.views.doors import ForLeads


class CadenceEdit(ForLeads, ServiceFormView):
    """How often accounts of each tier are visited, and who changed it when."""

    template_name = "accounts/cadence.html"
    form_class = CadenceForm
    success_url = reverse_lazy("cadence_edit")
    success_message = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "cadences": cadences()}

    @transaction.atomic
    def write(self, form: CadenceForm) -> list[Cadence]:
        return [
            services.cadence_set(row, actor=self.reader, version=version, days=days)
            for row, version, days in form.typed()
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, changes=recent_changes())


class SavedViewNew(ServiceFormView):
    """Keeps the list whose filters stand in the address; opened in the side panel of that list."""

    template_name = "accounts/saved_view_form.html"
    form_class = SavedViewForm
    success_message = _("View saved.")

    def write(self, form: SavedViewForm) -> SavedView:
        query = self.request.META.get("QUERY_STRING", "")
        return services.saved_view_create(
            actor=self.reader, page=self.kwargs["page"], name=form.cleaned_data["name"], query=query
        )

    def get_template_names(self) -> list[str]:
        in_panel = self.request.htmx and not self.request.htmx.boosted  # type: ignore[attr-defined]
        return ["accounts/_saved_view_form.html"] if in_panel else super().get_template_names()

    def get_success_url(self) -> str:
        return f"{reverse(self.object.page)}?{self.object.query}"


class SavedViewDelete(ActionView):
    success_message = _("View deleted.")

    @cached_property
    def saved(self) -> SavedView:
        return self.visible(SavedView.objects, pk=self.kwargs["pk"])

    def act(self) -> None:
        services.saved_view_delete(self.saved, actor=self.reader)

    def next_url(self) -> str:
        return reverse(self.saved.page)
