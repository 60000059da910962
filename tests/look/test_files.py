"""What every template, style sheet and script keeps to."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from foundation.ui import assets
from foundation.ui.icons import icon

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))
ICON = re.compile(r"""icon(?: |=|\(|": )"([a-z0-9-]+)\"""")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT / "templates").as_posix())
def test_a_template_has_no_inline_style_or_script(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"""<style|\sstyle=|\son[a-z]+=|hx-on|<script(?![^>]*\ssrc=)|javascript:""", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT / "templates").as_posix())
def test_a_template_begins_with_the_context_it_needs(path: Path) -> None:
    assert path.read_text().startswith("{#")


def test_style_sheets_stay_small_and_none_is_forgotten() -> None:
    css = ROOT / "static" / "css"
    linked = {*assets.STYLES, "css/dark.css"}
    assert linked == {path.relative_to(ROOT / "static").as_posix() for path in css.rglob("*.css")}
    assert len(gzip.compress("".join((ROOT / "static" / path).read_text() for path in linked).encode())) < 20_000


def test_style_sheets_take_colours_from_tokens_alone() -> None:
    for path in (ROOT / "static" / "css").rglob("*.css"):
        if path.name not in {"tokens.css", "dark.css"}:
            assert not re.search(r"#[0-9a-f]{3,8}\b|rgb\(|hsl\(", path.read_text()), path.name


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_short_and_speaks_no_language(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= 100
    assert "eval(" not in text


def test_every_script_is_loaded() -> None:
    assert {path.stem for path in SCRIPTS} == set(assets.SCRIPTS)


def test_the_bundle_of_scripts_holds_all_of_them_and_loads_nothing() -> None:
    bundle = assets.script_bundle(lambda path: (ROOT / "static" / path).read_text())
    assert not re.search(r"^(import|export)\b", bundle, re.MULTILINE)
    lines = {
        line for path in SCRIPTS for line in path.read_text().splitlines() if not line.startswith(("import", "export"))
    }
    assert lines <= set(bundle.splitlines())


def test_every_icon_exists() -> None:
    sources = [*TEMPLATES, *(ROOT / "foundation" / "ui").glob("*.py")]
    for name in {name for path in sources for name in ICON.findall(path.read_text())}:
        icon(name)
