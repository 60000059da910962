"""Between the mapping screen, which speaks of every column, and an Order, which speaks of what was not recognised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from integrations.importing import headers
from integrations.importing.kinds import KINDS
from integrations.importing.kinds.opportunities import stage_of
from integrations.importing.report import Report
from integrations.importing.words import plain


def recognised(kind: str, header: Sequence[str]) -> dict[int, str]:
    """Place → target, as the names of the columns tell."""
    found = headers.assign(list(header), KINDS[kind].columns, kind=kind, asked={}, required=(), report=Report(kind, ""))
    return {place: target for target, place in found.items()}


def as_asked(kind: str, header: Sequence[str], chosen: Mapping[int, str]) -> tuple[dict[str, str], list[str]]:
    """(mapping, leave_out) of the Order that makes of each place what is `chosen`.

    What was recognised and left as it is stays a guess: a value that is not understood there costs no row.
    """
    guessed = recognised(kind, header)
    times = Counter(map(plain, header))
    mapping = {
        target: f"#{place + 1}"
        for place, target in chosen.items()
        if guessed.get(place) != target or times[plain(header[place])] > 1
    }
    return mapping, [f"#{place + 1}" for place in range(len(header)) if place not in chosen]


def missing(kind: str, chosen: Mapping[int, str], *, account: str) -> list[tuple[str, ...]]:
    """What a file of this kind must bring and no column is chosen for: each time one of the targets would do."""
    have = set(chosen.values()) | ({"account"} if account else set())
    return [each for each in KINDS[kind].required if not have & set(each)]


def stage_target(kind: str) -> str:
    """The target whose values are stages of the sales process; "" where the kind has none."""
    return next((target for target, column in KINDS[kind].columns.items() if column.parse is stage_of), "")
