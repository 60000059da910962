from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.errors import RuleBroken, StaleEdit
from foundation.views import ListView, ServiceFormView
from scoring import services
from scoring.filters import AlertListFilter
from scoring.forms import AlertForm
from scoring.models import Alert
from scoring.queries.alerts import BY_TIER, alert_counts, alerts_with_people, with_sentences


class AlertList(ListView):
    """Which accounts somebody should look at now, the most urgent first."""

    template_name = "scoring/alerts.html"
    fragment = "scoring/_alerts.html"
    filterset_class = AlertListFilter

    def rows(self) -> QuerySet[Alert]:
        rows = alerts_with_people(Alert.objects.visible_to(self.reader)).annotate(tier_order=BY_TIER)
        return rows.order_by("due_on", "tier_order", "id")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["rows"] = with_sentences(context["rows"])
        if not self.request.htmx:  # type: ignore[attr-defined]
            context["counts"] = alert_counts(Alert.objects.visible_to(self.reader))
        return context


class AlertUpdate(ServiceFormView):
    """One alert: acknowledge, act, resolve, false alarm, with a note. In a list it swaps its own row."""

    template_name = "scoring/alert.html"
    form_class = AlertForm
    success_message = _("Saved.")

    @cached_property
    def alert(self) -> Alert:
        return self.visible(alerts_with_people(Alert.objects.all()), pk=self.kwargs["pk"])

    def get_template_names(self) -> list[str]:
        return ["scoring/_alert_panel.html"] if self._is_part() else super().get_template_names()

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.alert.version, "state": self.alert.state, "note": self.alert.note}

    def write(self, form: AlertForm) -> Alert:
        return services.alert_update(self.alert, actor=self.reader, **form.cleaned_data)

    def form_valid(self, form: Any) -> HttpResponse:
        return self._swap(form) if self._is_row() else super().form_valid(form)

    def get_success_url(self) -> str:
        return reverse("alert_list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, alert=with_sentences([self.alert])[0])

    def _swap(self, form: AlertForm) -> HttpResponse:
        """The row as it is now, with what went wrong, if something did."""
        status = 200
        error: Any = ""
        try:
            self.write(form)
        except RuleBroken as refusal:
            status, error = 422, refusal.message
        except StaleEdit:
            status, error = 412, _("Somebody changed it meanwhile. Look again, then decide.")
        fresh = alerts_with_people(Alert.objects.visible_to(self.reader)).get(pk=self.alert.pk)
        context = {"alert": with_sentences([fresh])[0], "error": error}
        return render(self.request, "scoring/_alert.html", context, status=status)

    def _is_part(self) -> bool:
        htmx = self.request.htmx  # type: ignore[attr-defined]
        return bool(htmx) and not htmx.boosted

    def _is_row(self) -> bool:
        return self._is_part() and self.request.htmx.target == f"alert-{self.alert.pk}"  # type: ignore[attr-defined]
