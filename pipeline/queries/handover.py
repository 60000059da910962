"""What a mass reassignment would do, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from accounts.models import Account
from pipeline.models import Opportunity
from pipeline.rules import cents
from teams.models import User

from .periods import OPEN

MOST = 10_000
"""How many change hands at once."""


@dataclass(frozen=True)
class Handover:
    """`changing` would go to the new owner; the others of the rows stay: closed, not the actor's to give, at accounts
    that the new owner does not see, or his already."""

    changing: QuerySet[Opportunity]
    count: int
    amount: Decimal
    closed: int
    others: int
    blind: int
    already: int

    @property
    def token(self) -> str:
        """Tells whether the rows are still those that were shown."""
        return token_of(self.changing.select_related(None).only("pk", "version").order_by("pk")[: MOST + 1])

    @property
    def by_owner(self) -> list[dict[str, Any]]:
        """Present owners with how many they give away, most first."""
        rows = self.changing.order_by().values("owner__name").annotate(count=Count("pk"), amount=Sum("amount_base"))
        return list(rows.order_by("-count", "owner__name"))


def token_of(rows: Iterable[Opportunity]) -> str:
    """A digest of which rows in which versions, in the order of their ids."""
    return sha256(",".join(f"{row.pk}:{row.version}" for row in rows).encode()).hexdigest()[:16]


def handover(rows: QuerySet[Opportunity], *, actor: User, owner: User) -> Handover:
    """What giving `rows` to `owner` means; archived ones are left out."""
    rows = rows.filter(archived_at=None)
    mine = Q() if actor.sees_all else Q(owner=actor) | Q(team__in=actor.reach)
    seen = Q(account=None) | Q(account__in=Account.objects.visible_to(owner).order_by().values("pk"))
    his = Q(owner=owner)
    changing = OPEN & mine & seen & ~his
    told = rows.order_by().aggregate(
        count=Count("pk", filter=changing),
        amount=Sum("amount_base", filter=changing),
        closed=Count("pk", filter=~OPEN),
        others=Count("pk", filter=OPEN & ~mine) if mine else Count("pk", filter=Q(pk__in=[])),
        already=Count("pk", filter=OPEN & mine & his),
        blind=Count("pk", filter=OPEN & mine & ~his & ~seen),
    )
    return Handover(rows.filter(changing), **{**told, "amount": cents(told["amount"])})
