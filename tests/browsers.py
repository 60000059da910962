"""Fixtures that drive a real Chromium against the running product."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from pytest_django.live_server_helper import LiveServer

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def chromium_path() -> str | None:
    return os.environ.get("KAM_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium per worker (KAM_CHROMIUM names another). Without one: skipped, but a failure in CI."""
    path = chromium_path()
    if path is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser: Any, live_server: LiveServer) -> Iterator[Callable[..., Any]]:
    """new_page(user=None, width=1440, height=900, **context): a page of its own, signed in as `user`.

    Service workers run where `service_workers="allow"` asks for them: they answer before `page.route` can.
    The test fails when any of its pages ran into a script error or a breach of the content security policy.
    """
    contexts, errors = [], []

    def open_page(user: Any = None, width: int = 1440, height: int = 900, **options: Any) -> Any:
        size = {"viewport": {"width": width, "height": height}, "base_url": live_server.url}
        options = {**size, "service_workers": "block"} | options
        contexts.append(browser.new_context(**options))
        contexts[-1].set_default_timeout(10_000)
        if user is not None:
            contexts[-1].add_cookies([_session_cookie(user, live_server.url)])
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: _note_breach(message.text, errors))
        return page

    with _answering() as running:
        yield open_page
        for context in contexts:
            context.close()
        _wait_until_empty(running)
    assert not errors, errors


@pytest.fixture
def page(new_page: Callable[..., Any]) -> Any:
    """A page at 1440 × 900, nobody signed in."""
    return new_page()


@contextmanager
def _answering() -> Iterator[set[int]]:
    """The live server's threads that are in the middle of a request. They outlive the page that asked, and the
    database cannot be emptied for the next test while one of them writes."""
    running: set[int] = set()

    def begin(**_: Any) -> None:
        if threading.current_thread() is not threading.main_thread():
            running.add(threading.get_ident())

    def end(**_: Any) -> None:
        running.discard(threading.get_ident())

    request_started.connect(begin)
    request_finished.connect(end)
    yield running
    request_started.disconnect(begin)
    request_finished.disconnect(end)


def _wait_until_empty(running: set[int], seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while running and time.monotonic() < until:
        time.sleep(0.01)


def _session_cookie(user: Any, url: str) -> dict[str, str]:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user)
    return {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies["sessionid"].value, "url": url}


def _note_breach(text: str, errors: list[str]) -> None:
    if "Content Security Policy" in text:
        errors.append(text)
