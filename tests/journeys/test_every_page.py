"""Every page that somebody may open, as the permission table tells: quiet, in one piece, and usable without eyes.
(Faults 24 and 34: whatever people typed is shown as text, and turns no line around.)

No console error, nothing refused by the content security policy, nothing that sticks out at 360 px, no layout shift.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.difficult import DifficultWorld
from tests.permissions.routes import stated
from tests.permissions.table import Route

HERE = Path(__file__).parent
AUDIT, OVERFLOW = ((HERE / name).read_text() for name in ("audit.js", "overflow.js"))
SHIFTS = """
window.shifts = [];
const told = ({ node }) => node?.parentElement?.outerHTML?.slice(0, 60);
const tell = (entry) => shifts.push(`${entry.value.toPrecision(2)} ${entry.sources.map(told).join(" | ")}`);
new PerformanceObserver((list) => list.getEntries().filter((entry) => !entry.hadRecentInput).forEach(tell))
  .observe({ type: "layout-shift", buffered: true });
"""
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
NO_PAGES = {
    "account_search",
    "attachment_open",
    "attachment_preview",
    "attachment_save",
    "account_similar",
    "calendar_file",
    "colleagues",
    "contact_search",
    "development_similar",
    "person_search",
    "team_search",
    "night_progress",
    "policy_progress",
    "healthz",
    "readyz",
    "schema",
    "service_worker",
    "manifest",
    "docs",
}
"""Answered with a fragment or JSON, or written by others."""


def pages_of(who: str) -> list[Route]:
    return [
        route
        for route in stated()
        if route.method == "GET" and not route.api and not route.htmx and route.name not in NO_PAGES
        if route.expect[who] == 200
    ]


@pytest.fixture
def world(transactional_db: None, cast: Any) -> DifficultWorld:
    world = DifficultWorld(cast)
    world.fill()
    return world


@pytest.mark.parametrize(
    ("who", "language"), [("anonymous", "en"), ("rep", "zh-hans"), ("manager", "en"), ("admin", "zh-hans")]
)
def test_every_page_is_sound(
    who: str, language: str, world: DifficultWorld, new_page: Callable[..., Any], in_language: Any
) -> None:
    reader = None if who == "anonymous" else in_language(who, language)
    page = new_page(reader, width=360, height=740, locale="zh-CN" if language == "zh-hans" else "en-GB")
    page.add_init_script(SHIFTS)
    noises: list[str] = []
    page.on("console", lambda message: noises.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("dialog", lambda dialog: noises.append(f"typed text ran as a script: {dialog.message}") or dialog.dismiss())
    page.on("requestfailed", lambda request: noises.append(f"{request.url} {request.failure}"))
    found = [
        f"{path}: {complaint}"
        for path in dict.fromkeys(route.path_in(world) for route in pages_of(who))
        if not path.partition("?")[0].endswith(".csv")
        for complaint in complaints_about(page, path, noises)
    ]
    assert not found, "\n".join(found)


def complaints_about(page: Any, path: str, noises: list[str]) -> Iterator[str]:
    noises.clear()
    page.set_viewport_size({"width": 360, "height": 740})
    answer = page.goto(path, wait_until="load")
    page.evaluate(PAINTED)
    if answer.status != 200:
        yield f"answers {answer.status}"
    yield from page.evaluate(AUDIT)
    yield from (f"sticks out at 360 px: {node}" for node in page.evaluate(OVERFLOW))
    yield from (f"shifts: {shift}" for shift in page.evaluate("shifts"))
    page.set_viewport_size({"width": 1440, "height": 900})
    yield from (f"sticks out at 1440 px: {node}" for node in page.evaluate(OVERFLOW))
    yield from noises


def test_most_pages_of_the_product_are_among_them() -> None:
    assert len(pages_of("admin")) > len(pages_of("rep")) > 1
