"""How other systems name columns and values (words.toml), folded for comparing."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from foundation.text import fold

_words: Final[dict[str, Any]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def plain(header: str) -> str:
    """A header without what does not matter: "Deal_Stage*", "DealStage" and "deal stage" are one."""
    return re.sub(r"[\s_*:-]+", "", fold(header))


@cache
def headers(kind: str) -> Mapping[str, list[str]]:
    """target → the headers it is known by, the likeliest first; its own name before all."""
    return {target: [plain(target), *map(plain, names)] for target, names in _words["headers"][kind].items()}


@cache
def spellings(name: str) -> Mapping[str, str]:
    """Folded spelling → value of the list `name`; each value spells itself too."""
    found: dict[str, str] = {}
    for value, words in _words["values"][name].items():
        for word in [value, value.replace("_", " "), *words]:
            found.setdefault(fold(word), value)
    return found


@cache
def known(name: str) -> tuple[str, ...]:
    """The values of the list `name` that spelling mistakes are looked for against."""
    lines = _words["known"][name].split("\n")
    return tuple(item for line in lines for item in line.strip(" ·").split(" · ") if item)
