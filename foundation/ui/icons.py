from __future__ import annotations

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide


@lru_cache(maxsize=512)
def _drawn(name: str, size: int) -> str:
    return str(lucide(name, size=size, stroke_width="1.75", aria_hidden="true", focusable="false"))


def icon(name: str, size: int = 16, label: str = "") -> SafeString:
    """A Lucide icon, drawn once per process. `label` is read out where the icon stands alone."""
    drawing = mark_safe(_drawn(name, size))  # noqa: S308  our own drawing, no outside text
    return format_html('{}<span class="sr-only">{}</span>', drawing, label) if label else drawing
