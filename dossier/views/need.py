"""What an account needs and how it buys."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.views.of_account import OfAccount
from dossier import services
from dossier.forms import NeedsForm
from dossier.models import Need
from foundation.filters import only
from foundation.views import ServiceFormView


class Needs(OfAccount, ServiceFormView):
    template_name = "dossier/needs.html"
    form_class = NeedsForm
    success_message = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        only(self.request.GET)
        found = Need.objects.visible_to(self.reader).filter(account=self.account).select_related("seen_by")
        return {**super().get_form_kwargs(), "rows": {row.part: row for row in found}}

    def write(self, form: NeedsForm) -> None:
        services.needs_set(actor=self.reader, account=self.account, wanted=form.typed())

    def get_success_url(self) -> str:
        return str(self.account.get_absolute_url()) + "#needs"
