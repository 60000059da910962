from __future__ import annotations

import json
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from foundation.errors import RuleBroken, StaleEdit
from foundation.views import ListView, Page, ServiceFormView, go_to
from scoring import services
from scoring.choices import AlertState
from scoring.filters import AlertListFilter
from scoring.forms import AcknowledgeForm, AlertForm
from scoring.models import Alert, AlertStep
from scoring.queries.alerts import (
    BY_TIER,
    LAST_CLOSED,
    alert_counts,
    alerts_with_people,
    by_account,
    handed_up,
    most_urgent,
    with_evidence,
    with_sentences,
    with_steps,
)
from scoring.queries.evidence import evidence_of
from scoring.queries.nights import standing_night
from scoring.queries.precision import records


class AlertList(ListView):
    """Which accounts somebody should look at now, the most urgent first, each with its causes together; closed alerts,
    of which an account may have any number, one by one, the last closed first."""

    template_name = "scoring/alerts.html"
    fragment = "scoring/_alerts.html"
    filterset_class = AlertListFilter

    def rows(self) -> QuerySet[Alert]:
        rows = alerts_with_people(Alert.objects.visible_to(self.reader)).annotate(tier_order=BY_TIER)
        return rows.order_by(handed_up(self.reader), "due_on", "tier_order", "id")

    def paged(self, rows: QuerySet[Alert], filterset: Any) -> QuerySet[Alert]:
        self.narrowed = rows if filterset.lists_open else None
        if filterset.lists_closed and not filterset.form.cleaned_data.get("ordering"):
            return rows.order_by(LAST_CLOSED, "-id")
        return most_urgent(rows) if filterset.lists_open else rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = context["rows"]
        groups = [[alert] for alert in rows] if self.narrowed is None else by_account(rows, self.narrowed)
        context["rows"] = with_sentences(alert for group in groups for alert in group)
        context["groups"] = groups
        # Before any night nobody was looked at: no alert then says nothing.
        context["is_judged"] = bool(groups) or standing_night() is not None
        if not self.request.htmx:  # type: ignore[attr-defined]
            context["counts"] = alert_counts(Alert.objects.visible_to(self.reader), self.reader)
            context["span"], context["records"] = records(self.reader)
        return context


class AlertsAcknowledge(Page):
    """The ticked rows of the list at once; then back to the list as it was narrowed."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AcknowledgeForm(request.POST, user=self.reader)
        if not form.is_valid():
            messages.error(request, _("Tick the alerts that you have seen, then acknowledge them."))
            return self._back()
        try:
            result = services.alerts_acknowledge(actor=self.reader, seen=form.cleaned_data["alert"])
        except RuleBroken as refusal:
            messages.error(request, str(refusal.message))
            return self._back()
        self._tell(result)
        return self._back()

    def _tell(self, result: services.Acknowledged) -> None:
        done, changed = len(result.done), len(result.changed)
        if done:
            words = ngettext("%(n)d alert acknowledged.", "%(n)d alerts acknowledged.", done)
            messages.success(self.request, words % {"n": done})
        if changed:
            words = ngettext(
                "%(n)d alert had changed meanwhile and was left as it is.",
                "%(n)d alerts had changed meanwhile and were left as they are.",
                changed,
            )
            messages.warning(self.request, words % {"n": changed})

    def _back(self) -> HttpResponse:
        query = self.request.META.get("QUERY_STRING", "")
        return go_to(self.request, reverse("alert_list") + (f"?{query}" if query else ""))


class AlertStepTick(Page):
    """One step of an alert that is acted on, ticked or not; in the checklist it swaps the list."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int, step: int) -> HttpResponse:
        row = self.visible(AlertStep.objects.select_related("alert"), pk=step, alert=pk)
        error: Any = ""
        try:
            services.alert_step_tick(row, actor=self.reader, done=request.POST.get("done") == "1")
        except RuleBroken as refusal:
            error = refusal.message
        if not request.htmx:  # type: ignore[attr-defined]
            if error:
                messages.error(request, str(error))
            return go_to(request, reverse("alert_update", args=[pk]))
        context = {"alert": row.alert, "steps": with_steps(row.alert), "error": error}
        return render(request, "scoring/_alert_steps.html", context, status=422 if error else 200)


class AlertUpdate(ServiceFormView):
    """One alert with its evidence: act on it, close it, with a note. A page, or the panel beside the list; what a row's
    menu sends swaps that row, and what the panel sends lets the row look again."""

    template_name = "scoring/alert.html"
    form_class = AlertForm
    success_message = _("Saved.")

    @cached_property
    def alert(self) -> Alert:
        found: Alert = self.visible(with_evidence(Alert.objects.all()), pk=self.kwargs["pk"])
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._row() if self._is_row() else super().get(request, *args, **kwargs)

    def get_template_names(self) -> list[str]:
        return ["scoring/_alert_panel.html"] if self._is_part() else super().get_template_names()

    def get_initial(self) -> dict[str, Any]:
        alert = self.alert
        return {"version": alert.version, "state": alert.outcome or alert.state, "note": alert.note}

    def write(self, form: AlertForm) -> Alert:
        return services.alert_update(self.alert, actor=self.reader, **form.move)

    def form_valid(self, form: Any) -> HttpResponse:
        return self._swap(form) if self._is_row() else super().form_valid(form)

    def done(self) -> HttpResponse:
        """The panel goes on with who acts, and closes with the alert; the row behind it looks again."""
        if not self._is_part():
            return super().done()
        list(messages.get_messages(self.request))  # told here, not once more on the next page
        told: dict[str, Any] = {f"alert-{self.object.pk}": True, "toast": {"text": str(self.success_message)}}
        if self.object.is_open:
            del self.alert
            answer = self.render_to_response(self.get_context_data(form=self.form_class(**self._fresh())))
        else:
            answer, told["panel:close"] = HttpResponse(status=204), True
        answer["HX-Trigger"] = json.dumps(told)
        return answer

    def get_success_url(self) -> str:
        if self.object.state == AlertState.ACTING:
            return reverse("alert_update", args=[self.object.pk])
        return reverse("alert_list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        alert = with_sentences([self.alert])[0]
        evidence = evidence_of(alert, self.reader)
        return super().get_context_data(
            **kwargs, alert=alert, steps=with_steps(alert), evidence=evidence, in_panel=self._is_part()
        )

    def _fresh(self) -> dict[str, Any]:
        return {"user": self.reader, "initial": self.get_initial()}

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
        return self._row(error, status)

    def _row(self, error: Any = "", status: int = 200) -> HttpResponse:
        fresh = self.visible(alerts_with_people(Alert.objects.all()), pk=self.kwargs["pk"])
        context = {"alert": with_sentences([fresh])[0], "error": error}
        return render(self.request, "scoring/_alert.html", context, status=status)

    def _is_part(self) -> bool:
        htmx = self.request.htmx  # type: ignore[attr-defined]
        return bool(htmx) and not htmx.boosted

    def _is_row(self) -> bool:
        return self._is_part() and self.request.htmx.target == f"alert-{self.kwargs['pk']}"  # type: ignore[attr-defined]
