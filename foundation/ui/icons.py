"""Lucide's icons, drawn into the page."""

from __future__ import annotations

import io
from functools import cache, lru_cache
from importlib.resources import files
from zipfile import ZipFile

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


@cache
def _archive() -> ZipFile:
    """All icons, in memory: the package's own tag opens the file for each, and processes that share it would seek in it
    at once."""
    return ZipFile(io.BytesIO((files("lucide") / "lucide.zip").read_bytes()))


@lru_cache(maxsize=512)
def _drawn(name: str, size: int) -> str:
    """Raises KeyError for a name that Lucide does not have."""
    _head, shapes = _archive().read(f"{name}.svg").decode().removesuffix("</svg>\n").split(">", 1)
    shapes = "".join(line.strip() for line in shapes.splitlines())
    return f'<svg class="icon" width="{size}" height="{size}" viewBox="0 0 24 24" aria-hidden="true">{shapes}</svg>'


def icon(name: str, size: int = 16, label: str = "") -> SafeString:
    """An icon, drawn once per process. `label` is read out where the icon stands alone."""
    drawing = mark_safe(_drawn(name, size))  # noqa: S308  our own drawing, no outside text
    return format_html('{}<span class="sr-only">{}</span>', drawing, label) if label else drawing
