"""Runs as the night page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from scoring.choices import RunState
from scoring.models import ScoringRun

SHOWN = 60
STEPS: dict[str, Any] = {
    "010_cost_to_serve": _("What the visits cost"),
    "020_profit": _("Profit in the window"),
    "030_rank": _("Ranks"),
    "040_tier": _("Tiers by the policy"),
    "050_distance": _("Distance to the next boundary"),
    "060_decide": _("Buffer, patience, pins"),
    "070_forget": _("Decisions of accounts archived since"),
    "080_record": _("Decisions written"),
    "090_publish": _("Tiers published on accounts"),
    "100_causes": _("Alerts: start"),
    "110_causes_from_ledger": _("Alerts: orders and profit"),
    "120_causes_from_visits": _("Alerts: visits and next steps"),
    "130_close_alerts": _("Alerts resolved"),
    "140_follow_alerts": _("Alerts brought up to date"),
    "150_open_alerts": _("Alerts opened"),
}
"""All steps in their order, by the stem of their file."""


@dataclass(frozen=True)
class Progress:
    """How far a run is: steps done of all, the step under way, and the word components/progress.html takes."""

    done: int
    total: int
    text: Any
    state: str

    @property
    def is_under_way(self) -> bool:
        return self.state == "running"


def recent_runs() -> QuerySet[ScoringRun]:
    """Newest business date first."""
    return ScoringRun.objects.select_related("policy", "requested_by")[:SHOWN]


def steps_of(run: ScoringRun) -> list[dict[str, Any]]:
    """name, label, rows, seconds of each step that is done."""
    return [{**step, "label": STEPS.get(step["name"], step["name"])} for step in run.steps]


def progress(run: ScoringRun) -> Progress:
    done = len(run.steps)
    if run.state == RunState.QUEUED:
        return Progress(0, len(STEPS), _("Waiting for a worker"), "running")
    if run.state == RunState.RUNNING:
        names = list(STEPS)
        return Progress(done, len(STEPS), STEPS[names[min(done, len(names) - 1)]], "running")
    if run.state == RunState.FAILED:
        return Progress(done, len(STEPS), _("Failed; it is tried again within the hour"), "failed")
    return Progress(len(STEPS), len(STEPS), _("Done"), "done")
