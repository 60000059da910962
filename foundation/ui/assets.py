"""The style sheets and scripts of the product, in the order they are linked."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

BLOCKS = (
    "button", "badge", "nav", "table", "why", "pager", "field", "filter", "message", "panel",
    "figure", "person", "timeline", "tabs", "board", "chart", "picker", "tree", "org", "calendar", "rows",
    "deal", "review", "alert", "notice", "auth", "code", "outbox", "paper",
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
    "mentions",
    "board",
    "board_menu",
    "board_switch",
    "org_chart",
    "route",
    "copy",
    "review",
    "review_walk",
    "print",
    "picture",
    "live",
    "offline",
    "outbox",
    "outbox_list",
    "outbox_visit",
    "check_in",
    "visit_form",
    "visit_offline",
    "upload",
)


Read = Callable[[str], str]
"""The text of a file by its path."""
_IMPORT = re.compile(r"^import .*\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=const|function)", re.MULTILINE)


def style_bundle(read: Read) -> str:
    """All style sheets in one text: one request instead of twenty."""
    return "\n".join(map(read, STYLES))


def script_bundle(read: Read) -> str:
    """All modules in one: first those that export, open to all; each other one in a block that keeps its names."""
    modules = [read(f"js/{name}.js") for name in SCRIPTS]
    modules.sort(key=lambda text: not _EXPORT.search(text))
    own = [f"{{\n{text}}}\n" if not _EXPORT.search(text) else _EXPORT.sub("", text) for text in modules]
    bundle = _IMPORT.sub("", "".join(own))
    if left := re.search(r"^(import|export)\b.*", bundle, re.MULTILINE):
        raise ValueError(f"the bundle of scripts does not know this form: {left[0]}")
    return bundle


BUNDLES: dict[str, Callable[[Read], str]] = {"css/app.css": style_bundle, "js/app.js": script_bundle}


def linked() -> list[str]:
    """What every page links: the bundles; while developing (DEBUG) each file, so that a change shows at once."""
    return [*STYLES, *(f"js/{name}.js" for name in SCRIPTS)] if settings.DEBUG else list(BUNDLES)


def styles() -> SafeString:
    """The links of our style sheets."""
    paths = ((static(path),) for path in linked() if path.endswith(".css"))
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', paths)


def scripts() -> SafeString:
    """What every page runs after the document is read."""
    paths = ((static(path),) for path in linked() if path.endswith(".js"))
    return format_html_join("\n", '<script type="module" src="{}"></script>', paths)
