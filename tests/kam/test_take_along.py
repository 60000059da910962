"""Every dashboard can be taken along: as a picture that the browser draws, as a file, on paper, by mail."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pytest

from kam.reports import GROUPS
from tests.cast import Cast, make_account
from tests.pipeline.make import opportunity

DASHBOARDS = [report for group in GROUPS for report in group.reports if report.file]
INK = """async bytes => {
  const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const pen = canvas.getContext("2d");
  pen.drawImage(bitmap, 0, 0);
  const { data } = pen.getImageData(0, 0, bitmap.width, bitmap.height);
  const colours = new Set();
  for (let at = 0; at < data.length; at += 4) colours.add(data[at] << 16 | data[at + 1] << 8 | data[at + 2]);
  return colours.size;
}"""


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n")
    return struct.unpack(">II", png[16:24])  # type: ignore[return-value]


def test_each_dashboard_of_the_pipeline_is_among_them() -> None:
    assert {report.page for report in DASHBOARDS} == {
        "monday", "funnel", "ageing", "win_loss", "forecast", "movement", "quota", "productivity", "against_whom",
        "coverage", "funnel_then",
    }  # fmt: skip


@pytest.mark.parametrize("report", DASHBOARDS, ids=lambda report: report.page)
def test_it_offers_picture_file_print_and_mail(cast: Cast, sign_in: Any, report: Any) -> None:
    page = sign_in("manager").get(f"{report.url}?owner={cast.rep.pk}").content.decode()
    assert f'data-save-picture="{report.page}-' in page
    assert f'export.csv?owner={cast.rep.pk}"' in page
    assert "data-print" in page
    assert f'/subscriptions/new/{report.page}/?owner={cast.rep.pk}"' in page


@pytest.mark.parametrize("width", [360, 1440])
def test_the_picture_shows_the_page_twice_as_sharp(cast: Cast, new_page: Any, tmp_path: Path, width: int) -> None:
    opportunity(make_account(cast.rep, "明光 Works"), amount="700000")
    page = new_page(cast.manager)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/reports/movement/")
    page.get_by_role("button", name="Share").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Picture (PNG)").click()
    download.value.save_as(tmp_path / "picture.png")
    png = (tmp_path / "picture.png").read_bytes()
    assert size_of(png)[0] == 2 * page.locator("#main").evaluate("main => main.offsetWidth")
    assert page.evaluate(INK, list(png)) > 20
    assert page.locator("[data-toast]").count() == 0


def test_the_links_follow_the_filters(cast: Cast, new_page: Any) -> None:
    opportunity(make_account(cast.rep), amount="700000")
    page = new_page(cast.manager)
    page.goto("/reports/funnel/")
    page.get_by_role("searchbox").fill("Northwind")
    page.wait_for_url("**/reports/funnel/?q=Northwind&*")
    page.wait_for_function("() => document.querySelectorAll('a[data-narrowed][href*=\"?q=Northwind&\"]').length === 2")
