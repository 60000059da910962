"""The forecast: what will come in this period, how far that can be relied on, and what managers add to it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.filters import only
from foundation.views import ActionView, ServiceFormView
from journal.live import LivePage
from pipeline import services
from pipeline.filters import PeriodFilter
from pipeline.forms import AdjustmentForm, ForecastRuleForm, ProposalForm
from pipeline.models import Adjustment, ForecastRule, Move, Opportunity, Proposal, Snapshot
from pipeline.queries.accuracy import accuracy
from pipeline.queries.forecast import Outlook, forecast
from pipeline.queries.spans import Period
from teams.models import Company
from teams.views.doors import ForLeads

from .doors import OfOwnGoals, doors

PAST = 6
"""Periods whose forecasts are judged."""


def forecast_report(request: HttpRequest, query: QueryDict) -> dict[str, Any]:
    """Context of pipeline/_forecast_report.html for the reader of `request`, narrowed by `query`."""
    user: Any = request.user
    rows = Opportunity.objects.visible_to(user).live()
    filterset = PeriodFilter(query, queryset=rows, request=request)
    narrowed, period = filterset.rows_or_400(), filterset.chosen
    added = filterset.about(Adjustment.objects.visible_to(user), "person", "team", "persons_team")
    is_whole = filterset.is_about_people_alone
    found = forecast(narrowed, period, added if is_whole else None)
    return {
        "filter": filterset,
        "period": period,
        "forecast": found,
        "chart": _chart(query, found.total, period),
        "adjustments": _standing(added, period) if is_whole else [],
        "accuracy": _accuracy(user, filterset) if is_whole else None,
        "proposal": Proposal.objects.visible_to(user).filter(state="proposed").first(),
        "currency": Company.current().base_currency,
        "doors": doors(query, period),
    }


def _chart(query: QueryDict, total: Outlook, period: Period) -> list[dict[str, Any]]:
    behind = doors(query, period)
    rows = [
        (_("Won so far"), total.won, "won"),
        (_("Commit"), total.called("commit"), "commit"),
        (_("Weighted"), total.called("weighted"), "open"),
        (_("By observed rates"), total.observed, "open"),
        (_("Best case"), total.called("best"), "open"),
    ]
    return [{"label": label, "value": amount, "url": behind[door]} for label, amount, door in rows]


def _standing(added: Any, period: Period) -> Any:
    """The adjustments of the period, those that were withdrawn too: what was said stays on record."""
    rows = added.filter(starts_on__gte=period.first, ends_on__lte=period.last)
    return rows.select_related("person", "team", "created_by", "withdrawn_by")[:50]


def _accuracy(user: Any, filterset: PeriodFilter) -> Any:
    present = filterset.chosen
    return accuracy(
        filterset.about(Snapshot.objects.visible_to(user), "owner", "team"),
        filterset.about(Move.objects.of_what_is_won().in_hands_of(user), "owner", "team"),
        filterset.about(Adjustment.objects.visible_to(user), "person", "team", "persons_team"),
        [present.back(steps) for steps in range(1, PAST + 1)],
        filterset.weeks_before,
    )


class ForecastReport(OfOwnGoals, LivePage):
    template_name = "pipeline/forecast_report.html"
    fragment = "pipeline/_forecast_report.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, **forecast_report(self.request, self.request.GET))


class AdjustmentNew(ForLeads, ServiceFormView):
    template_name = "pipeline/adjustment_form.html"
    form_class = AdjustmentForm
    success_url = reverse_lazy("forecast")
    success_message = gettext_lazy("The adjustment counts from now on, and stays on record.")

    def write(self, form: AdjustmentForm) -> Adjustment:
        told = form.told("measure", "amount", "reason")
        return services.adjustment_add(actor=self.reader, period=form.period, **told)


class AdjustmentWithdraw(ForLeads, ActionView):
    success_message = gettext_lazy("The adjustment is withdrawn.")

    def act(self) -> Adjustment:
        row = self.visible(Adjustment.objects, pk=self.kwargs["pk"])
        return services.adjustment_withdraw(row, actor=self.reader)

    def next_url(self) -> str:
        return reverse("forecast")


class ProposalMake(ForLeads, ActionView):
    """One click: what the moves say the probabilities should be, as a draft to decide on."""

    def act(self) -> Proposal:
        return services.proposal_make(actor=self.reader)

    def next_url(self) -> str:
        return reverse("proposal", args=[self.object.pk])


class ProposalDecide(ForLeads, ServiceFormView):
    template_name = "pipeline/proposal.html"
    form_class = ProposalForm
    success_url = reverse_lazy("forecast")

    @property
    def proposal(self) -> Proposal:
        return self.visible(Proposal.objects, pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "proposal": self.proposal}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only(self.request.GET)
        return super().get_context_data(**kwargs, proposal=self.proposal, rule=ForecastRule.current())

    def write(self, form: ProposalForm) -> Proposal:
        reason = form.cleaned_data["reason"]
        if form.cleaned_data["decision"] == "reject":
            return services.proposal_reject(self.proposal, actor=self.reader, reason=reason)
        return services.proposal_accept(
            self.proposal, actor=self.reader, reason=reason, probabilities=form.probabilities
        )


class ForecastRuleEdit(ForLeads, ServiceFormView):
    template_name = "pipeline/forecast_rule.html"
    form_class = ForecastRuleForm
    success_url = reverse_lazy("forecast")
    success_message = gettext_lazy("Saved. Every forecast counts with it from now on.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": ForecastRule.current()}

    def write(self, form: ForecastRuleForm) -> ForecastRule:
        version = form.cleaned_data["version"]
        return services.forecast_rule_update(ForecastRule.current(), actor=self.reader, version=version, **form.changes)
