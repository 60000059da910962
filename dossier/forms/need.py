"""What people type of needs and buying."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dossier.choices import NeedPart
from dossier.models import Need
from dossier.services import NeedSpec
from foundation.forms import VisibleForm


class NeedsForm(VisibleForm):
    """All parts at once, each with its version and whether it is still true."""

    def __init__(self, *args: Any, rows: dict[str, Need], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for part in NeedPart:
            row = rows.get(part)
            self.fields[f"version_{part}"] = forms.IntegerField(
                min_value=0, max_value=2**31 - 1, initial=row.version if row else 0, widget=forms.HiddenInput
            )
            self.fields[f"text_{part}"] = forms.CharField(
                max_length=2000, required=False, label=part.label, help_text=part.question,
                initial=row.text if row else "", widget=forms.Textarea(attrs={"rows": 3}),
            )  # fmt: skip
            if row:
                self.fields[f"true_{part}"] = forms.BooleanField(required=False, label=_("Still true"))

    @property
    def groups(self) -> list[tuple[Need | None, list[Any]]]:
        """The fields of each part, and what is there."""
        names = ("version", "text", "true")
        return [
            (self.rows.get(part), [self[f"{name}_{part}"] for name in names if f"{name}_{part}" in self.fields])
            for part in NeedPart
        ]

    def compare(self, current: Any) -> None:
        """Somebody wrote that part meanwhile: told at its field, and the next submit counts as an edit of it."""
        self.add_error(None, _("Somebody saved this while you were editing. Compare, then save again."))
        self.add_error(f"text_{current.part}", _("Saved meanwhile: %(value)s") % {"value": current.text})
        typed: Any = self.data.copy()  # type: ignore[attr-defined]
        typed[f"version_{current.part}"] = current.version
        self.data = typed

    def typed(self) -> list[NeedSpec]:
        data = self.cleaned_data
        return [
            NeedSpec(part, data[f"text_{part}"], data[f"version_{part}"], bool(data.get(f"true_{part}")))
            for part in NeedPart
        ]
