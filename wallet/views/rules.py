"""By what shares of wallet are judged."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from foundation.filters import only
from foundation.views import ServiceFormView
from teams.views.doors import ForLeads
from wallet import services
from wallet.forms import WalletRuleForm
from wallet.models import WalletRule


class WalletRuleEdit(ForLeads, ServiceFormView):
    template_name = "wallet/rule.html"
    form_class = WalletRuleForm
    success_url = reverse_lazy("wallet_rule")
    success_message = _("Saved.")

    @cached_property
    def rule(self) -> WalletRule:
        return WalletRule.current()

    def get_form_kwargs(self) -> dict[str, Any]:
        only(self.request.GET)
        return {**super().get_form_kwargs(), "instance": self.rule}

    def write(self, form: WalletRuleForm) -> WalletRule:
        return services.wallet_rule_set(self.rule, actor=self.reader, **form.cleaned_data)
