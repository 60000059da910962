"""Finding who is named in a text: an @ and a name, as people write it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_HAN = re.compile(r"[㐀-鿿豈-﫿]+")
_LETTER = re.compile(r"[A-Za-z0-9]")
_BEFORE = re.compile(r"[A-Za-z0-9._%+-]")
"""An @ behind one of these belongs to a mail address."""
AT = "@＠"


class Named(NamedTuple):
    """Somebody who may be meant: `team` tells two people of one name apart, where it is written behind it."""

    pk: int
    name: str
    team: str


def mark_of(name: str, team: str = "") -> str:
    """How a person is written in a text."""
    return f"@{name} ({team})" if team else f"@{name}"


def has_mark(text: str) -> bool:
    return any(mark in text for mark in AT)


def spellings(name: str) -> set[str]:
    """What a person may be called: of "陈晓彤 Tina Chen" also either half."""
    folded = " ".join(name.split())
    han = "".join(_HAN.findall(folded))
    latin = " ".join(_HAN.sub(" ", folded).split())
    halves = {han, latin} if len(han) > 1 and len(latin) > 1 else set()
    return {spelling.casefold() for spelling in {folded, *halves} if spelling}


def mentioned(text: str, people: Iterable[Named]) -> list[list[Named]]:
    """Who is meant, once each, in the order of the text; more than one where several have that name."""
    known: dict[str, list[Named]] = defaultdict(list)
    for person in people:
        for spelling in spellings(person.name):
            known[spelling].append(person)
    longest = sorted(known, key=len, reverse=True)
    found: dict[tuple[int, ...], list[Named]] = {}
    for rest in _after_marks(text):
        if name := next((each for each in longest if _begins(rest, each)), None):
            meant = _of_team(rest[len(name) :], known[name])
            found.setdefault(tuple(person.pk for person in meant), meant)
    return list(found.values())


def _after_marks(text: str) -> Iterator[str]:
    folded = text.casefold()
    # A few letters are longer when folded; then the original serves, and only its own spelling is found.
    said = folded if len(folded) == len(text) else text
    for at, letter in enumerate(said):
        if letter in AT and not (at and _BEFORE.match(said[at - 1])):
            yield said[at + 1 :]


def _begins(rest: str, spelling: str) -> bool:
    """A Latin name ends where its letters end; a Chinese one goes over into the sentence."""
    if not rest.startswith(spelling):
        return False
    after = rest[len(spelling) : len(spelling) + 1]
    return not (_LETTER.match(spelling[-1]) and _LETTER.match(after))


def _of_team(rest: str, people: list[Named]) -> list[Named]:
    """Those of the team that is written behind the name, in brackets; all where there is none."""
    written = re.match(r"\s?[(（]([^)）]{1,120})[)）]", rest)
    of_team = [person for person in people if written and person.team.casefold() == written[1].strip()]
    return of_team or people
