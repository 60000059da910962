"""Walls as pages tell them: the mark to strengthen next, and how a team's walls stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Avg, Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from accounts.choices import Tier
from accounts.models import Account
from accounts.queries.worth import by_worth
from relations.choices import Mark
from relations.models import MarkAdvice, Referral, Wall
from relations.rules import FULL, MOST, mark_to_strengthen


class Standing(NamedTuple):
    """A wall and the mark to strengthen next (None: nothing is left)."""

    wall: Wall
    next: Mark | None

    @property
    def lines(self) -> list[tuple[Any, int, bool]]:
        """Each mark: its name, its number, whether it is the next."""
        return [(mark.label, number, mark == self.next) for mark, number in self.wall.marks.items()]


def with_wall(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """Joins the wall and brings `mark_order`, so that `standing_of` asks no more."""
    order = MarkAdvice.objects.order_by("position").values("mark")
    return accounts.select_related("wall").annotate(mark_order=ArraySubquery(order))


def with_introducer(accounts: QuerySet[Account], reader: Any) -> QuerySet[Account]:
    """Brings `introducer`, the id and name of who brought us the account, where the reader sees both."""
    seen = Referral.objects.visible_to(reader).filter(account=OuterRef("pk"))
    told = JSONObject(id="introducer_id", name="introducer__name", account="introducer__account__name")
    return accounts.annotate(introducer=Subquery(seen.values_list(told)[:1]))


def standing_of(account: Account) -> Standing | None:
    """Of an account as `with_wall` gives it; None where nobody marked it yet."""
    wall: Wall | None = getattr(account, "wall", None)
    return _standing(wall, account.mark_order) if wall else None  # type: ignore[attr-defined]


def standings(walls: Iterable[Wall], order: Sequence[str]) -> list[Standing]:
    return [_standing(wall, order) for wall in walls]


def _standing(wall: Wall, order: Sequence[str]) -> Standing:
    return Standing(wall, mark_to_strengthen({mark.value: n for mark, n in wall.marks.items()}, order))


class Owned(NamedTuple):
    """The walls of one person's accounts."""

    owner_id: int
    name: str
    walls: int
    wall: Decimal


class Summary(NamedTuple):
    """How many walls there are, their average, that of each mark (a share of what it could be), and by person."""

    walls: int
    wall: Decimal | None
    marks: list[tuple[Any, Decimal]]
    people: list[Owned]

    @property
    def weakest(self) -> Any:
        return min(self.marks, key=lambda mark: mark[1])[0] if self.walls else None


def summary_of(walls: QuerySet[Wall]) -> Summary:
    """Of `walls` the reader sees: two queries at any number."""
    averages = {mark.value: Avg(mark.value) for mark in Mark}
    found = walls.order_by().aggregate(**{f"mean_{name}": mean for name, mean in averages.items()}, n=Count("pk"))
    marks = [(mark.label, _part(found[f"mean_{mark.value}"], MOST)) for mark in Mark]
    people = (
        walls.order_by().values("account__owner", "account__owner__name").annotate(n=Count("pk"), mean=Avg("total"))
    )
    lines = [
        Owned(row["account__owner"], row["account__owner__name"], row["n"], _part(row["mean"], FULL))
        for row in people.order_by("mean", "account__owner__name")
    ]
    whole = sum((share for _label, share in marks), Decimal(0)) / len(marks) if found["n"] else None
    return Summary(found["n"], whole, marks, lines)


def unmarked_key_accounts(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """Platinum and gold accounts whose wall nobody has marked, the best first."""
    rows = accounts.filter(archived_at=None, wall__isnull=True, tier__in=(Tier.PLATINUM, Tier.GOLD))
    return rows.select_related("owner").order_by(by_worth(), F("sort_key"), F("id"))


def _part(mean: Any, most: int) -> Decimal:
    return Decimal(str(mean or 0)) / most
