from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import OwnCadence
from accounts.models.own_cadence import MOST_DAYS
from foundation.figures import DASH
from foundation.forms import VisibleForm


class OwnCadenceForm(VisibleForm):
    """Days and reason, with the version that was read (0: there is none yet)."""

    days = forms.IntegerField(
        label=_("Days between visits"),
        min_value=1,
        max_value=MOST_DAYS,
        required=False,
        help_text=_("Empty: the cadence of its tier counts."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=300)
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: OwnCadence | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        self.fields["days"].initial = row.days if row else None
        self.fields["version"].initial = row.version if row else 0

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and self.row is None and data["days"] is None:
            self.add_error("days", _("Enter the days, or leave it as it is."))
        return data

    def compare(self, current: OwnCadence) -> None:
        """Somebody else changed it: what is saved now is said, and the next submit counts as an edit of that."""
        self.add_error("days", _("Saved meanwhile: %(value)s") % {"value": current.days or DASH})
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data["version"] = current.version
        self.data = data
