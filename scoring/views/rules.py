from __future__ import annotations

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from foundation.views import PageView, ServiceFormView
from scoring import services
from scoring.forms import AlertRuleForm, PlaybookForm
from scoring.models import AlertRule, Playbook
from scoring.queries.precision import records
from scoring.queries.rule_words import days_sentence, when_sentence
from teams.views.doors import ForLeads


class AlertRules(ForLeads, PageView):
    """When a cause alerts."""

    template_name = "scoring/alert_rules.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        span, known = records(self.reader)
        every = AlertRule.objects.all()
        rules = [(rule, when_sentence(rule), days_sentence(rule), known[rule.cause]) for rule in every]
        return super().get_context_data(**kwargs, rules=rules, span=span)


class AlertRuleEdit(ForLeads, ServiceFormView):
    template_name = "scoring/alert_rule.html"
    form_class = AlertRuleForm
    success_url = reverse_lazy("alert_rules")
    success_message = _("Saved. The next nightly run judges by it.")

    @cached_property
    def rule(self) -> AlertRule:
        return get_object_or_404(AlertRule, cause=self.kwargs["cause"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.rule}

    def write(self, form: AlertRuleForm) -> AlertRule:
        version = form.cleaned_data["version"]
        return services.alert_rule_update(self.rule, actor=self.reader, version=version, **form.changes)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, rule=self.rule)


class Playbooks(ForLeads, PageView):
    """What to do about each cause."""

    template_name = "scoring/playbooks.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, playbooks=Playbook.objects.prefetch_related("steps"))


class PlaybookEdit(ForLeads, ServiceFormView):
    template_name = "scoring/playbook.html"
    form_class = PlaybookForm
    success_url = reverse_lazy("playbooks")
    success_message = _("Saved. Who begins to act from now on gets these steps.")

    @cached_property
    def playbook(self) -> Playbook:
        return get_object_or_404(Playbook, cause=self.kwargs["cause"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.playbook}

    def write(self, form: PlaybookForm) -> Playbook:
        version = form.cleaned_data["version"]
        return services.playbook_update(self.playbook, actor=self.reader, version=version, steps=form.steps)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, playbook=self.playbook)
