"""start + new + increased + reopened + received + split − decreased − won − lost − given = end, exactly to the cent.

What is split off is neither new nor lost: the line `split` is zero in money and says how many parts there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from foundation.sql import select_over
from pipeline.models import Opportunity
from pipeline.queries.composed import SQL
from pipeline.rules import cents
from teams.models import Team, User

from .span import Holders, Span, chosen

GAINS = ("new", "increased", "reopened", "received", "split")
LOSSES = ("decreased", "won", "lost", "given")
LINES = ("start", *GAINS, *LOSSES, "end")
_LEVELS = {3: "all", 1: "team", 2: "owner"}
_LEAVING = {"won", "lost", "given"}

Raw = Mapping[str, tuple[Decimal, int]]


@dataclass(frozen=True)
class Line:
    """A line in the base currency, two places: losses are negative. `count`: opportunities at start and end, moves in
    between."""

    name: str
    count: int
    amount: Decimal

    @property
    def size(self) -> Decimal:
        """For sentences that say which way it went."""
        return abs(self.amount)


@dataclass(frozen=True)
class Subject:
    """The movement of a team or a person (`subject`), or of everything (None)."""

    subject: Any
    lines: dict[str, Line]

    @property
    def start(self) -> Line:
        return self.lines["start"]

    @property
    def end(self) -> Line:
        return self.lines["end"]

    @property
    def change(self) -> Decimal:
        return self.end.amount - self.start.amount

    @property
    def is_empty(self) -> bool:
        return not any(line.count or line.amount for line in self.lines.values())


@dataclass(frozen=True)
class Movement:
    total: Subject
    teams: list[Subject]
    owners: list[Subject]


def movement(rows: QuerySet[Opportunity], span: Span, holders: Holders | None = None) -> Movement:
    """The movement of `rows` (archived ones are left out by the caller) in `holders`' hands: three queries.

    A move belongs to whoever held the opportunity then; a handover is given by one and received by the other. It is no
    line of a team that both are in, nor of the whole where both are among `holders`. What is out of the reader's sight
    counts while it was his (`holders.once`).
    """
    told = _told(rows, span, holders)
    return Movement(
        total=Subject(None, _lines(told["all"].get(None, {}))),
        teams=_subjects(told["team"], Team.objects.in_bulk(told["team"])),
        owners=_subjects(told["owner"], User.objects.in_bulk(told["owner"])),
    )


def whole_movement(rows: QuerySet[Opportunity], span: Span, holders: Holders | None = None) -> Subject:
    """Its total alone: one query."""
    return Subject(None, _lines(_told(rows, span, holders)["all"].get(None, {})))


def _told(rows: QuerySet[Opportunity], span: Span, holders: Holders | None) -> dict[str, dict[Any, dict[str, Any]]]:
    told: dict[str, dict[Any, dict[str, Any]]] = defaultdict(lambda: defaultdict(dict))
    holders = holders or Holders()
    values = {"since": span.start, "until": span.end, **holders.values}
    for row in select_over(SQL / "movement.sql", chosen(rows, span, holders), values):
        level = _LEVELS[row["level"]]
        told[level][row.get(f"{level}_id")][row["line"]] = (row["amount"], row["n"])
    return told


def _subjects(told: Mapping[Any, Raw], subjects: Mapping[Any, Any]) -> list[Subject]:
    """Those with anything to tell: what moved most first, then by name."""
    found = [Subject(subjects[key], _lines(raw)) for key, raw in told.items()]
    shown = [subject for subject in found if not subject.is_empty]
    return sorted(shown, key=lambda subject: (-max(subject.start.amount, subject.end.amount), str(subject.subject)))


def _lines(raw: Raw) -> dict[str, Line]:
    """All lines. Running totals are rounded, not the lines, so that what is shown adds up to the cent."""
    lines, total, count = {}, Decimal(0), 0
    for name in LINES[:-1]:
        amount, n = raw.get(name, (Decimal(0), 0))
        lines[name] = Line(name, abs(n) if name in _LEAVING else n, cents(total + amount) - cents(total))
        total += amount
        count += n if name not in {"increased", "decreased"} else 0
    return {**lines, "end": Line("end", count, cents(total))}
