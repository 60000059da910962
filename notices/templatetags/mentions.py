"""`{% load mentions %}`: a text with the people it names marked."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from notices.mentions import marks, spellings

register = template.Library()


@register.simple_tag
def marked(text: str, row: Any) -> SafeString:
    """`{% marked visit.summary visit %}`: the text, escaped, with whom it names (`mentioned` of the row) as marks."""
    people = getattr(row, "mentioned", None) or []
    told = {spelling: person["told"] for person in people for spelling in spellings(person["name"])}
    if not told:
        return conditional_escape(text)
    shown, end = [], 0
    for mark in marks(text, told):
        shown += [escape(text[end : mark.at]), _mark(text[mark.at : mark.end], told[mark.spelling])]
        end = mark.end
    # Names and what stands between them: all of it is escaped above.
    return mark_safe("".join([*shown, escape(text[end:])]))  # noqa: S308


def _mark(name: str, told: bool) -> SafeString:
    if told:
        return format_html('<span class="mention">{}</span>', name)
    why = _("Cannot see this account.")
    return format_html('<span class="mention" title="{}">{} <small>{}</small></span>', why, name, _("not told"))
