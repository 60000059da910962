"""Visits against the cadence and the 4R check of many accounts, from their verdicts: two statements."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from django.db.models import QuerySet

from accounts.choices import Tier
from accounts.models import Account
from accounts.queries.coverage import MONTHS
from foundation import clock
from foundation.sql import select_over
from rights.choices import Right
from rights.models import Verdict

SQL = Path(__file__).parent.parent / "sql"
SHOWN = 10
TIERS = [*Tier.values, ""]


@dataclass(frozen=True)
class Covered:
    """Visits that the cadence asked for, that were made and that are planned; accounts that got fewer or more.

    `made` = `done` + `extra`, `asked` = `done` + `missing`: what one account gets too much helps no other.
    """

    accounts: int = 0
    asked: int = 0
    made: int = 0
    done: int = 0
    planned: int = 0
    short: int = 0
    beyond: int = 0
    overdue: int = 0

    @property
    def missing(self) -> int:
        return self.asked - self.done

    @property
    def extra(self) -> int:
        return self.made - self.done

    @property
    def share(self) -> float | None:
        """Done ÷ asked; None where nothing was asked."""
        return self.done / self.asked if self.asked else None


class Owner(NamedTuple):
    """Whose line it is."""

    pk: int
    name: str

    def __str__(self) -> str:
        return self.name


_SUMS = (*Covered.__dataclass_fields__, *Right.values, "failing")


class Failing(NamedTuple):
    """How many accounts lack a right, and which share of those that were judged that is."""

    right: Right
    accounts: int
    share: float


@dataclass(frozen=True)
class Coverage:
    """By tier in the order of their worth, by owner (most missing first), and the accounts furthest off.

    `failing`: accounts of which any right fails; `worst`: those of the best tiers of which most do; `rights_by`: by
    tier and by owner's id how many lack each right, and how many any.
    """

    since: dt.date
    total: Covered
    tiers: list[tuple[str, Covered]]
    owners: list[tuple[Owner, Covered]]
    short: list[tuple[Account, Covered]]
    beyond: list[tuple[Account, Covered]]
    failing: int
    rights: list[Failing]
    rights_by: dict[Any, list[int]]
    rights_of_all: list[int]
    worst: list[Verdict]


def coverage(accounts: QuerySet[Account], today: dt.date) -> Coverage:
    """Of those `accounts` that somebody should visit, as they were last judged."""
    chosen: Any = accounts.order_by().values("id", "tier", "owner_id")
    rows = select_over(SQL / "coverage.sql", chosen, {"shown": SHOWN})
    of: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        of[row["level"]].append(row)
    whole, tiers, owners, names = _rolled_up(of["group"])
    named = _named(of)
    return Coverage(
        since=clock.add_months(today, -MONTHS),
        total=_covered(whole),
        tiers=[(tier, _covered(tiers[tier])) for tier in TIERS if tier in tiers],
        owners=sorted(
            ((Owner(pk, names[pk]), _covered(sums)) for pk, sums in owners.items()),
            key=lambda line: (-line[1].missing, line[0].name, line[0].pk),
        ),
        short=[(named[row["id"]].account, _covered(row)) for row in of["short"]],
        beyond=[(named[row["id"]].account, _covered(row)) for row in of["beyond"]],
        failing=whole["failing"],
        rights_by={key: _lacking(sums) for key, sums in (*tiers.items(), *owners.items())},
        rights_of_all=_lacking(whole),
        rights=[Failing(right, whole[right.value], whole[right.value] / (whole["accounts"] or 1)) for right in Right],
        worst=[named[row["id"]] for row in of["worst"]],
    )


def _rolled_up(groups: list[dict[str, Any]]) -> tuple[Any, Any, Any, dict[int, str]]:
    whole: dict[str, int] = dict.fromkeys(_SUMS, 0)
    tiers: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(_SUMS, 0))
    owners: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(_SUMS, 0))
    for row in groups:
        for sums in (whole, tiers[row["tier"]], owners[row["owner_id"]]):
            for name in _SUMS:
                sums[name] += int(row[name])
    return whole, tiers, owners, {row["owner_id"]: row["name"] for row in groups}


def _lacking(sums: Mapping[str, int]) -> list[int]:
    return [sums[name] for name in (*Right.values, "failing")]


def _named(of: Mapping[str, list[dict[str, Any]]]) -> dict[int, Verdict]:
    ids = {row["id"] for level in ("short", "beyond", "worst") for row in of[level]}
    rows = Verdict.objects.filter(account__in=ids).select_related("account__owner") if ids else Verdict.objects.none()
    return {verdict.account_id: verdict for verdict in rows}


def _covered(sums: Mapping[str, Any]) -> Covered:
    return Covered(**{name: int(sums[name] or 0) for name in Covered.__dataclass_fields__})
