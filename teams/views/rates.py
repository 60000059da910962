from __future__ import annotations

from typing import Any

from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.filters import only
from foundation.paging import list_page
from foundation.views import ActionView, ServiceFormView
from teams import queries, services
from teams.forms import CostRateForm, RateForm
from teams.models import Company, CostRate, ExchangeRate

from .doors import ForLeads


class Rates(ForLeads, ServiceFormView):
    """Exchange rates: the present one of each currency, all of them below, and a form for the next."""

    template_name = "teams/rates.html"
    form_class = RateForm
    success_url = reverse_lazy("rate_list")
    success_message = _("The rate is set. Amounts already entered keep theirs.")

    def get_initial(self) -> dict[str, Any]:
        return {"date": clock.today()}

    def write(self, form: RateForm) -> ExchangeRate:
        return services.rate_set(actor=self.reader, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only(self.request.GET, "page")
        rates = ExchangeRate.objects.visible_to(self.reader)
        return super().get_context_data(
            **kwargs,
            base=Company.current().base_currency,
            present=queries.present_rates(rates, clock.today()),
            page=list_page(rates.order_by("-date", "currency"), self.request.GET.get("page")),
        )


class RateRemove(ForLeads, ActionView):
    success_message = _("The rate is removed. Amounts already entered keep it.")

    def act(self) -> None:
        services.rate_remove(self.visible(ExchangeRate.objects, pk=self.kwargs["pk"]), actor=self.reader)

    def next_url(self) -> str:
        return reverse("rate_list")


class CostRates(ForLeads, ServiceFormView):
    """What an hour of our people costs: it decides what an account costs to serve."""

    template_name = "teams/cost_rates.html"
    form_class = CostRateForm
    success_url = reverse_lazy("cost_rate_list")
    success_message = _("The cost rate is set. It counts from the next nightly run on.")

    def get_initial(self) -> dict[str, Any]:
        return {"valid_from": clock.today()}

    def write(self, form: CostRateForm) -> CostRate:
        return services.cost_rate_set(actor=self.reader, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only(self.request.GET, "page")
        rates = CostRate.objects.visible_to(self.reader).select_related("user")
        return super().get_context_data(
            **kwargs,
            base=Company.current().base_currency,
            present=queries.present_cost_rates(rates, clock.today()),
            page=list_page(rates.order_by("-valid_from", "-pk"), self.request.GET.get("page")),
        )


class CostRateRemove(ForLeads, ActionView):
    success_message = _("The cost rate is removed.")

    def act(self) -> None:
        services.cost_rate_remove(self.visible(CostRate.objects, pk=self.kwargs["pk"]), actor=self.reader)

    def next_url(self) -> str:
        return reverse("cost_rate_list")
