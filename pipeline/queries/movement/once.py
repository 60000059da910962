"""What somebody no longer sees, and whose figures of the past are still his."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from pipeline.choices import MoveKind
from pipeline.models import Move, Opportunity
from teams.models import Role
from teams.visibility import answered_for_q, sees_everything


@dataclass(frozen=True)
class Once:
    """`rows`: opportunities that `person` or one of `teams` gave away and that are out of the reader's sight today.

    Only what happened in those hands is his: neither who has them now, nor what became of them.
    """

    rows: QuerySet[Opportunity]
    person: int
    teams: Sequence[int]

    def had(self, path: str = "") -> Q:
        """Moves after which (`path` "from_": before which) it was in those hands."""
        return Q(**{f"{path}owner": self.person}) | Q(**{f"{path}team__in": self.teams})


def once_of(user: Any) -> Once | None:
    """Of `user`; None of whoever sees everything, as nothing is out of his sight.

    Whoever holds an opportunity holds it until it is handed over (a closed one stays with who closed it), so what is
    gone has a handover that says who had it.
    """
    if sees_everything(user):
        return None
    given = Move.objects.filter(answered_for_q(user, "from_"), kind=MoveKind.HANDED)
    seen = Opportunity.objects.visible_to(user).filter(pk=OuterRef("pk"))
    rows = Opportunity.objects.live().filter(~Exists(seen), pk__in=given.order_by().values("opportunity"))
    return Once(rows, user.pk, [] if user.role == Role.REP else list(user.reach))
