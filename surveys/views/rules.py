"""What is asked, and how long links and answers are good for."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from foundation.filters import only
from foundation.views import ServiceFormView
from surveys import services
from surveys.forms import PointsForm, SurveyRuleForm
from surveys.models import SurveyPoint, SurveyRule
from teams.views.doors import ForLeads


class PointsRule(ForLeads, ServiceFormView):
    template_name = "surveys/points_rule.html"
    form_class = PointsForm
    success_url = reverse_lazy("survey_points")
    success_message = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        only(self.request.GET)
        return {**super().get_form_kwargs(), "rows": SurveyPoint.objects.all()}

    def write(self, form: PointsForm) -> None:
        services.survey_points_set(actor=self.reader, wanted=form.typed())


class SurveyRuleEdit(ForLeads, ServiceFormView):
    template_name = "surveys/days_rule.html"
    form_class = SurveyRuleForm
    success_url = reverse_lazy("survey_rule")
    success_message = _("Saved.")

    @cached_property
    def rule(self) -> SurveyRule:
        return SurveyRule.current()

    def get_form_kwargs(self) -> dict[str, Any]:
        only(self.request.GET)
        return {**super().get_form_kwargs(), "instance": self.rule}

    def write(self, form: SurveyRuleForm) -> SurveyRule:
        return services.survey_rule_set(self.rule, actor=self.reader, **form.cleaned_data)
