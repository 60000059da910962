"""`{% load ui %}`: everything a page is put together from. docs/design-system.md shows each with an example."""

from __future__ import annotations

from typing import Any

from django import template

from foundation.ui import assets, badges, fields, icons, lists, people, shell, values

register = template.Library()

for tag in (
    icons.icon,
    badges.tier_badge,
    badges.tier_mark,
    badges.stage_chip,
    badges.risk_chip,
    people.person,
    values.money,
    values.largest,
    values.money_text,
    values.when,
    values.near_date,
    values.short_date,
    values.date_text,
    values.due,
    values.gap,
    shell.route,
    fields.inline,
    assets.styles,
    assets.scripts,
):
    register.simple_tag(tag)

for contextual in (lists.active_filters, shell.theme, shell.dark_media):
    register.simple_tag(contextual, takes_context=True)

for figure in (
    values.compact,
    values.number,
    values.percent,
    values.duration,
    values.clock_time,
    values.unstopped,
    people.short_name,
    lists.foremost,
):
    register.filter(figure)

register.inclusion_tag("components/field.html", name="field")(fields.field)
register.inclusion_tag("components/picker.html", name="picker")(fields.picker)
register.inclusion_tag("components/sort_header.html", takes_context=True, name="sort_header")(lists.sort_header)
register.inclusion_tag("components/rail.html", takes_context=True, name="rail")(shell.places)
register.inclusion_tag("components/bottom_bar.html", takes_context=True, name="bottom_bar")(shell.places)
register.inclusion_tag("components/keys.html", takes_context=True, name="keys_dialog")(shell.places)


@register.simple_tag(takes_context=True)
def address(context: template.Context, **changes: Any) -> str:
    """`{% address page=2 %}`: this page's address with the query changed; None or "" removes a key."""
    return lists.address(context["request"].GET, **changes)


@register.filter
def lookup(mapping: Any, key: str) -> Any:
    """`{{ request.GET|lookup:search }}`: the value under a key that a variable names."""
    return mapping.get(key, "")
