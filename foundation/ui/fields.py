"""How a form's field is shown: the right control for its kind, described by its help and its errors."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.widgets import DateTimeBaseInput
from django.urls import reverse
from django.utils.safestring import SafeString

from .controls import is_line, is_plain, line, select

# Text with a numeric keyboard instead of type=number: full-width digits stay typeable and no wheel changes a sum.
_INPUT: list[tuple[type[forms.Field], dict[str, str]]] = [
    (forms.DateTimeField, {"type": "datetime-local"}),
    (forms.DateField, {"type": "date"}),
    (forms.TimeField, {"type": "time"}),
    (forms.DecimalField, {"type": "text", "inputmode": "decimal", "autocomplete": "off"}),
    (forms.IntegerField, {"type": "text", "inputmode": "numeric", "autocomplete": "off"}),
]
MOST_LISTED = 200
"""Rows of a list that one still looks through."""
_ISO = {"date": "%Y-%m-%d", "datetime-local": "%Y-%m-%dT%H:%M", "time": "%H:%M"}


def field(
    bound: BoundField,
    label: str = "",
    placeholder: str = "",
    *,
    autofocus: bool = False,
    blank: str = "—",
    first: int = 0,
    picked: bool = False,
) -> dict[str, Any]:
    """Context of components/field.html for a bound field. `label` replaces the form's own.

    `blank` is what a list says where nothing is chosen, in place of Django's row of hyphens. Of a group of choices
    `first` stand open, the rest behind "More" (unless one of them is chosen). With `picked` a choice among too many
    rows to list is one by typing, where their model says which page searches them (`searched_at`).
    """
    if picked and (searched_at := _searched_at(bound)):
        return {**picker(bound, reverse(searched_at), label), "kind": "picked"}
    attrs = {"placeholder": placeholder} if placeholder else {}
    attrs |= {"autofocus": "autofocus"} if autofocus else {}
    options = bound.subwidgets if first else []
    return {
        "field": bound,
        "label": label or bound.label,
        "first": options[:first],
        "rest": options[first:],
        "rest_open": any(option.data["selected"] for option in options[first:]),
        "kind": _kind(bound.field.widget),
        "control": select(bound, attrs, blank) if is_plain(bound.field.widget) else _input(bound, attrs),
        "optional": not bound.field.required and not _always_says_something(bound.field),
    }


def _searched_at(bound: BoundField) -> str:
    """The page that searches the rows to choose from, where too many to list; fewer are read here, once, by name."""
    field = bound.field
    if not isinstance(field, forms.ModelChoiceField) or field.widget.is_hidden or field.queryset is None:
        return ""
    searched_at: str = getattr(field.queryset.model, "searched_at", "")
    rows = list(field.queryset.only("name")[: MOST_LISTED + 1]) if searched_at else []
    if len(rows) > MOST_LISTED:
        return searched_at
    if searched_at:
        listed = [(field.prepare_value(row), field.label_from_instance(row)) for row in rows]
        field.widget.choices = [("", field.empty_label), *listed]
    return ""


def _always_says_something(field: forms.Field) -> bool:
    """A choice without an empty one, as of a language: nobody can leave it out."""
    if not isinstance(field, forms.ChoiceField) or isinstance(
        field, forms.ModelChoiceField | forms.MultipleChoiceField
    ):
        return False
    return all(value not in {"", None} for value, _label in field.choices)  # type: ignore[union-attr,misc]


def inline(bound: BoundField) -> SafeString:
    """`{% inline form.months as months %}`: the control alone, to stand in a sentence; its label is read out."""
    return _input(bound, {"class": "input input-inline", "aria-label": str(bound.label), "size": "4"})


def picker(bound: BoundField, url: str, label: str = "") -> dict[str, Any]:
    """Context of components/picker.html for a choice among too many rows to list.

    Only the chosen row is read; `url` answers `?q=` with the options.
    """
    value = bound.value()
    rows = getattr(bound.field, "queryset", None)
    chosen = rows.filter(pk=value).first() if rows is not None and str(value or "").isdecimal() else None
    return {
        "field": bound,
        "label": label or bound.label,
        "url": url,
        "value": chosen.pk if chosen else "",
        "text": str(chosen) if chosen else "",
        "optional": not bound.field.required,
    }


def _input(bound: BoundField, attrs: dict[str, str]) -> SafeString:
    tuned = attrs | _tuned(bound)
    return line(bound, tuned) if is_line(bound.field.widget) else bound.as_widget(attrs={**tuned})


def _kind(widget: forms.Widget) -> str:
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    return "check" if isinstance(widget, forms.CheckboxInput) else "line"


def _tuned(bound: BoundField) -> dict[str, str]:
    """Attributes for the kind of field; browsers want ISO in date controls, whatever the language."""
    widget = bound.field.widget
    if not isinstance(widget, forms.TextInput | forms.NumberInput | DateTimeBaseInput):
        return {}
    attrs = next((attrs for kind, attrs in _INPUT if isinstance(bound.field, kind)), {})
    shown = str(attrs.get("type", ""))
    if shown in _ISO and isinstance(widget, DateTimeBaseInput):
        widget.format = _ISO[shown]
    if shown:
        widget.input_type = shown
    return {name: value for name, value in attrs.items() if name != "type" and name not in widget.attrs}
