"""The style sheets and scripts of the product, in the order they are linked."""

from __future__ import annotations

from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

BLOCKS = (
    "button", "badge", "nav", "table", "pager", "field", "filter", "message", "panel",
    "figure", "person", "timeline", "tabs", "board", "chart", "picker", "auth",
)  # fmt: skip
STYLES = (
    "css/tokens.css",
    "css/base.css",
    "css/layout.css",
    *(f"css/blocks/{name}.css" for name in BLOCKS),
    "css/utilities.css",
    "css/print.css",
)
SCRIPTS = ("session", "toast", "dialog", "drafts", "keyboard", "theme", "picker", "board")


def styles() -> SafeString:
    """A link per style sheet."""
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', ((static(path),) for path in STYLES))


def scripts() -> SafeString:
    """The modules every page loads, after the document is read."""
    paths = ((static(f"js/{name}.js"),) for name in SCRIPTS)
    return format_html_join("\n", '<script type="module" src="{}"></script>', paths)
