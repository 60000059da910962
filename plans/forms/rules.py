from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from foundation.forms import VisibleForm
from plans.choices import Resource
from plans.models import KeyPoint, ResourceMix
from plans.rules import WHOLE
from plans.services import KeySpec, MixSpec

_VERSION: dict[str, Any] = {"min_value": 1, "max_value": 2**31 - 1, "widget": forms.HiddenInput}
_TEXTS = ("text", "text_zh", "hint", "hint_zh")


class KeysForm(VisibleForm):
    """All eight keys at once; each row's version goes along."""

    def __init__(self, *args: Any, rows: Iterable[KeyPoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(rows)
        for row in self.rows:
            self.fields[f"version_{row.pk}"] = forms.IntegerField(initial=row.version, **_VERSION)
            for name in _TEXTS:
                column: Any = KeyPoint._meta.get_field(name)
                self.fields[f"{name}_{row.pk}"] = forms.CharField(
                    max_length=column.max_length, label=column.verbose_name, initial=getattr(row, name)
                )

    @property
    def groups(self) -> list[tuple[KeyPoint, list[Any]]]:
        """The fields of each key."""
        return [(row, [self[f"{name}_{row.pk}"] for name in ("version", *_TEXTS)]) for row in self.rows]

    def typed(self) -> list[KeySpec]:
        data = self.cleaned_data
        return [KeySpec(row, *(data[f"{name}_{row.pk}"] for name in ("version", *_TEXTS))) for row in self.rows]


class MixesForm(VisibleForm):
    """All three templates at once; each row's version goes along."""

    def __init__(self, *args: Any, rows: Iterable[ResourceMix], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(rows)
        for row in self.rows:
            self.fields[f"version_{row.pk}"] = forms.IntegerField(initial=row.version, **_VERSION)
            for resource in Resource:
                self.fields[f"{resource.value}_{row.pk}"] = forms.IntegerField(
                    min_value=0, max_value=WHOLE, label=resource.label, initial=getattr(row, resource)
                )

    @property
    def groups(self) -> list[tuple[ResourceMix, list[Any]]]:
        """The fields of each template."""
        return [(row, [self[f"{name}_{row.pk}"] for name in ("version", *Resource.values)]) for row in self.rows]

    def typed(self) -> list[MixSpec]:
        data = self.cleaned_data
        return [
            MixSpec(row, *(data[f"{name}_{row.pk}"] for name in ("version", *Resource.values))) for row in self.rows
        ]
