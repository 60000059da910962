"""What repeats the moves: told anew from the moves themselves, or put in order."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from foundation.sql import analyze, run_step
from foundation.sql import write as write_file
from pipeline.models import Move, Opportunity
from pipeline.queries.composed import SQL, write


@transaction.atomic
def progress_recount(rows: QuerySet[Opportunity] | None = None) -> int:
    """Sets `left_stages`, `passed_stages` of `rows` (default: all) and `days` of their moves.

    For whoever wrote moves in bulk. Returns how many rows were wrong; doing it again changes nothing.
    """
    analyze(Opportunity, Move)
    chosen = (Opportunity.objects.all() if rows is None else rows).order_by().values("id")
    return sum(row["changed"] for name in ("recount_days", "recount_stages") for row in write(name, chosen))


def tally_fold() -> int:
    """Makes one row of those of the tally that belong together; no sum changes. Returns how many rows came of them."""
    return run_step(SQL / "fold_tally.sql", {}).rows


def tally_recount() -> int:
    """Tells the tally anew, for whoever wrote opportunities or moves without the triggers that keep it; nobody writes
    meanwhile. Returns how many rows it has."""
    return write_file(SQL / "recount_tally.sql", {})[0]["rows"]
