"""What the moves say of each stage: who went on, and how long they stood there."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Aggregate, Avg, Count, DurationField, ExpressionWrapper, F, FloatField, Max, QuerySet
from django.db.models.functions import Extract, Now

from pipeline.choices import Status
from pipeline.models import Move, Opportunity
from pipeline.rules import share_of


@dataclass(frozen=True)
class Progress:
    """What the moves say of a stage.

    `gone`: opportunities that ever stood in it and have since reached a later stage, been won or been lost.
    `passed`: those of them that reached a later stage after first entering it (the next one, or beyond by a jump),
    or are won. One that is still there, or was put back and is still open, is not decided and counts in neither.
    Won and lost mean as it stands now: reopened ones are open. `stayed`: opportunities with a completed stay;
    `median_days`, `mean_days` of all completed stays; `median_age`, `oldest_age` of those standing in it now; in days.
    """

    passed: int = 0
    gone: int = 0
    stayed: int = 0
    median_days: float | None = None
    mean_days: float | None = None
    median_age: float | None = None
    oldest_age: float | None = None

    @property
    def conversion(self) -> Decimal | None:
        """passed ÷ gone, 0–1; None where nothing is decided."""
        return share_of(self.passed, self.gone)


class Median(Aggregate):
    """The middle value; the mean of both middle ones of an even number."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


def progress_by_stage(rows: QuerySet[Opportunity]) -> dict[int, Progress]:
    """By stage id, for the stages that any of `rows` ever left or stands in: three queries."""
    counted = _counted(rows)
    found = {stage: Progress(**numbers) for stage, numbers in counted.items()}
    for days in (_days(rows), _ages(rows)):
        for stage, measures in days.items():
            found[stage] = replace(found.get(stage, Progress()), **measures)
    return found


def _counted(rows: QuerySet[Opportunity]) -> dict[int, Counter[str]]:
    """passed, gone, stayed by stage. Opportunities of the same path are counted together by the database."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    paths = rows.order_by().values_list("left_stages", "passed_stages", "status").annotate(n=Count("pk"))
    for left, passed, status, n in paths:
        for stage in left:
            went_on = stage in passed or status == Status.WON
            found[stage]["passed"] += n * went_on
            found[stage]["gone"] += n * (went_on or status == Status.LOST)
            found[stage]["stayed"] += n
    return found


def _days(rows: QuerySet[Opportunity]) -> dict[int, dict[str, Any]]:
    """Days of the completed stays in each stage."""
    stays = Move.objects.filter(days__isnull=False, opportunity__in=rows.order_by().values("pk")).order_by()
    found = stays.values("from_stage").annotate(median_days=Median("days"), mean_days=Avg("days"))
    return {row.pop("from_stage"): row for row in found}


def _ages(rows: QuerySet[Opportunity]) -> dict[int, dict[str, Any]]:
    """Days so far of those that stand in each stage."""
    since = ExpressionWrapper(Now() - F("stage_since"), output_field=DurationField())
    age = ExpressionWrapper(Extract(since, "epoch") / 86400.0, output_field=FloatField())
    standing = rows.order_by().filter(status=Status.OPEN)
    found = standing.values("stage").annotate(median_age=Median(age), oldest_age=Max(age))
    return {row.pop("stage"): row for row in found}
