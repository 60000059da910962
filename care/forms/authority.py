from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from care.choices import DECIDERS
from care.models import Authority, IcebergRule
from care.models.authority import MOST_HOURS
from care.services import AuthoritySpec
from foundation.forms import EditForm, VisibleForm

_VERSION: dict[str, Any] = {"min_value": 1, "max_value": 2**31 - 1, "widget": forms.HiddenInput}


class AuthorityForm(VisibleForm):
    """One matter for every tier at once; each row's version goes along."""

    def __init__(self, *args: Any, rows: Iterable[Authority], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(rows)
        for row in self.rows:
            self.fields |= {
                f"version_{row.pk}": forms.IntegerField(initial=row.version, **_VERSION),
                f"decides_{row.pk}": forms.ChoiceField(choices=DECIDERS, label=_("Who decides"), initial=row.decides),
                f"hours_{row.pk}": forms.IntegerField(
                    min_value=1, max_value=MOST_HOURS, label=_("Within hours"), initial=row.hours
                ),
            }

    @property
    def groups(self) -> list[tuple[Authority, list[Any]]]:
        """The fields of each tier."""
        return [(row, [self[f"{name}_{row.pk}"] for name in ("version", "decides", "hours")]) for row in self.rows]

    def typed(self) -> list[AuthoritySpec]:
        data = self.cleaned_data
        names = ("version", "decides", "hours")
        return [AuthoritySpec(row, *(data[f"{name}_{row.pk}"] for name in names)) for row in self.rows]


class IcebergForm(EditForm):
    leave = forms.DecimalField(
        min_value=Decimal(0), max_value=Decimal(1), decimal_places=4, label=_("Share of the silent ones who leave")
    )
    stay = forms.DecimalField(
        min_value=Decimal(0), max_value=Decimal(1), decimal_places=4,
        label=_("Share of complainers who stay if it is solved fast and well"),
    )  # fmt: skip

    class Meta:
        model = IcebergRule
        fields = ["unhappy", "leave", "stay"]
