from __future__ import annotations

from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from foundation.views import ServiceFormView
from scoring import queries, services
from scoring.forms import PinForm, PinRemoveForm
from scoring.models import TierPin
from teams.rules import only_leads_of


class OfWhoLeads(ServiceFormView):
    """For who leads the account's team: out of sight is a 404, in sight without leading a 403."""

    account: Any

    def get(self, *args: Any, **kwargs: Any) -> Any:
        self._check()
        return super().get(*args, **kwargs)

    def post(self, *args: Any, **kwargs: Any) -> Any:
        self._check()
        return super().post(*args, **kwargs)

    def _check(self) -> None:
        only_leads_of(self.reader, self.account)

    def get_success_url(self) -> str:
        return reverse("tier_explain", args=[self.account.pk])


class PinNew(OfWhoLeads):
    """A manager's word against the computed tier."""

    template_name = "scoring/pin_new.html"
    form_class = PinForm
    success_message = _("Pinned. It counts from the next nightly run on.")

    @cached_property
    def account(self) -> Account:
        return self.visible(Account.objects, pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        return {"tier": self.account.tier}

    def write(self, form: PinForm) -> TierPin:
        return services.pin_set(self.account, actor=self.reader, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        why = queries.explain(self.account)
        if why:
            queries.as_seen([why.decision], self.reader)
        return super().get_context_data(**kwargs, account=self.account, why=why, pin=queries.pin_of(self.account))


class PinRemove(OfWhoLeads):
    """The computed tier counts again, with the reason for those who will ask."""

    template_name = "scoring/pin_remove.html"
    form_class = PinRemoveForm
    success_message = _("The pin is gone. The next nightly run computes the tier again.")

    @cached_property
    def pin(self) -> TierPin:
        return self.visible(TierPin.objects, pk=self.kwargs["pk"])

    @property
    def account(self) -> Account:
        return self.pin.account

    def write(self, form: PinRemoveForm) -> TierPin:
        return services.pin_remove(self.pin, actor=self.reader, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, account=self.account, pin=self.pin)
