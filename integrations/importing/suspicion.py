"""Values that look like a slip of the pen: kept as they are, and named in the report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from foundation.text import fold

from .columns import Column
from .report import Lines, Report
from .words import known

MOST_VALUES = 2000


class Watch:
    """The different values of the watched columns and where they stand; gives up on columns with thousands of them."""

    def __init__(self, columns: Mapping[str, Column], mapped: Iterable[str]) -> None:
        self._lists = {name: columns[name].known for name in mapped if columns[name].known is not None}
        self._seen: dict[str, dict[str, Lines]] = {name: {} for name in self._lists}

    def see(self, line: int, cells: Mapping[str, Any]) -> None:
        for name, values in self._seen.items():
            if (value := cells.get(name)) and (value in values or len(values) < MOST_VALUES):
                values.setdefault(value, Lines()).add(line)

    def tell(self, report: Report) -> None:
        """A note per suspicious value, with every line it stands on."""
        for name, values in self._seen.items():
            words = known(self._lists[name]) if self._lists[name] else ()
            for value, meant in slips(values, words).items():
                said = _("“%(value)s” looks like “%(meant)s”; kept as it is.")
                report.notes[name, said, said % {"value": value, "meant": meant}] = values[value]


def slips(values: Iterable[str], words: Iterable[str] = ()) -> dict[str, str]:
    """value → what it was probably meant to be: another way of writing a known word or a value of the same column."""
    values = list(values)
    listed = {fold(word): word for word in words}
    found = {}
    for value in values:
        if fold(value) not in listed and (meant := _meant(value, values, listed)):
            found[value] = meant
    return found


def _meant(value: str, values: list[str], listed: Mapping[str, str]) -> str | None:
    joined = _letters(value)
    for other in [*listed.values(), *values]:
        # The longer spelling is the one with the blanks; of two that differ in case alone, neither is a slip.
        if _letters(other) == joined and len(other) > len(value):
            return other
    for key, word in listed.items():
        if _is_one_slip(fold(value), key):
            return word
    return _parted(value, values)


def _letters(value: str) -> str:
    return re.sub(r"[\W_]+", "", fold(value))


def _parted(value: str, values: list[str]) -> str | None:
    """ "GTXPro" as "GTX Pro", where both words stand alone in other values of the column."""
    alone = {word for other in values if other != value for word in other.split()}
    words = value.split()
    for place, word in enumerate(words):
        for cut in range(2, len(word) - 1):
            if word not in alone and word[:cut] in alone and word[cut:] in alone:
                return " ".join([*words[:place], word[:cut], word[cut:], *words[place + 1 :]])
    return None


def _is_one_slip(typed: str, meant: str) -> bool:
    """One letter too many, too few, wrong, or two swapped; only in words long enough for that to be no chance."""
    if min(len(typed), len(meant)) < 6 or abs(len(typed) - len(meant)) > 1 or typed == meant:
        return False
    start = next((i for i, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), min(len(typed), len(meant)))
    rest, wanted = typed[start:], meant[start:]
    return (
        rest[1:] == wanted[1:]
        or rest[1:] == wanted
        or rest == wanted[1:]
        or (rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:])
    )
