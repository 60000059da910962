"""Controls as Django draws them, without a template for each: a filter over five hundred people costs a millisecond."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.forms.widgets import Input
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django_filters.widgets import BooleanWidget

_DASHES = "---------"


def is_plain(widget: forms.Widget) -> bool:
    """A drop-down as Django draws it; one with a template of its own keeps it."""
    return isinstance(widget, forms.Select) and widget.template_name == forms.Select.template_name


def select(bound: BoundField, attrs: dict[str, str], blank: str) -> SafeString:
    """The control of a field whose widget `is_plain`; `blank` names the empty choice where it has no own name."""
    widget = bound.field.widget
    more = {"multiple": True} if widget.allow_multiple_selected else {}
    chosen = {str(value) for value in widget.format_value(bound.value())}
    empty = {_("Unknown") if isinstance(widget, forms.NullBooleanSelect | BooleanWidget) else _DASHES: blank}
    head = flatatt({"name": bound.html_name, **_attrs(bound, attrs), **more})
    return format_html("<select{}>{}</select>", head, _options(widget.choices, chosen, empty))


def is_line(widget: forms.Widget) -> bool:
    """A line to type in, or a hidden value."""
    return isinstance(widget, Input) and type(widget).get_context is Input.get_context


def line(bound: BoundField, attrs: dict[str, str]) -> SafeString:
    """The control of a field whose widget `is_line`."""
    widget = bound.field.widget
    value = widget.format_value(bound.value())
    said = {} if value is None else {"value": str(value)}
    return format_html(
        "<input{}>", flatatt({"type": widget.input_type, "name": bound.html_name, **said, **_attrs(bound, attrs)})
    )


def _attrs(bound: BoundField, attrs: dict[str, str]) -> dict[str, Any]:
    widget = bound.field.widget
    drawn = {**bound.build_widget_attrs(dict(attrs), widget), **({"id": bound.auto_id} if bound.auto_id else {})}
    return widget.build_attrs(widget.attrs, drawn)


def _options(choices: Iterable[tuple[Any, Any]], chosen: set[str], empty: dict[str, str]) -> SafeString:
    """Options and groups of them; `empty` renames the choice that says nothing."""
    drawn: list[str] = []
    for value, label in choices:
        if isinstance(label, list | tuple):
            drawn.append(format_html('<optgroup label="{}">{}</optgroup>', value, _options(label, chosen, empty)))
            continue
        key = "" if value is None else str(value)
        mark, text = " selected" if key in chosen else "", empty.get(str(label), label)
        drawn.append(f'<option value="{escape(key)}"{mark}>{conditional_escape(text)}</option>')
    return mark_safe("".join(drawn))  # noqa: S308  each part is escaped
