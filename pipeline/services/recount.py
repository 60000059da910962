"""What an opportunity's row repeats of its moves, told anew from the moves themselves."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from foundation.sql import analyze
from pipeline.models import Move, Opportunity
from pipeline.queries.composed import read


@transaction.atomic
def progress_recount(rows: QuerySet[Opportunity] | None = None) -> int:
    """Sets `left_stages`, `passed_stages` of `rows` (default: all) and `days` of their moves.

    For whoever wrote moves in bulk. Returns how many rows were wrong; doing it again changes nothing.
    """
    analyze(Opportunity, Move)
    chosen = (Opportunity.objects.all() if rows is None else rows).order_by().values("id")
    return sum(row["changed"] for name in ("recount_days", "recount_stages") for row in read(name, chosen))
