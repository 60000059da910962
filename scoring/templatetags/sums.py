"""`{% load sums %}`: figures that must be followed by hand, so never rounded for reading."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from foundation.figures import DASH
from scoring.queries import words

register = template.Library()


register.filter("limit", words.limit)


@register.simple_tag
def exact_money(amount: Decimal | None, currency: str = "") -> SafeString:
    """`{% exact_money 1234.5 "CNY" %}`: ¥ 1,234.50, negative amounts stand out; None is a dash."""
    if amount is None:
        return format_html('<span class="muted">{}</span>', DASH)
    look = "figure negative" if amount < 0 else "figure"
    said = words.exact_money(amount, currency)
    return format_html('<data class="{}" value="{}">{}</data>', look, f"{amount:f}", said)
