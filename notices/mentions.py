"""Finding who is named in a text: an @ and a name, as people write it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

_HAN = re.compile(r"[㐀-鿿豈-﫿]+")
_LETTER = re.compile(r"[^\W_々-ヿ㐀-鿿가-힣豈-﫿]")
"""A letter or digit of a script that sets a space between its words."""
_BEFORE = re.compile(r"[A-Za-z0-9._%+-]")
"""An @ behind one of these belongs to a mail address."""
_TEAM = re.compile(r"\s?[(（]([^)）]{1,120})[)）]")
AT = "@＠"
MOST_MARKS = 50
"""As many of them as a text may have; a note that names more people names nobody in particular."""


class Named(NamedTuple):
    """Somebody who may be meant: `team` tells two people of one name apart, where it is written behind it."""

    pk: int
    name: str
    team: str


class Mark(NamedTuple):
    """A name in a text: the place of its @, that behind it, and how it is spelt."""

    at: int
    end: int
    spelling: str


def mark_of(name: str, team: str = "") -> str:
    """How a person is written in a text."""
    return f"@{name} ({team})" if team else f"@{name}"


def has_mark(text: str) -> bool:
    return any(mark in text for mark in AT)


def fold(text: str) -> str:
    """As it is compared, letter by letter, so that places stay where they are: ß, which folds to two, remains."""
    return "".join(small if len(small := letter.casefold()) == 1 else letter for letter in text)


def spellings(name: str) -> set[str]:
    """What a person may be called, folded: of "陈晓彤 Tina Chen" also either half."""
    whole = " ".join(name.split())
    han = "".join(_HAN.findall(whole))
    latin = " ".join(_HAN.sub(" ", whole).split())
    halves = {han, latin} if len(han) > 1 and len(latin) > 1 else set()
    return {fold(spelling) for spelling in {whole, *halves} if spelling}


def mentioned(text: str, people: Iterable[Named]) -> list[list[Named]]:
    """Who is meant, once each, in the order of the text; more than one where several have that name."""
    known: dict[str, list[Named]] = defaultdict(list)
    for person in people:
        for spelling in spellings(person.name):
            known[spelling].append(person)
    found: dict[tuple[int, ...], list[Named]] = {}
    for mark in marks(text, known):
        meant = _of_team(text, mark.end, known[mark.spelling])
        found.setdefault(tuple(person.pk for person in meant), meant)
    return list(found.values())


def marks(text: str, names: Collection[str]) -> Iterator[Mark]:
    """Where an @ is followed by one of these spellings, the longest that fits; the first MOST_MARKS of the text."""
    said = fold(text)
    lengths = sorted({len(name) for name in names}, reverse=True)
    ats = (at for at, letter in enumerate(said) if letter in AT and not (at and _BEFORE.match(said[at - 1])))
    for at in islice(ats, MOST_MARKS):
        first = at + 1
        fitting = (said[first : first + length] for length in lengths)
        if name := next((name for name in fitting if name in names and _ends(said, first + len(name))), None):
            yield Mark(at, first + len(name), name)


def _ends(said: str, end: int) -> bool:
    """A Latin name ends where its letters end; a Chinese one goes over into the sentence."""
    return not (_LETTER.match(said, end - 1) and _LETTER.match(said, end))


def _of_team(text: str, end: int, people: list[Named]) -> list[Named]:
    """Those of the team that is written behind the name, in brackets; all where there is none."""
    written = _TEAM.match(text, end)
    of_team = [person for person in people if written and fold(person.team) == fold(written[1].strip())]
    return of_team or people
