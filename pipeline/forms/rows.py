"""A list that is written as a whole: a line of fields for each row, and a few empty ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _

from foundation.forms import VersionForm


class RowsForm(VersionForm):
    """`columns` makes the fields of a row; a row counts when its first column is filled.

    Fields are named `<column>_<place>`.
    """

    columns: ClassVar[Mapping[str, Callable[[], forms.Field]]]
    needed: ClassVar[tuple[str, ...]] = ()
    blank = 3

    def __init__(self, *args: Any, rows: Sequence[Mapping[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = range(max(len(rows), self._sent()) + self.blank)
        for place in self.places:
            for name, make in self.columns.items():
                field = make()
                field.required = False
                field.initial = rows[place].get(name) if place < len(rows) else field.initial
                if isinstance(field, forms.ModelChoiceField):
                    field.queryset = self._choice(field.queryset, [row.get(name) for row in rows])
                self.fields[f"{name}_{place}"] = field

    @property
    def lines(self) -> list[list[forms.BoundField]]:
        """The bound fields, row by row."""
        return [[self[f"{name}_{place}"] for name in self.columns] for place in self.places]

    @property
    def typed(self) -> list[dict[str, Any]]:
        """The rows that are filled."""
        first = next(iter(self.columns))
        rows = [{name: self.cleaned_data.get(f"{name}_{place}") for name in self.columns} for place in self.places]
        return [row for row in rows if row[first]]

    def clean(self) -> dict[str, Any]:
        first = next(iter(self.columns))
        for place in self.places:
            missing = [name for name in (first, *self.needed) if not self._has(f"{name}_{place}")]
            if missing and len(missing) <= len(self.needed):
                for name in missing:
                    if f"{name}_{place}" not in self.errors:
                        self.add_error(f"{name}_{place}", _("This line lacks it."))
        return self.cleaned_data

    def refuse(self, error: Any) -> None:
        """A refusal names a column, not a line: it is told above all of them."""
        self.add_error(None, error.message)

    def _choice(self, offered: Any, kept: list[Any]) -> Any:
        """What the reader may choose, and what stands in the list though it is offered no more."""
        return offered.visible_to(self.user) | offered.model._default_manager.filter(pk__in=kept)

    def _has(self, name: str) -> bool:
        return self.cleaned_data.get(name) not in (None, "")

    def _sent(self) -> int:
        """How many filled lines came with the request, beyond those that are kept."""
        first = next(iter(self.columns))
        return sum(1 for name in self.data if name.startswith(f"{first}_")) - self.blank if self.is_bound else 0
