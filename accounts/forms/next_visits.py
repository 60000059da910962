from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from foundation.forms import VisibleForm


class NextVisitsForm(VisibleForm):
    """A proposed day for each account, to be ticked or moved; what is not ticked is proposed again next time."""

    def __init__(self, *args: Any, proposals: Iterable[tuple[Account, dt.date]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.accounts = {account.pk: account for account, _day in proposals}
        for account, day in proposals:
            self.fields[f"plan_{account.pk}"] = forms.BooleanField(label=account.name, required=False, initial=True)
            # In a row its label is the row's own head; a screen reader is told it again.
            attrs = {"type": "date", "class": "input", "aria-label": account.name}
            box = forms.DateInput(attrs, format="%Y-%m-%d")
            self.fields[f"on_{account.pk}"] = forms.DateField(label=account.name, initial=day, widget=box)

    @property
    def rows(self) -> list[tuple[Account, Any, Any]]:
        """(account, its tick, its day), as the page shows them."""
        return [(account, self[f"plan_{pk}"], self[f"on_{pk}"]) for pk, account in self.accounts.items()]

    def ticked(self) -> list[tuple[Account, dt.date]]:
        data = self.cleaned_data
        return [(account, data[f"on_{pk}"]) for pk, account in self.accounts.items() if data[f"plan_{pk}"]]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not self.ticked():
            raise forms.ValidationError(_("Tick at least one account."))
        return data
