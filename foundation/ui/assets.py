"""The style sheets and scripts of the product, in the order they are linked."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

BLOCKS = (
    "button", "badge", "nav", "table", "pager", "field", "filter", "message", "panel",
    "figure", "person", "timeline", "tabs", "board", "chart", "picker", "tree", "calendar", "rows",
    "deal", "review", "auth", "code",
)  # fmt: skip
STYLES = (
    "css/tokens.css",
    "css/base.css",
    "css/layout.css",
    *(f"css/blocks/{name}.css" for name in BLOCKS),
    "css/utilities.css",
    "css/print.css",
)
SCRIPTS = (
    "session",
    "toast",
    "dialog",
    "popover",
    "drafts",
    "keyboard",
    "theme",
    "filters",
    "picker",
    "board",
    "board_menu",
    "board_switch",
    "copy",
    "review",
    "print",
)


BUNDLE = "css/app.css"


def bundle(read: Callable[[str], str]) -> str:
    """All style sheets in one text; `read` returns a sheet's text by its path. One request instead of twenty."""
    return "\n".join(read(path) for path in STYLES)


def styles() -> SafeString:
    """A link to the bundle; while developing (DEBUG) to each sheet, so that a change shows at once."""
    paths = ((static(path),) for path in (STYLES if settings.DEBUG else (BUNDLE,)))
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', paths)


def scripts() -> SafeString:
    """The modules every page loads, after the document is read."""
    paths = ((static(f"js/{name}.js"),) for name in SCRIPTS)
    return format_html_join("\n", '<script type="module" src="{}"></script>', paths)
