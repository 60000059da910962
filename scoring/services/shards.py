"""The sums of a large company, made by several workers: each takes shards of the accounts, the night then goes on.

A shard is a job like any other: queued in the database, in one transaction, and taken again by another worker when its
own dies. It only brings the sums of its accounts up to the night; whatever it has not done by then, the night does
itself. So no result depends on how many workers there are, and no worker waits for another.
"""

from __future__ import annotations

import os
import socket
import time
from typing import Any

from django.db import transaction
from django.utils import timezone

from foundation.locks import share_lock, wait_for_lock
from foundation.sql import allow_memory, aside, run_step
from journal.jobs import enqueue
from scoring.choices import RunState
from scoring.models import NightShard, ScoringRun, Shard
from scoring.queries.nights import is_latest
from scoring.queries.shards import Ids, ranges
from scoring.services.in_force import policy_ahead
from scoring.services.night import MEMORY, NIGHT, Step, steps_of_sums
from scoring.services.plan import Recipe, are_ready, keep_sums, span_of, window_values

SHARD = "scoring.sum_shard"
FINISH = "scoring.finish_night"


@transaction.atomic
def shards_start(run_id: int) -> bool:
    """Queues the shards of a night whose sums are not up to it; False where there is nothing to share out."""
    wait_for_lock("scoring.schedule")
    run = ScoringRun.objects.get(pk=run_id)
    everything = ranges()
    if run.state == RunState.DONE or len(everything) == 1 or not is_latest(run.business_date):
        return False
    policy = policy_ahead(run.business_date)
    recipe = Recipe.now(policy)
    missing = [ids for ids in everything if not are_ready(ids, run.business_date, recipe)]
    if not missing:
        return False
    NightShard.objects.filter(run=run).delete()
    shards = NightShard.objects.bulk_create(NightShard(run=run, first=ids.first, last=ids.last) for ids in missing)
    judged_by = {} if run.finished_at else {"policy": policy}
    ScoringRun.objects.filter(pk=run_id).update(
        state=RunState.RUNNING, steps=[], error="", started_at=timezone.now(), **judged_by
    )
    for shard in shards:
        enqueue(SHARD, shard.pk)
    return True


def shard_sum(shard_id: int) -> None:
    """Brings the sums of one shard up to its night; the last one of them queues what follows.

    Nothing is done for a night that is done, or was shared out anew. What goes wrong marks the run as failed.
    """
    try:
        with transaction.atomic():
            share_lock("scoring.night")
            shard = NightShard.objects.select_related("run").filter(pk=shard_id, finished_at=None).first()
            if shard is not None and shard.run.state == RunState.RUNNING:
                _sum(shard)
    except Exception as error:
        failed = ScoringRun.objects.filter(shards=shard_id)
        failed.update(state=RunState.FAILED, error=f"{type(error).__name__}: {error}"[:2000])
        raise


def _sum(shard: NightShard) -> None:
    started, ids = time.perf_counter(), Ids(shard.first, shard.last)
    date, policy = shard.run.business_date, policy_ahead(shard.run.business_date)
    wait_for_lock(f"scoring.shard.{ids.first}")
    with aside() as tell:
        tell(NIGHT / "shard_taken.sql", {"shard": shard.pk, "worker": worker_name(), "started_at": timezone.now()})
    recipe = Recipe.now(policy)
    span = span_of(ids, date, recipe)
    steps = [Step("005_start", {}, set()), *steps_of_sums(span), Step("047_summed_kept", span.values(), span.without)]
    rows = _run(steps, window_values(date, policy, recipe.zone))
    undecided = Shard.objects.filter(first=ids.first, is_anew=True).exists()
    keep_sums(ids, date, recipe, is_anew=span.kept is None or undecided)
    # Of two that end at the same moment one must see the other's end.
    ScoringRun.objects.select_for_update().get(pk=shard.run_id)
    shard.worker, shard.rows, shard.finished_at = worker_name(), rows, timezone.now()
    shard.seconds = round(time.perf_counter() - started, 3)
    shard.save(update_fields=["worker", "rows", "finished_at", "seconds"])
    if not NightShard.objects.filter(run=shard.run_id, finished_at=None).exists():
        enqueue(FINISH, shard.run_id)


def _run(steps: list[Step], values: dict[str, Any]) -> int:
    """Rows of the step that makes the sums."""
    allow_memory(MEMORY)
    done = [run_step(NIGHT / f"{name}.sql", values | own, without=without) for name, own, without in steps]
    return next(result.rows for result in done if result.name == "030_profit")


def worker_name() -> str:
    """As the night page shows it."""
    return f"{socket.gethostname()} {os.getpid()}"
