from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms import VisibleForm
from losses.choices import Approach
from losses.models import LossReason
from losses.services import ReasonSpec

_VERSION: dict[str, Any] = {"min_value": 1, "max_value": 2**31 - 1, "widget": forms.HiddenInput}
_NAMES = ("text", "text_zh", "reference", "approach", "is_offered")
NEW = "new"


class ReasonsForm(VisibleForm):
    """All reasons at once, each row's version along with it, and room for a new one."""

    def __init__(self, *args: Any, rows: Iterable[LossReason], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(rows)
        for row in self.rows:
            self.fields[f"version_{row.pk}"] = forms.IntegerField(initial=row.version, **_VERSION)
            self._add(str(row.pk), row)
        self._add(NEW, None)

    def _add(self, key: str, row: LossReason | None) -> None:
        known = row is not None
        self.fields |= {
            f"text_{key}": forms.CharField(max_length=80, required=known, label=_("Reason")),
            f"text_zh_{key}": forms.CharField(max_length=80, required=known, label=_("Reason, in Chinese")),
            f"reference_{key}": forms.DecimalField(
                min_value=Decimal(0), max_value=Decimal(1), decimal_places=4, required=False,
                label=_("Reference share, 0 to 1"),
            ),
            f"approach_{key}": forms.ChoiceField(choices=Approach.choices, required=known, label=_("How to win back")),
            f"is_offered_{key}": forms.BooleanField(required=False, label=_("Offered")),
        }  # fmt: skip
        for name in _NAMES:
            self.fields[f"{name}_{key}"].initial = getattr(row, name) if row else name == "is_offered" or None

    @property
    def groups(self) -> list[tuple[LossReason | None, list[Any]]]:
        """The fields of each reason, and at the end those of a new one."""
        known = [(row, [self[f"{name}_{row.pk}"] for name in ("version", *_NAMES)]) for row in self.rows]
        return [*known, (None, [self[f"{name}_{NEW}"] for name in _NAMES])]

    def typed(self) -> list[ReasonSpec]:
        data = self.cleaned_data
        specs = [
            ReasonSpec(row, data[f"version_{row.pk}"], *(data[f"{name}_{row.pk}"] for name in _NAMES))
            for row in self.rows
        ]
        if data[f"text_{NEW}"] or data[f"text_zh_{NEW}"]:
            approach = data[f"approach_{NEW}"] or Approach.CONTACT
            texts = (data[f"text_{NEW}"], data[f"text_zh_{NEW}"], data[f"reference_{NEW}"])
            specs.append(ReasonSpec(None, 1, *texts, approach))
        return specs
