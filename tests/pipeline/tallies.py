"""The funnel as it is kept, against the funnel of all live opportunities read one by one."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from foundation import clock
from pipeline import queries
from pipeline.models import Opportunity

EXACT_TO = 6
"""Ages in days are told by the clock: the same to a tenth of a second."""


def agrees_with_the_rows(today: dt.date | None = None, most: int | None = None) -> queries.Funnel:
    rows, day = Opportunity.objects.live(), today or clock.today()
    kept = queries.funnel(rows, day, is_whole=True, most=most)
    assert _rounded(kept) == _rounded(queries.funnel(rows, day, most=most))
    return kept


def _rounded(funnel: queries.Funnel) -> queries.Funnel:
    return replace(funnel, stages=[_with_rounded_ages(line) for line in funnel.stages])


def _with_rounded_ages(line: queries.StageLine) -> queries.StageLine:
    ages: dict[str, Any] = {name: getattr(line.progress, name) for name in ("median_age", "oldest_age")}
    told = {name: age if age is None else round(age, EXACT_TO) for name, age in ages.items()}
    return replace(line, progress=replace(line.progress, **told))
