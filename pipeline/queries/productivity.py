"""The productivity equation: opportunities × win rate × average amount ÷ cycle length."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from foundation import clock
from foundation.sql import select_over
from pipeline.models import Opportunity
from pipeline.rules import share_of
from teams.models import Team, User

from .composed import SQL
from .movement import Holders, Span

MONTH = 30
"""Days that the result of the equation is told for."""
MORE = Decimal("0.1")
FEW = 5
_LEVELS = {3: "all", 1: "team", 2: "owner"}
_READ = ("id", "team_id", "owner_id", "status", "opened_on", "closed_on", "amount_base")
FACTORS = ("open", "win_rate", "average", "cycle")


@dataclass(frozen=True)
class Equation:
    """The factors of a window, and what they make of each other.

    `open`: opened by its end and not closed by then; `won`, `lost`: closed within it; `worth`, `days`: amounts, and
    days from opening to closing, of those won. `people`: how many had any of these.
    """

    open: int = 0
    won: int = 0
    lost: int = 0
    worth: Decimal = Decimal(0)
    days: int = 0
    people: int = 0

    @property
    def win_rate(self) -> Decimal | None:
        return share_of(self.won, self.won + self.lost)

    @property
    def average(self) -> Decimal | None:
        """The average amount of those won, in the base currency."""
        return self.worth / self.won if self.won else None

    @property
    def cycle(self) -> Decimal | None:
        """Average days from opening to winning; at least one, for what is won on its first day."""
        return max(Decimal(self.days) / self.won, Decimal(1)) if self.won else None

    @property
    def result(self) -> Decimal | None:
        """What the funnel yields in 30 days; None where nothing was won, so that no rate, amount or cycle is known."""
        if self.win_rate is None or self.average is None or self.cycle is None:
            return None
        return self.open * self.win_rate * self.average / self.cycle * MONTH

    @property
    def gains(self) -> dict[str, Decimal | None]:
        """What 10 % more of each factor would add (a cycle 10 % shorter; a win rate up to 100 % at most)."""
        if self.result is None or not self.win_rate:
            return dict.fromkeys(FACTORS)
        return {
            "open": self.result * MORE,
            "win_rate": self.result * min(MORE, 1 / self.win_rate - 1),
            "average": self.result * MORE,
            "cycle": self.result * (1 / (1 - MORE) - 1),
        }

    @property
    def each(self) -> Decimal | None:
        """Open opportunities a person."""
        return Decimal(self.open) / self.people if self.people else None


@dataclass(frozen=True)
class Compared:
    """A team or a person (`subject`) now, in the window before, and beside the team (of a person)."""

    subject: Any
    now: Equation
    past: Equation
    team: Equation | None = None

    @property
    def change(self) -> Decimal | None:
        """The result against that of the window before, as a share of it."""
        if self.now.result is None or not self.past.result:
            return None
        return self.now.result / self.past.result - 1


@dataclass(frozen=True)
class Reachable:
    """What the whole would yield more in 30 days if it did in one factor as well as the team that does best in it."""

    factor: str
    team: Any
    level: Decimal
    gain: Decimal


@dataclass(frozen=True)
class Productivity:
    since: dt.date
    until: dt.date
    total: Compared
    teams: list[Compared]
    people: list[Compared]

    @property
    def has_past(self) -> bool:
        """Whether anything was decided in the window before, so that there is something to compare with."""
        return any(line.past.won or line.past.lost for line in [self.total, *self.teams])

    @property
    def reachable(self) -> Reachable | None:
        """The factor in which most is to be gained. Teams with fewer than `FEW` won ones set no example."""
        now = self.total.now
        examples = [line for line in self.teams if line.now.won >= FEW]
        if not now.result or not examples:
            return None
        found = []
        for factor in ("win_rate", "average", "cycle"):
            sign = -1 if factor == "cycle" else 1
            best = max(examples, key=lambda line: sign * getattr(line.now, factor))
            own, level = getattr(now, factor), getattr(best.now, factor)
            found.append(Reachable(factor, best.subject, level, now.result * ((level / own) ** sign - 1)))
        most = max(found, key=lambda each: each.gain)
        return most if most.gain > 0 else None

    @property
    def first(self) -> dt.date:
        """The window's first day."""
        return self.since + clock.DAY


def productivity(
    rows: QuerySet[Opportunity], until: dt.date, months: int = 12, holders: Holders | None = None
) -> Productivity:
    """Of `rows` (archived ones are left out by the caller) in `holders`' hands, in the `months` up to `until` and in as
    many before: three queries. Each window is that of whoever had an opportunity at its end."""
    since, holders = clock.add_months(until, -months), holders or Holders()
    values = {
        "until": until,
        "since": since,
        "before": clock.add_months(since, -months),
        "until_ends": Span(until, until).end,
        "since_ends": Span(since, since).end,
        **holders.values,
    }
    told: dict[str, dict[int | None, dict[str, Equation]]] = {name: defaultdict(dict) for name in _LEVELS.values()}
    for row in select_over(SQL / "productivity.sql", holders.marked(rows, *_READ), values):
        level = _LEVELS[row["level"]]
        told[level][row.get(f"{level}_id")][row["span"]] = _equation(row)
    people = User.objects.select_related("team").in_bulk(told["owner"])
    by_team = told["team"]
    return Productivity(
        since=since,
        until=until,
        total=_compared(None, told["all"].get(None, {})),
        teams=_lines(by_team, Team.objects.in_bulk(by_team), {}),
        people=_lines(told["owner"], people, by_team),
    )


def _equation(row: Mapping[str, Any]) -> Equation:
    return Equation(**{name: row[name] for name in ("open", "won", "lost", "worth", "days", "people")})


def _lines(told: Mapping[Any, Any], subjects: Mapping[Any, Any], by_team: Mapping[Any, Any]) -> list[Compared]:
    """What yields most first, then by name."""
    lines = [
        _compared(subject, told[key], by_team.get(getattr(subject, "team_id", None), {}).get("now"))
        for key, subject in subjects.items()
    ]
    return sorted(lines, key=lambda line: (-(line.now.result or 0), str(line.subject)))


def _compared(subject: Any, spans: Mapping[str, Equation], team: Equation | None = None) -> Compared:
    return Compared(subject, spans.get("now", Equation()), spans.get("past", Equation()), team)
