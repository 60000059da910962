"""The reports of the pipeline, timed inside the product, told as JSON. Run as `python -m bench.funnels`."""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any, Final

TIMES: Final = 5
# What a movement asks, without people, handovers and the rounding of its lines.
PLAIN: Final = """
SELECT move.team_id, move.owner_id, move.kind, move.at < %s AS before,
       SUM(CASE WHEN move.kind IN ('won', 'lost') THEN -move.base_before
                ELSE move.base_after - COALESCE(move.base_before, 0) END), COUNT(*)
FROM pipeline_move AS move
JOIN pipeline_opportunity AS opportunity ON opportunity.id = move.opportunity_id
WHERE opportunity.archived_at IS NULL AND move.at < %s
GROUP BY 1, 2, 3, 4
"""


def main() -> None:
    import django  # noqa: PLC0415  (the environment decides which settings)

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    django.setup()
    json.dump(_timings(), sys.stdout)


def _timings() -> dict[str, float]:
    from foundation import clock  # noqa: PLC0415
    from foundation.sql import select_text  # noqa: PLC0415
    from pipeline import queries  # noqa: PLC0415
    from pipeline.models import Opportunity  # noqa: PLC0415
    from pipeline.queries.forecast import forecast  # noqa: PLC0415
    from pipeline.queries.movement import Span, movement  # noqa: PLC0415
    from pipeline.queries.spans import period_of  # noqa: PLC0415
    from teams.models import User  # noqa: PLC0415

    people = {name: User.objects.get(email=f"{name}@synthetic.example") for name in ("manager1", "director")}
    today = clock.today()
    month = Span(clock.add_months(today, -1), today)

    def rows(name: str) -> Any:
        return Opportunity.objects.visible_to(people[name]).live()

    return {
        "manager": _median(lambda: queries.funnel(rows("manager1"), today)),
        "director": _median(lambda: queries.funnel(rows("director"), today)),
        "movement": _median(lambda: movement(rows("director"), month)),
        "plain": _median(lambda: select_text(PLAIN, [month.start, month.end])),
        "movement, manager": _median(lambda: movement(rows("manager1"), month)),
        "forecast": _median(lambda: forecast(rows("director"), period_of("quarter", today))),
    }


def _median(work: Callable[[], Any]) -> float:
    """Seconds, once the pages are in memory."""
    work()
    took = []
    for _ in range(TIMES):
        started = time.perf_counter()
        work()
        took.append(time.perf_counter() - started)
    return statistics.median(took)


if __name__ == "__main__":
    main()
