"""Lists to choose from without a template for every option: a filter over five hundred people costs a millisecond."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django_filters.widgets import BooleanWidget

_DASHES = "---------"


def is_plain(widget: forms.Widget) -> bool:
    """A drop-down as Django draws it; one with a template of its own keeps it."""
    return isinstance(widget, forms.Select) and widget.template_name == forms.Select.template_name


def select(bound: BoundField, attrs: dict[str, str], blank: str) -> SafeString:
    """The control of a field whose widget `is_plain`; `blank` names the empty choice where it has no own name."""
    widget = bound.field.widget
    drawn = {**bound.build_widget_attrs(dict(attrs), widget), **({"id": bound.auto_id} if bound.auto_id else {})}
    shown = widget.get_context(bound.html_name, bound.value(), drawn)["widget"]
    empty = _("Unknown") if isinstance(widget, forms.NullBooleanSelect | BooleanWidget) else _DASHES
    groups = format_html_join("", "{}", ((_group(name, rows, empty, blank),) for name, rows, _n in shown["optgroups"]))
    return format_html("<select{}>{}</select>", flatatt({"name": shown["name"], **shown["attrs"]}), groups)


def _group(name: str | None, rows: Iterable[dict[str, Any]], empty: str, blank: str) -> SafeString:
    options = format_html_join(
        "",
        "<option{}>{}</option>",
        (
            (
                flatatt({**row["attrs"], "value": row["value"] if row["value"] is not None else ""}),
                blank if str(row["label"]) == empty else row["label"],
            )
            for row in rows
        ),
    )
    return format_html('<optgroup label="{}">{}</optgroup>', name, options) if name else options
