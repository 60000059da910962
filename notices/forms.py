from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms import VisibleForm

from .choices import MEANING, Kind


class WantedForm(VisibleForm):
    """Of which kinds the reader wants to be told: a tick for each."""

    def __init__(self, *args: Any, unwanted: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in Kind:
            self.fields[kind.value] = forms.BooleanField(
                label=kind.label, help_text=MEANING[kind], required=False, initial=kind.value not in unwanted
            )

    def unwanted(self) -> list[Kind]:
        return [kind for kind in Kind if not self.cleaned_data[kind.value]]


class LastForm(forms.Form):
    """The newest notice that the page showed."""

    last = forms.IntegerField(label=_("Last"), min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
