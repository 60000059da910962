"""What headless Chromium sees: bytes sent, largest paint, layout shift. Skipped where there is none.

Each page is looked at in three fresh browsers, and the paint in the middle counts: one alone tells of a server's thread
that had no connection to its database yet.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, replace
from typing import Any

from .cast import addresses

LOOKS = 3
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_PAINT = """() => new Promise(done => {
  let paint = 0, shift = 0;
  new PerformanceObserver(list => { for (const e of list.getEntries()) paint = Math.max(paint, e.startTime); })
    .observe({type: 'largest-contentful-paint', buffered: true});
  new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) shift += e.value; })
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done([paint, shift]), 700);
})"""


@dataclass(frozen=True)
class Look:
    """One page in a fresh browser: kilobytes as sent, largest contentful paint in ms, cumulative layout shift."""

    name: str
    scripts: float
    styles: float
    paint: float
    shift: float


def look(port: int, cast: dict[str, Any]) -> list[Look]:
    """Every page at 1440 × 900 with an empty cache; [] without a Chromium or without playwright."""
    path = os.environ.get("KAM_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        return []
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  (slow to import, and not needed without a browser)

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        pages = [row for row in addresses(cast["account"]) if not row[2].startswith("/api/")]
        looks = [_middle([_look(chromium, port, cast, *page) for _ in range(LOOKS)]) for page in pages]
        chromium.close()
    return looks


def _middle(looks: list[Look]) -> Look:
    """The look with the paint in the middle, and the worst shift of all."""
    middle = sorted(looks, key=lambda look: look.paint)[len(looks) // 2]
    return replace(middle, shift=max(look.shift for look in looks))


def _look(chromium: Any, port: int, cast: dict[str, Any], *row: str) -> Look:
    name, who, address = row
    url = f"http://localhost:{port}"
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": cast["sessions"][who], "url": url}])
    page, sent = context.new_page(), {"script": 0, "stylesheet": 0}
    page.on("requestfinished", lambda request: _add(sent, request))
    page.goto(url + address, wait_until="load")
    paint, shift = page.evaluate(_PAINT)
    context.close()
    return Look(name, sent["script"] / 1000, sent["stylesheet"] / 1000, paint, shift)


def _add(sent: dict[str, int], request: Any) -> None:
    if request.resource_type in sent:
        sent[request.resource_type] += request.sizes()["responseBodySize"]
