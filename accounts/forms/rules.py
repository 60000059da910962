from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Cadence, SavedView
from foundation.forms import VisibleForm, VisibleModelForm


class CadenceForm(VisibleForm):
    """The days of every tier at once; each row's version goes along."""

    def __init__(self, *args: Any, cadences: Iterable[Cadence], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cadences = {cadence.tier or "unrated": cadence for cadence in cadences}
        for tier, cadence in self.cadences.items():
            label = cadence.get_tier_display() if cadence.tier else _("Unrated")
            self.fields[f"days_{tier}"] = forms.IntegerField(
                min_value=1, max_value=3650, label=label, initial=cadence.days
            )
            self.fields[f"version_{tier}"] = forms.IntegerField(
                min_value=1, widget=forms.HiddenInput, initial=cadence.version
            )

    def typed(self) -> list[tuple[Cadence, int, int]]:
        """(cadence, version read, days typed) of every tier."""
        data = self.cleaned_data
        return [(row, data[f"version_{tier}"], data[f"days_{tier}"]) for tier, row in self.cadences.items()]

    def compare(self, current: Cadence) -> None:
        """The tier that somebody else changed says what is saved now; the next submit counts as an edit of that."""
        tier = current.tier or "unrated"
        self.add_error(f"days_{tier}", _("Saved meanwhile: %(value)s") % {"value": current.days})
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[f"version_{tier}"] = current.version
        self.data = data


class SavedViewForm(VisibleModelForm):
    class Meta:
        model = SavedView
        fields = ["name"]
