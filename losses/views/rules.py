"""Why customers leave: the catalogue that loss reviews choose from."""

from __future__ import annotations

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from foundation.filters import only
from foundation.views import ServiceFormView
from losses import services
from losses.forms import ReasonsForm
from losses.models import LossReason
from teams.views.doors import ForLeads


class ReasonsRule(ForLeads, ServiceFormView):
    template_name = "losses/reasons_rule.html"
    form_class = ReasonsForm
    success_url = reverse_lazy("loss_reasons")
    success_message = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        only(self.request.GET)
        return {**super().get_form_kwargs(), "rows": LossReason.objects.order_by("position")}

    def write(self, form: ReasonsForm) -> None:
        services.loss_reasons_set(actor=self.reader, wanted=form.typed())
