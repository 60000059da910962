"""One night and the churn fit after it, timed apart, told as JSON.

Run as `python -m bench.score FOLDER DATE [--full]`.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import resource
import sys
from dataclasses import asdict
from pathlib import Path

from .cost import costs


def main() -> None:
    import django  # noqa: PLC0415  (the environment decides which settings)

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    django.setup()
    from scoring.churn.nightly import fit_after_night  # noqa: PLC0415
    from scoring.models import ScoringRun  # noqa: PLC0415
    from scoring.services import night_now  # noqa: PLC0415

    folder, date = Path(sys.argv[1]), dt.date.fromisoformat(sys.argv[2])
    night = costs(folder, lambda: night_now(date, full="--full" in sys.argv))
    run = ScoringRun.objects.get(business_date=date)
    churn = costs(folder, lambda: fit_after_night(run.pk))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    steps = {step["name"]: step["seconds"] for step in run.steps}
    changed = next((step["rows"] for step in run.steps if step["name"] == "010_touched"), 0)
    told = {"night": asdict(night), "churn": asdict(churn), "memory": memory, "steps": steps, "changed": changed}
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
