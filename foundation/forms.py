"""Forms check shapes and offer only what the reader may see."""

from __future__ import annotations

from typing import Any

from django import forms

from .errors import RuleBroken


class VisibleFormMixin:
    """Give it `user`: every model choice is restricted to rows that user may see."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                rows: Any = field.queryset
                field.queryset = rows.visible_to(user)

    def refuse(self, error: RuleBroken) -> None:
        """A service's refusal, shown at the field it names."""
        field = error.field if error.field in self.fields else None
        self.add_error(field, error.message)  # type: ignore[attr-defined]


class VisibleForm(VisibleFormMixin, forms.Form):
    """A plain form."""


class VisibleModelForm(VisibleFormMixin, forms.ModelForm):
    """A form over a model's fields; it never saves by itself: a service does."""

    def save(self, commit: bool = True) -> Any:
        raise TypeError("forms do not write; call the service")
