"""Sorting, paging and filtering by the address: every list can be shared, and the parts keep each other's state."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.template import Context

from foundation import clock, days

ORDER = "ordering"
LINES = 50


def address(query: QueryDict, **changes: Any) -> str:
    """ "?" and the query with `changes`; a value of None or "" removes the key."""
    changed = query.copy()
    for key, value in changes.items():
        if value is None or value == "":
            changed.pop(key, None)
        else:
            changed[key] = str(value)
    return "?" + changed.urlencode()


def sort_header(
    context: Context, column: str, label: str, *, number: bool = False, lead: bool = False, standing: bool | str = False
) -> dict[str, Any]:
    """Context of components/sort_header.html: the next click's address and the order it stands in.

    `column` is a value of the list's `ordering` filter; figures (`number`) begin with the largest. `standing` marks
    the column that the list is sorted by as long as nobody chose another; "descending" is the largest first.
    """
    request: HttpRequest = context["request"]
    stands = {"descending": f"-{column}", False: ""}.get(standing, column)
    now = request.GET.get(ORDER, "") or stands
    order = {column: "ascending", f"-{column}": "descending"}.get(now, "")
    first = f"-{column}" if number else column
    opposite = column if now.startswith("-") else f"-{column}"
    url = address(request.GET, **{ORDER: opposite if order else first, "page": None})
    return {
        "label": label,
        "order": order,
        "url": url,
        "number": number,
        "lead": lead,
        "target": context.get("target", ""),
    }


def active_filters(context: Context, form: forms.Form, apart: str = "") -> list[dict[str, str]]:
    """What the list is narrowed by: label, value in words, and the address without it. Not what it always is, unless
    told otherwise (`request.as_usual`); not the field `apart`, which narrows nothing."""
    request: HttpRequest = context["request"]
    usual = getattr(request, "as_usual", {})
    chips = []
    for bound in form:
        chosen = request.GET.get(bound.name)
        if bound.name not in (ORDER, apart) and chosen and chosen != usual.get(bound.name):
            url = address(request.GET, **{bound.name: None, "page": None})
            chips.append({"label": str(bound.label), "value": _in_words(bound), "url": url, "name": bound.name})
    return chips


def _in_words(bound: Any) -> str:
    """The chosen options' labels; what was typed where there are none to choose."""
    if isinstance(bound.field, forms.DateField) and not bound.errors and (day := bound.field.to_python(bound.data)):
        return days.short_date(day, clock.today())
    values = [str(value) for value in bound.data] if isinstance(bound.data, list | tuple) else [str(bound.data)]
    labels = {str(option["value"]): str(option["label"]) for option in _options(bound, values)}
    return ", ".join(labels.get(value, value) for value in values)


def _options(bound: Any, values: list[str]) -> list[dict[str, Any]]:
    """Only the chosen options: a list of thousands must not be walked for a chip."""
    if bound.errors:
        return []
    if hasattr(bound.field, "queryset"):
        key = bound.field.to_field_name or "pk"
        rows = bound.field.queryset.filter(**{f"{key}__in": values}) if all(values) else []
        return [{"value": getattr(row, key), "label": bound.field.label_from_instance(row)} for row in rows]
    choices: Any = getattr(bound.field, "choices", None) or getattr(bound.field.widget, "choices", ())
    return [{"value": value, "label": label} for value, label in choices if str(value) in values]


def foremost(lines: list[Any]) -> list[Any]:
    """As many lines of a report as a page shows; components/more_lines.html tells of the rest."""
    return lines[:LINES]
