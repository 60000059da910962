"""Text reaches 4.5 : 1 and what is drawn 3 : 1 in both themes, worked out from the tokens themselves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[2] / "static" / "css"
COLOUR = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6});")

SURFACES = ["bg", "bg-rail", "bg-sunken", "bg-hover", "bg-raised", "bg-chosen"]
TEXT = [(text, surface) for text in ("text", "text-muted") for surface in SURFACES] + [
    ("text-faint", "bg"),
    ("text-faint", "bg-rail"),
    ("text-faint", "bg-sunken"),
    ("accent-text", "bg"),
    ("accent-text", "bg-raised"),
    ("accent-text", "bg-hover"),
    ("accent-text", "accent-soft"),
    ("danger-text", "bg"),
    ("danger-text", "bg-hover"),
    ("danger-text", "bg-raised"),
    ("danger-text", "danger-soft"),
    ("caution-text", "bg"),
    ("caution-text", "bg-hover"),
    ("caution-text", "bg-raised"),
    ("caution-text", "caution-soft"),
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
    ("on-danger", "danger"),
    ("on-danger", "danger-hover"),
    ("on-platinum", "platinum"),
    ("on-gold", "gold"),
    ("on-iron", "iron"),
    ("on-lead", "lead"),
    ("on-unrated", "unrated"),
    ("stage-text", "stage-soft"),
    ("bg", "text"),
]
DRAWN = [
    ("line-control", "bg"),
    ("focus", "bg"),
    ("focus", "bg-rail"),
    ("chart-line", "bg"),
    ("chart-line", "chart-area"),
    ("stage-50", "bg"),
    ("stage-60", "bg"),
    ("stage-70", "bg"),
]


def colours(theme: str) -> dict[str, str]:
    light = dict(COLOUR.findall((CSS / "tokens.css").read_text()))
    return light if theme == "light" else light | dict(COLOUR.findall((CSS / "dark.css").read_text()))


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT, 4.5), (DRAWN, 3.0)], ids=["text", "drawn"])
def test_contrast_holds(theme: str, pairs: list[tuple[str, str]], least: float) -> None:
    shades = colours(theme)
    weak = {pair: round(contrast(shades[pair[0]], shades[pair[1]]), 2) for pair in pairs}
    assert not {pair: ratio for pair, ratio in weak.items() if ratio < least}


def test_every_colour_has_its_dark_value() -> None:
    light = {name for name, _ in COLOUR.findall((CSS / "tokens.css").read_text())}
    dark = {name for name, _ in COLOUR.findall((CSS / "dark.css").read_text())}
    assert light == dark


def test_stages_deepen_step_by_step() -> None:
    for theme, deeper in (("light", False), ("dark", True)):
        shades = colours(theme)
        line = [luminance(shades[f"stage-{step}"]) for step in (10, 20, 30, 50, 60, 70)]
        assert line == sorted(line, reverse=not deeper)
