"""Business cards (vCard 2.1, 3.0 and 4.0) as a table: one row a card, one column a field of a contact.

What a contact has no field for (more numbers, postal addresses, web pages …) is written into the notes, so that nothing
a person wrote is lost. What nobody can read there (photos, keys, dates of revision) gets a column of its own that
becomes nothing: the report names it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Final

from django.utils.translation import gettext as _

from .card_fields import COLUMNS, Line, cells_of, left_over, line_of
from .reading import Record, Sheet

MOST_LINE: Final = 20_000_000
"""Characters of one field, a photo: no card has more, and no file may make us hold more."""
MOST_FIELDS: Final = 2000
MOST_EXTRA: Final = 100
LONGEST_HEAD: Final = 500
"""Characters before the colon: what a field is and how it is written."""
_QUOTED: Final = "QUOTED-PRINTABLE"


def is_cards(path: Path, codec: str) -> bool:
    """Whether the first line that is not blank begins a card."""
    with path.open(encoding=codec, errors="replace") as file:
        first = next((line for _number, line in zip(range(100), file, strict=False) if line.strip("\ufeff \t\r\n")), "")
    return first.strip("\ufeff \t\r\n").upper() == "BEGIN:VCARD"


@dataclass(frozen=True)
class CardFile:
    """A file of business cards."""

    path: Path
    encoding: str
    codec: str
    bad_lines: tuple[int, ...]
    delimiter: ClassVar[str] = ""

    @contextmanager
    def opened(self, seen: Callable[[int], object] = lambda _size: None) -> Iterator[Sheet]:
        """The cards as records; the header has a column more for each field that nobody reads."""
        extra = list(dict.fromkeys(name for card in self._cards() for name in left_over(card.lines)))[:MOST_EXTRA]
        sheet = Sheet([*COLUMNS, *extra], "", iter(()))
        sheet.records = (_record(card, extra) for card in self._cards(seen))
        yield sheet

    def _cards(self, seen: Callable[[int], object] = lambda _size: None) -> Iterator[Card]:
        """Every card; what stands between two of them is none. A card inside a card (AGENT) is left out."""
        card, depth, size = None, 0, 0
        with self.path.open(encoding=self.codec, newline=None) as file:
            for number, text in logical_lines(file):
                size += len(text) + 1
                bare = text.strip("\ufeff \t").upper()
                if bare == "BEGIN:VCARD":
                    depth += 1
                    card = Card(number) if depth == 1 else card
                elif bare == "END:VCARD" and card is not None:
                    depth -= 1
                    if depth == 0:
                        seen(size)
                        yield card
                        card = None
                elif card is not None and depth == 1 and (line := line_of(text)):
                    card.take(line)
        if card is not None:
            card.fault = _("The card has no end. Is the file cut off?")
            yield card


@dataclass
class Card:
    """Its fields, the line of the file it begins on, why it cannot be read ("": it can)."""

    number: int
    lines: list[Line] = field(default_factory=list)
    fault: str = ""

    def take(self, line: Line) -> None:
        if len(self.lines) < MOST_FIELDS:
            self.lines.append(line)
        else:
            self.fault = _("The card has more than %(n)s fields.") % {"n": MOST_FIELDS}


def logical_lines(file: Iterator[str]) -> Iterator[tuple[int, str]]:
    """(number of its first line, text) with folded lines put together.

    A line that begins with a blank goes on with the one before; one of quoted-printable that ends in "=" goes on with
    the next, whatever that begins with.
    """
    number, text = 0, ""
    for count, raw in enumerate(file, 1):
        line = raw.rstrip("\n")
        if _goes_on(text):
            text = f"{text[:-1]}{line}"
        elif text and line[:1] in {" ", "\t"}:
            text += line[1:]  # in place: nothing else holds the text
        else:
            if text:
                yield number, text
            number, text = count, line
        text = text[:MOST_LINE]
    if text:
        yield number, text


def _goes_on(text: str) -> bool:
    return text.endswith("=") and _QUOTED in text[:LONGEST_HEAD].partition(":")[0].upper()


def _record(card: Card, extra: list[str]) -> Record:
    known, more = cells_of(card.lines), left_over(card.lines)
    return Record(
        card.number, [*(known[name] for name in COLUMNS), *(more.get(name, "") for name in extra)], card.fault
    )
