"""Who is likely to leave, and how far that can be trusted."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from foundation.errors import RuleBroken
from foundation.views import ListView, Page, ServiceFormView, go_to
from scoring import services
from scoring.filters import ChurnListFilter
from scoring.forms import ChurnRuleForm
from scoring.models import Alert, ChurnFit, ChurnPrediction, ChurnRule
from scoring.models.alert import OPEN_STATES
from scoring.queries.alerts import BY_TIER, alerts_with_people, with_sentences
from scoring.queries.churn import churn_notes, churn_totals, recent_fits, simpler_rule, standing_fit, with_outlooks
from scoring.queries.fits import fit_state
from teams.models import Company
from teams.views.doors import ForLeads

ALERTS_SHOWN = 20


class ChurnList(ListView):
    """Customers we still have by risk × profit, beside the model's accuracy; or the plain statement that it has nothing
    to say. Who is lost already stands among the losses."""

    template_name = "scoring/churn.html"
    fragment = "scoring/_churn.html"
    filterset_class = ChurnListFilter

    @cached_property
    def fit(self) -> ChurnFit | None:
        return standing_fit()

    def rows(self) -> QuerySet[ChurnPrediction]:
        rows = ChurnPrediction.objects.visible_to(self.reader).filter(account__lost_on__isnull=True)
        rows = rows.select_related("account__owner")
        return rows.order_by("-at_stake", "-id")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs, fit=self.fit, currency=Company.current().base_currency)
        context["rows"] = with_outlooks(context["rows"], self.fit)
        if not self.request.htmx:  # type: ignore[attr-defined]
            context |= self._accuracy() | self._failure()
        return context

    def _accuracy(self) -> dict[str, Any]:
        speaks, bands = self.fit is not None and self.fit.has_numbers, ChurnRule.current().bands
        return {
            "bands": bands,
            "fits": list(recent_fits()),
            "simpler": simpler_rule(self.fit) if self.fit else None,
            "notes": churn_notes(self.fit) if self.fit else [],
            "totals": churn_totals(ChurnPrediction.objects.visible_to(self.reader), bands) if speaks else None,
            "alerts": [] if speaks or self.fit is None else self._alerts(),
        }

    def _failure(self) -> dict[str, Any]:
        """That the last night's fit failed, or is on its way while an earlier one speaks."""
        state = fit_state()
        to_do = state.failed.to_do(self.reader) if state.failed else ""
        return {"failure": state.failed, "fit_waits": state.waits, "to_do": to_do}

    def _alerts(self) -> list[Alert]:
        """What the rules alone say."""
        rows = Alert.objects.visible_to(self.reader).filter(state__in=OPEN_STATES)
        return with_sentences(alerts_with_people(rows).order_by(BY_TIER, "due_on", "id")[:ALERTS_SHOWN])


class FitStart(ForLeads, Page):
    """Queues the fit of the last night by hand."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            services.fit_start(actor=self.reader)
        except RuleBroken as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, _("Queued. It starts as soon as a worker is free."))
        return go_to(request, reverse("churn"))


class ChurnRuleEdit(ForLeads, ServiceFormView):
    """What the model is asked for, and from where on its risks are watched and high."""

    template_name = "scoring/churn_rule.html"
    form_class = ChurnRuleForm
    success_url = reverse_lazy("rules")
    success_message = _("Saved. The next nightly run asks by it; the bounds of the risk count from now on.")

    @cached_property
    def rule(self) -> ChurnRule:
        return ChurnRule.current()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.rule}

    def write(self, form: ChurnRuleForm) -> ChurnRule:
        version = form.cleaned_data["version"]
        return services.churn_rule_update(self.rule, actor=self.reader, version=version, **form.changes)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, rule=self.rule)
