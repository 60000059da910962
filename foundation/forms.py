"""Forms check shapes and offer only what the reader may see."""

from __future__ import annotations

from copy import copy
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from .errors import RuleBroken
from .figures import DASH


class VisibleFormMixin(forms.BaseForm):
    """Give it `user`: every model choice is restricted to rows that user may see."""

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
        self.add_error(field, error.message)

    def compare(self, current: Any) -> None:
        """Somebody saved first: what was typed stays, each differing field says what is saved now, and the next
        submit counts as an edit of `current`."""
        typed = dict(self.cleaned_data)
        self.add_error(None, _("Somebody saved this while you were editing. Compare, then save again."))
        for name, words in self.saved(current, typed).items():
            self.add_error(name, _("Saved meanwhile: %(value)s") % {"value": words})
        if "version" in self.fields:
            typed_again: Any = self.data.copy()  # type: ignore[attr-defined]
            typed_again[self.add_prefix("version")] = current.version
            self.data = typed_again

    def saved(self, current: Any, typed: dict[str, Any]) -> dict[str, Any]:
        """By field: what `current` holds where that is not what was `typed`."""
        return {
            name: _shown(current, name)
            for name in typed.keys() - {"version"}
            if _is_column(saved := getattr(current, name, _MISSING)) and saved != typed[name]
        }


class VisibleForm(VisibleFormMixin, forms.Form):
    """A plain form."""


class VersionForm(VisibleForm):
    """What was read, for an action on it."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class VisibleModelForm(VisibleFormMixin, forms.ModelForm):
    """A form over a model's fields; it never saves by itself: a service does.

    The row it is given stays as it is in the database, so that a service can tell what changes.
    """

    def __init__(self, *args: Any, instance: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, instance=copy(instance), **kwargs)

    def validate_constraints(self) -> None:
        """The services say in words what cannot stand; a CHECK by its name is no answer for a person."""
        try:
            self.instance.validate_constraints(exclude=self._get_validation_exclusions())  # type: ignore[attr-defined]
        except ValidationError:
            self.add_error(None, _("These values cannot stand together."))

    def save(self, commit: bool = True) -> Any:
        raise TypeError("forms do not write; call the service")


class EditForm(VisibleModelForm):
    """An edit of a Versioned row: carries the version that was read; `changes` is the rest of what was typed."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", self.instance.version)

    def saved(self, current: Any, typed: dict[str, Any]) -> dict[str, Any]:
        """Also what is no column: a form of `current` tells which roles, teams, criteria it would show."""
        fresh = type(self)(instance=current, user=self.user)
        linked = {
            name: _words(field, initial)
            for name, field in fresh.fields.items()
            if name in typed and not _is_column(getattr(current, name, _MISSING))
            if field.has_changed(initial := fresh.get_initial_for_field(field, name), self[name].data)
        }
        return super().saved(current, typed) | linked

    @property
    def changes(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


_MISSING = object()


def _is_column(value: Any) -> bool:
    """Links to many rows cannot be compared by value, and a form may ask what the row does not keep."""
    return value is not _MISSING and not isinstance(value, models.Manager)


def _words(field: forms.Field, initial: Any) -> str:
    """What a field that is no column holds, as a person reads it."""
    if isinstance(field, forms.ModelMultipleChoiceField):
        keys = [field.prepare_value(each) for each in initial or []]
        chosen = [field.label_from_instance(row) for row in field.queryset.filter(pk__in=keys)]  # type: ignore[union-attr]
    elif isinstance(field, forms.MultipleChoiceField):
        choices: Any = field.choices
        chosen = [str(label) for value, label in choices if value in (initial or [])]
    else:
        chosen = [str(initial or "")]
    return ", ".join(chosen) or DASH


def _shown(row: Any, name: str) -> Any:
    """The column as a person reads it; a dash for nothing."""
    words = getattr(row, f"get_{name}_display", None)
    value = words() if words else getattr(row, name)
    return DASH if value in (None, "") else value
