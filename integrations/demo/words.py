"""What the demo company is told with, read from words.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final, NamedTuple


class Story(NamedTuple):
    """A visit's purpose, what was said there, and the next step."""

    purpose: str
    said: str
    step: str


_words: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def _list(text: str) -> list[str]:
    return [item for line in text.split("\n") for item in line.strip(" ·").split(" · ") if item]


def _stories(language: str) -> list[Story]:
    return [Story(*(story[f"{part}_{language}"] for part in Story._fields)) for story in _words["stories"]]


BRANDS: Final = _list(_words["brands"])
LATIN_BRANDS: Final = _list(_words["latin_brands"])
FIRST_NAMES: Final = _list(_words["first_names"])
LAST_NAMES: Final = _list(_words["last_names"])
SURNAMES: Final[str] = _words["surnames"]
GIVEN: Final = _list(_words["given_names"])
SOURCES: Final = _list(_words["sources"])
EVIDENCE: Final = {language: _list(_words[f"evidence_{language}"]) for language in ("zh", "en")}
ACTIONS: Final = {language: _list(_words[f"actions_{language}"]) for language in ("zh", "en")}
CITIES: Final = {city: region for region, cities in _words["cities"].items() for city in _list(cities)}
INDUSTRIES: Final[dict[str, list[str]]] = _words["industries"]
COUNTRIES: Final[dict[str, list[str]]] = _words["countries"]
TITLES: Final[dict[str, list[str]]] = _words["titles"]
PRODUCTS: Final[dict[str, str]] = _words["products"]
TALKS: Final[list[dict[str, Any]]] = _words["talks"]
TARGETS: Final[list[dict[str, str]]] = _words["targets"]
STORIES_ZH: Final = _stories("zh")
STORIES: Final = _stories("en")


def language_of(name: str) -> str:
    """The language that people at an account of this name write."""
    return "en" if name.isascii() else "zh"
