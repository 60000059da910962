"""`python -m bench.waiting`: how long an edit of one account waits at most while a night publishes the tiers of all.

KAM_BENCH_ACCOUNTS=1000000 sizes the company (default 100,000), KAM_BENCH_DIR keeps its database for the next time.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from foundation.embedded import PROJECT

from .company import company, manage, night_sizes

SINGLE = "UPDATE accounts_account SET notes = 'x' WHERE id = %s"


def main() -> None:
    accounts = int(os.environ.get("KAM_BENCH_ACCOUNTS", "100000"))
    with tempfile.TemporaryDirectory(prefix="kam-bench-") as scratch:
        folder = Path(os.environ.get("KAM_BENCH_DIR") or scratch).resolve() / f"waiting-{accounts}"
        with company(folder, night_sizes(accounts), say=lambda text: print(text, file=sys.stderr)) as environ:
            manage(environ, "score", "--json")
            told = subprocess.run(
                [sys.executable, "-c", "from bench.waiting import measure; measure()"],
                cwd=PROJECT, env=environ, check=True, text=True, stdout=subprocess.PIPE,
            ).stdout  # fmt: skip
    print(told)


def measure() -> None:
    """Every account is to be published once more; meanwhile one after the other is edited by itself."""
    import django  # noqa: PLC0415  (the environment decides which settings)

    django.setup()
    from django.db import connection  # noqa: PLC0415

    from scoring.models import ScoringRun  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_account SET scored_at = NULL")
        cursor.execute("SELECT id FROM accounts_account ORDER BY hashint8(id)")
        ids = [pk for (pk,) in cursor.fetchall()]
        night = subprocess.Popen(
            [sys.executable, "manage.py", "score", "--full", "--json"], cwd=PROJECT, stdout=subprocess.DEVNULL
        )
        took: list[float] = []
        while night.poll() is None:
            started = time.perf_counter()
            cursor.execute(SINGLE, [ids[len(took) % len(ids)]])
            took.append(time.perf_counter() - started)
            time.sleep(0.005)
    steps = {step["name"]: step["seconds"] for step in ScoringRun.objects.latest("finished_at").steps}
    print(json.dumps({
        "accounts": len(ids), "edits": len(took), "longest_seconds": round(max(took), 2),
        "median_ms": round(1000 * sorted(took)[len(took) // 2], 1), "publish_seconds": steps.get("170_publish"),
        "night_seconds": round(sum(steps.values()), 1),
    }))  # fmt: skip


if __name__ == "__main__":
    main()
