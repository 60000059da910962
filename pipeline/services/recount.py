"""What repeats the moves: told anew from the moves themselves, or put in order."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max, QuerySet

from foundation.locks import wait_for_lock
from foundation.sql import analyze, run_step
from foundation.sql import write as write_file
from pipeline.models import Move, Opportunity
from pipeline.queries.composed import SQL, write

BATCH = 10_000
TALLY = "pipeline.tally"
"""The lock of whoever writes the tally otherwise than by its triggers."""


def progress_recount(rows: QuerySet[Opportunity] | None = None, *, are_new: bool = False) -> int:
    """Sets `left_stages`, `passed_stages` of `rows` (default: all, some at a time) and `days` of their moves.

    For whoever wrote moves in bulk; `are_new`: nobody else sees the rows yet. Returns how many rows were wrong; doing
    it again changes nothing.
    """
    analyze(Opportunity, Move)
    if rows is not None:
        return _retold(rows) if are_new else _recount(rows)
    last = Opportunity.objects.aggregate(last=Max("pk"))["last"] or 0
    return sum(
        _recount(Opportunity.objects.filter(pk__gte=first, pk__lt=first + BATCH)) for first in range(0, last + 1, BATCH)
    )


@transaction.atomic
def _recount(rows: QuerySet[Opportunity]) -> int:
    # Before anything is read: who moves one of them at this moment is waited for, and his move is counted.
    of_rows = Opportunity.objects.filter(pk__in=rows.order_by().values("pk")).order_by("pk")
    ids = list(of_rows.select_for_update(no_key=True).values_list("pk", flat=True))
    return _retold(Opportunity.objects.filter(pk__in=ids))


def _retold(rows: QuerySet[Opportunity]) -> int:
    chosen = rows.order_by().values("id")
    return sum(row["changed"] for name in ("recount_days", "recount_stages") for row in write(name, chosen))


@transaction.atomic
def tally_fold() -> int:
    """Makes one row of those of the tally that belong together; no sum changes. Returns how many rows came of them."""
    wait_for_lock(TALLY)
    return run_step(SQL / "fold_tally.sql", {}).rows


@transaction.atomic
def tally_recount() -> int:
    """Tells the tally anew, for whoever wrote opportunities or moves without the triggers that keep it; nobody writes
    meanwhile. Returns how many rows it has."""
    wait_for_lock(TALLY)
    return write_file(SQL / "recount_tally.sql", {})[0]["rows"]
