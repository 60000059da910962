"""The live server of the browser tests serves what production serves."""

from __future__ import annotations

import urllib.request

from django.templatetags.static import static


def test_static_files_come_hashed_from_the_live_server(live_server):
    with urllib.request.urlopen(live_server.url + static("css/base.css")) as answer:
        assert answer.status == 200
        assert "immutable" in answer.headers["Cache-Control"]


def test_a_page_in_chromium(page):
    answer = page.goto("/healthz")
    assert answer.ok
    assert page.text_content("body").strip() == "ok"
