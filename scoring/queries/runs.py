"""Runs as the night page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from scoring.choices import RunState
from scoring.models import ScoringRun
from scoring.queries.nights import last_closed_day, with_living
from scoring.queries.shards import shards_of

SHOWN = 60
STEPS: dict[str, Any] = {
    "005_start": _("Start"),
    "008_anew": _("What was kept is dropped"),
    "009_anew_shard": _("What was kept is dropped"),
    "010_touched": _("Accounts whose sums changed"),
    "020_cost_to_serve": _("What the visits cost"),
    "022_complaints": _("What the complaints cost"),
    "025_other_costs": _("Rebates, complaints, other service"),
    "030_profit": _("Profit in the window"),
    "040_standing": _("Sums kept for the next night"),
    "041_standing_apart": _("What stood that night"),
    "042_standing_kept": _("Sums of all accounts"),
    "045_rhythm": _("How often they order"),
    "046_summed": _("Accounts that shards have summed"),
    "050_rank": _("Ranks"),
    "055_doubtful": _("Accounts that may be decided otherwise"),
    "060_judge": _("Tiers by the policy: buffer, patience, pins"),
    "070_change": _("What is decided otherwise than before"),
    "080_history": _("Decisions written"),
    "082_kept": _("Decisions kept for the next night"),
    "084_kept_apart": _("Decisions kept for the next night"),
    "088_published": _("Tiers to publish"),
    "105_watched": _("Accounts whose alerts may change"),
    "106_everybody": _("Accounts whose alerts may change"),
    "110_causes_from_ledger": _("Alerts: orders and profit"),
    "120_causes_from_visits": _("Alerts: visits and next steps"),
    "121_causes_from_complaints": _("Alerts: complaints"),
    "122_causes_from_surveys": _("Alerts: satisfaction"),
    "123_causes_from_contracts": _("Alerts: contracts that end"),
    "124_causes_from_people": _("Alerts: people who left"),
    "125_causes": _("Alerts: all causes"),
    "128_alert_changes": _("Alerts: what changed"),
    "130_close_alerts": _("Alerts resolved"),
    "140_follow_alerts": _("Alerts brought up to date"),
    "150_open_alerts": _("Alerts opened"),
    "160_causes_end": _("End"),
    "170_publish": _("Tiers published on accounts"),
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
    return with_living(ScoringRun.objects.select_related("policy", "requested_by"))[:SHOWN]


def steps_of(run: ScoringRun) -> list[dict[str, Any]]:
    """name, label, rows, seconds of each step that is done."""
    return [{**step, "label": STEPS.get(step["name"], step["name"])} for step in run.steps]


def progress(run: ScoringRun) -> Progress:
    done, planned = len(run.steps), run.planned or list(STEPS)
    if run.state == RunState.QUEUED:
        return Progress(0, len(planned), _("Waiting for a worker"), "running")
    shards = shards_of(run) if run.state == RunState.RUNNING and not run.steps else []
    if summed := [shard for shard in shards if shard.finished_at]:
        text = _("Shards: %(done)s of %(all)s") % {"done": len(summed), "all": len(shards)}
        return Progress(len(summed), len(shards) + len(STEPS), text, "running")
    if run.state == RunState.RUNNING:
        under_way = planned[min(done, len(planned) - 1)]
        return Progress(done, len(planned), STEPS.get(under_way, under_way), "running")
    if run.state == RunState.FAILED:
        return Progress(done, len(planned), _failure(run), "failed")
    return Progress(len(planned), len(planned), _("Done"), "done")


def _failure(run: ScoringRun) -> Any:
    """The clock asks again for the last closed day alone."""
    if run.business_date == last_closed_day():
        return _("Failed; it is tried again within the hour")
    return _("Failed; it is not tried again by itself")
