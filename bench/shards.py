"""`python -m bench.shards FOLDER`: what a second worker saves of a night in which every account's sums are made anew.

FOLDER is a company that `KAM_BENCH_ONLY=night` kept (…/night-100000). Its accounts make eight shards; the night of
yesterday is computed by one worker of one process and by two, twice, each after another hourly rate.
Told are seconds on the clock, from the first shard that is taken to the last that is done, and of the night after it:
ask on cores that nobody else uses.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from foundation.embedded import PROJECT

from .company import servers
from .table import lines_of

SHARDS: Final = 8
ROUNDS: Final = (1, 1, 2, 1, 2)
"""Workers of each night; the first, which has nothing to go on from, is not told."""
PATIENCE: Final = 1800


def main() -> None:
    with servers(Path(sys.argv[1]).resolve()) as environ:
        os.environ.update(environ)
        import django  # noqa: PLC0415  (the environment decides which settings)

        django.setup()
        from accounts.models import Account  # noqa: PLC0415

        os.environ["KAM_SHARD_ACCOUNTS"] = str(Account.objects.count() // SHARDS + 1)
        told = [_night(number, workers) for number, workers in enumerate(ROUNDS)]
    print("\n".join(lines_of([["workers", "shards", "sums, clock", "sums, added up", "then the night"], *told[1:]])))


def _night(number: int, workers: int) -> list[str]:
    from django.db.models import Count, Max, Min, Sum  # noqa: PLC0415

    from journal.models import Job  # noqa: PLC0415
    from scoring.choices import RunState  # noqa: PLC0415
    from scoring.models import NightShard, ScoringRun  # noqa: PLC0415
    from scoring.services import night_start  # noqa: PLC0415
    from teams.models import CostRate, User  # noqa: PLC0415

    day = dt.date(2090 + number, 1, 1)
    CostRate.objects.update_or_create(user=None, valid_from=day, defaults={"hourly": time.time() % 1000 // 1})
    Job.objects.all().delete()
    director = User.objects.get(email="director@synthetic.example")
    run = night_start(actor=director, date=dt.datetime.now(dt.UTC).date() - dt.timedelta(days=1))
    with _workers(workers):
        until = time.monotonic() + PATIENCE
        while ScoringRun.objects.get(pk=run.pk).state != RunState.DONE:
            if time.monotonic() > until:
                raise RuntimeError("the night was not done in time")
            time.sleep(0.2)
    shards = NightShard.objects.filter(run=run).aggregate(
        count=Count("pk"), first=Min("started_at"), last=Max("finished_at"), added=Sum("seconds")
    )
    run.refresh_from_db()
    clock, rest = (
        (end - begin).total_seconds() for begin, end in pairwise((shards["first"], shards["last"], run.finished_at))
    )
    return [str(workers), str(shards["count"]), *(f"{seconds:.1f} s" for seconds in (clock, shards["added"], rest))]


@contextmanager
def _workers(count: int) -> Iterator[None]:
    command = [sys.executable, "-m", "celery", "-A", "kam", "worker", "--pool", "solo", "--loglevel", "ERROR"]
    quiet = os.environ | {"PYTHONWARNINGS": "ignore"}
    running: list[subprocess.Popen[Any]] = [
        subprocess.Popen([*command, "-n", f"bench{n}@%h"], cwd=PROJECT, env=quiet) for n in range(count)
    ]
    try:
        yield
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(60)


if __name__ == "__main__":
    main()
