"""The keys that every plan is checked by, and the templates of its resource mix."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from foundation.filters import only
from foundation.views import ServiceFormView
from plans import services
from plans.forms import KeysForm, MixesForm
from plans.models import KeyPoint, ResourceMix
from teams.views.doors import ForLeads


class _Rule(ForLeads, ServiceFormView):
    success_message = _("Saved.")
    queryset: QuerySet[Any]

    def get_form_kwargs(self) -> dict[str, Any]:
        only(self.request.GET)
        return {**super().get_form_kwargs(), "rows": self.queryset.all()}


class KeysRule(_Rule):
    template_name = "plans/keys_rule.html"
    form_class = KeysForm
    queryset = KeyPoint.objects.order_by("position")
    success_url = reverse_lazy("plan_keys")

    def write(self, form: KeysForm) -> None:
        services.key_points_set(actor=self.reader, wanted=form.typed())


class MixesRule(_Rule):
    template_name = "plans/mixes_rule.html"
    form_class = MixesForm
    queryset = ResourceMix.objects.order_by("position")
    success_url = reverse_lazy("plan_mixes")

    def write(self, form: MixesForm) -> None:
        services.resource_mixes_set(actor=self.reader, wanted=form.typed())
