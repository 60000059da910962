from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.forms.own_cadence import OwnCadenceForm
from accounts.models import Account, OwnCadence
from accounts.queries.cadence import days_of_tier, own_changes
from foundation.errors import StaleEdit
from foundation.filters import only
from foundation.views import ServiceFormView


class OwnCadenceEdit(ServiceFormView):
    """How often one account is visited, whatever its tier; for who leads its team."""

    template_name = "accounts/own_cadence.html"
    form_class = OwnCadenceForm
    success_message = _("Saved.")

    @cached_property
    def account(self) -> Account:
        account = self.visible(Account.objects.select_related("owner"), pk=self.kwargs["pk"])
        if not self.reader.leads_for(account):
            raise PermissionDenied
        return account

    @cached_property
    def row(self) -> OwnCadence | None:
        return OwnCadence.objects.visible_to(self.reader).filter(account=self.account).first()

    def get_form_kwargs(self) -> dict[str, Any]:
        only(self.request.GET)
        return {**super().get_form_kwargs(), "row": self.row}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            account=self.account,
            row=self.row,
            tier_days=days_of_tier(self.account.tier),
            changes=own_changes(self.account),
        )

    def write(self, form: OwnCadenceForm) -> OwnCadence:
        said = form.cleaned_data
        told = {"days": said["days"], "reason": said["reason"]}
        if self.row is None:
            return services.own_cadence_add(actor=self.reader, account=self.account, **told)
        if said["version"] == 0:
            raise StaleEdit(self.row)
        return services.own_cadence_change(self.row, actor=self.reader, version=said["version"], **told)

    def get_success_url(self) -> str:
        return self.account.get_absolute_url()
