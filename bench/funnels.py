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
    from foundation.ui.lists import LINES  # noqa: PLC0415
    from pipeline import queries  # noqa: PLC0415
    from pipeline.queries.forecast import forecast  # noqa: PLC0415
    from pipeline.queries.movement import Span, movement  # noqa: PLC0415
    from pipeline.queries.spans import period_of  # noqa: PLC0415

    today = clock.today()
    month = Span(clock.add_months(today, -1), today)
    manager, director = _manager_of_fifty(), _person("director")
    return {
        "manager": _median(lambda: queries.funnel(_rows(manager), today, most=LINES)),
        "director": _median(lambda: queries.funnel(_rows(director), today, is_whole=True, most=LINES)),
        "director, rows": _median(lambda: queries.funnel(_rows(director), today, most=LINES)),
        "movement": _median(lambda: movement(_rows(director), month)),
        "plain": _median(lambda: select_text(PLAIN, [month.start, month.end])),
        "movement, manager": _median(lambda: movement(_rows(manager), month)),
        "forecast": _median(lambda: forecast(_rows(director), period_of("quarter", today))),
        **_board(),
        **_writing(),
    }


def _person(name: str) -> Any:
    from teams.models import User  # noqa: PLC0415

    return User.objects.get(email=f"{name}@synthetic.example")


def _manager_of_fifty() -> Any:
    """The manager of the first region, of twenty-five, to whom the second reports too."""
    from teams.models import Team  # noqa: PLC0415

    manager, other = _person("manager1"), _person("manager2")
    manager.below = [team.pk for each in (manager, other) for team in Team.objects.below(each.team)]
    return manager


def _rows(person: Any) -> Any:
    from pipeline.models import Opportunity  # noqa: PLC0415

    return Opportunity.objects.visible_to(person).live()


def _board() -> dict[str, float]:
    """The board of a manager: bytes as they are sent, queries, open opportunities on it."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from kam import assets  # noqa: PLC0415

    assets.collect()
    manager = _person("manager1")
    client = Client(headers={"host": "localhost", "accept-encoding": "gzip"})
    client.force_login(manager, backend="teams.backends.PeopleBackend")
    client.get("/pipeline/")
    with CaptureQueriesContext(connection) as captured:
        page = client.get("/pipeline/")
    return {
        "board, bytes": len(page.content),
        "board, queries": len(captured),
        "board, cards": _rows(manager).filter(status="open").count(),
    }


def _writing() -> dict[str, float]:
    """A change of an amount, with the triggers that keep the tally and without; each is undone."""
    from django.db import connection, transaction  # noqa: PLC0415
    from django.db.models import F  # noqa: PLC0415

    from pipeline.models import Opportunity  # noqa: PLC0415

    first = Opportunity.objects.order_by("pk").values_list("pk", flat=True)[0]

    def change() -> None:
        for number in range(100):
            Opportunity.objects.filter(pk=first + number).update(amount=F("amount") + 1)

    told = {}
    with transaction.atomic():
        told["write, kept"] = _median(change)
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE pipeline_opportunity DISABLE TRIGGER USER")
        told["write, not kept"] = _median(change)
        transaction.set_rollback(True)
    return told


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
