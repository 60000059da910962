"""By what the 4R check judges."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from foundation.filters import only
from foundation.views import ServiceFormView
from rights import services
from rights.forms import RightsRuleForm
from rights.models import RightsRule
from teams.views.doors import ForLeads


class RightsRuleEdit(ForLeads, ServiceFormView):
    template_name = "rights/rule.html"
    form_class = RightsRuleForm
    success_url = reverse_lazy("rights_rule")
    success_message = _("Saved. Every account is judged anew within moments.")

    @cached_property
    def rule(self) -> RightsRule:
        return RightsRule.current()

    def get_form_kwargs(self) -> dict[str, Any]:
        only(self.request.GET)
        return {**super().get_form_kwargs(), "instance": self.rule}

    def write(self, form: RightsRuleForm) -> RightsRule:
        return services.rights_rule_set(self.rule, actor=self.reader, **form.cleaned_data)
