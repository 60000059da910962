"""The nightly run: from the ledger to tiers, published columns and alerts, in one transaction of .sql steps.

One transaction, so that a killed worker leaves nothing half done and the next attempt starts clean; one lock, so that
two schedulers, three runs and a run by hand follow one another. How far it is, a second connection tells.
"""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts.models.published_profit import UNRATED
from foundation.locks import MANY_ACCOUNTS, share_lock, wait_for_lock
from foundation.sql import StepResult, allow_memory, aside, run_step, select
from scoring.choices import Cause, RunState
from scoring.models import Ladder, ScoringRun, TierPolicy
from scoring.queries.nights import judged_day, last_closed_day, next_night, publishes
from scoring.services.in_force import policy_of_night
from scoring.services.judging import not_asked, policy_values
from scoring.services.plan import EVERYTHING, Plan, Span, boundaries_to_keep, keep_basis, plan, window_values
from scoring.services.ranking import Ranking, boundaries, concentration_figures, rank, read_ahead
from teams.models import Company

FOLDER = Path(__file__).resolve().parent.parent
NIGHT = FOLDER / "night"
RANK = "050_rank"
"""A step in Python (services.ranking): everything else is the .sql file of its name."""
DOUBT = "055_doubtful"
"""Only where the night before was judged by the same version, and nothing that counts goes by the calendar."""
PUBLISHED, PUBLISH = "088_published", "170_publish"
"""Left out where nobody is rated: such a night knows nothing about anybody. What is to be published is known before the
alerts are judged and written after them: the accounts' rows are locked from then on until the night's end."""
SUMS = ["020_cost_to_serve", "022_complaints", "025_other_costs", "030_profit"]
DECIDE = ["070_change", "080_history"]
WATCHED, EVERYBODY = "105_watched", "106_everybody"
ALERT = [
    "110_causes_from_ledger",
    "120_causes_from_visits",
    "121_causes_from_complaints",
    "122_causes_from_surveys",
    "123_causes_from_contracts",
    "124_causes_from_people",
    "125_causes",
]
SETTLE = ["128_alert_changes", "130_close_alerts", "140_follow_alerts", "150_open_alerts"]
WRITES_ON_ALL = {WATCHED, EVERYBODY, PUBLISH}
"""From here on rows are locked that people write, too: alerts, then accounts. What happens to an account meanwhile is
judged by `refresh_alerts` when the night is over: before, the night's alerts are not there to be taken back."""
AT_ONCE = [
    *(Cause.CADENCE, Cause.NO_NEXT_STEP, Cause.COMPLAINT, Cause.DISSATISFIED, Cause.CONTRACT_ENDS, Cause.DECIDER_LEFT),
]
"""Causes that do not come from the ledger: judged anew whenever something bears on them."""
MEMORY = "128MB"
"""For sorts and joins of the night, each: more than a page's query may have."""

Report = Callable[[str, int, int, StepResult | None], None]
"""Told before (result None) and after each step: its name, its number from 0, how many there are, what it did."""


def silent(_name: str, _number: int, _of: int, _result: StepResult | None) -> None:
    """Reports to nobody."""


class Step(NamedTuple):
    """A file to run, with the values and left-out conditions that are its own."""

    name: str
    values: dict[str, Any]
    without: set[str]


def steps_of_sums(span: Span) -> list[Step]:
    """Bring the sums of one span up to the night."""
    anew = [] if span.kept else ["008_anew" if span.ids is None else "009_anew_shard"]
    names = [*anew, "010_touched", *SUMS, "040_standing", "045_rhythm"]
    return [Step(name, span.values(), span.without) for name in names]


def steps_of(plan: Plan, date: dt.date, *, publishes: bool = True) -> list[Step]:
    """The steps of a night, in their order."""
    if plan.apart:
        sums = [Step(name, EVERYTHING.values(), EVERYTHING.without) for name in [*SUMS, "041_standing_apart"]]
    else:
        sums = [step for span in plan.spans for step in steps_of_sums(span)]
        sums += [Step(name, {}, set()) for name in ("042_standing_kept", "046_summed")]
    names = [
        RANK,
        *([DOUBT] if plan.passed else []),
        "060_judge",
        *DECIDE,
        "084_kept_apart" if plan.apart else "082_kept",
        *([PUBLISHED] if publishes else []),
        *([] if plan.apart else [WATCHED if plan.watches else EVERYBODY, *ALERT, *SETTLE, "160_causes_end"]),
        *([PUBLISH] if publishes else []),
    ]
    return [Step("005_start", {}, set()), *sums, *(Step(name, plan.values(date), plan.without) for name in names)]


def run_night(run_id: int, *, again: bool = False, full: bool = False, report: Report = silent) -> ScoringRun:
    """Computes the night of run `run_id` and returns it; waits while another night runs.

    A night that is done stays as it is unless `again`; `full` makes it from nothing, whatever is kept. Whatever goes
    wrong leaves the state before, marks the run as failed and is raised.
    """
    try:
        with transaction.atomic():
            wait_for_lock("scoring.night")
            run = ScoringRun.objects.select_related("policy").get(pk=run_id)
            if run.state != RunState.DONE or again:
                _compute(run, report, full=full)
    except Exception as error:
        failure = f"{type(error).__name__}: {error}"[:2000]
        ScoringRun.objects.filter(pk=run_id).update(state=RunState.FAILED, error=failure)
        raise
    return run


def _compute(run: ScoringRun, report: Report, *, full: bool) -> None:
    # Later nights that rated nobody decided nothing: the version in force is for the last one that can.
    is_last = publishes(run.business_date)
    is_old = run.judged_as_of is not None and run.policy is not None and not is_last
    policy = run.policy if is_old and run.policy else policy_of_night(run.business_date, is_latest=is_last)
    as_of = run.judged_as_of if is_old else timezone.now()
    how = plan(run, policy, full=full)
    values = {
        **window_values(run.business_date, policy, how.recipe.zone),
        **policy_values(policy, run.business_date),
        "as_of": as_of,
        "again": run.business_date,
        "next": next_night(run.business_date),
        "due_from": max(run.business_date, last_closed_day()),
        "account": None,
        "unrated": UNRATED,
        "causes": [cause for cause in Cause.values if cause != Cause.CHURN],
    }
    allow_memory(MEMORY)
    with aside() as tell:
        is_publishing = publishes(run.business_date)
        steps = steps_of(how, run.business_date, publishes=is_publishing)
        progress = _Progress(run, policy, steps, plan=how, tell=tell, report=report)
        ranking = progress.run(values)
    run.is_published = is_publishing and ranking.ladder.rated > 0
    _keep(run, ranking, progress.figures, _tiers(how))
    run.policy, run.steps, run.judged_as_of = policy, progress.steps, as_of
    run.started_at, run.finished_at, run.error = progress.started_at, timezone.now(), ""
    run.state = RunState.DONE
    run.save(update_fields=[*KEPT, "policy", "steps", "judged_as_of", "started_at", "finished_at", "error", "state"])
    if not how.apart:
        keep_basis(run, how.recipe)


KEPT = ("accounts", "rated", "profit", "positive_profit", "is_published", "figures")


def _tiers(plan: Plan) -> list[dict[str, Any]]:
    """The sums of each tier."""
    if plan.goes_on and plan.like is not None and plan.like.figures is not None:
        kept = json.dumps(plan.like.figures["tiers"])
        return select(FOLDER / "reading" / "tier_sums_moved.sql", {"tiers": kept})
    return select(FOLDER / "reading" / f"tier_sums{'_apart' if plan.apart else ''}.sql", {})


def _keep(run: ScoringRun, ranking: Ranking, figures: dict[str, Any], tiers: list[dict[str, Any]]) -> None:
    """The run's ladder and figures."""
    ladder = ranking.ladder
    run.accounts, run.rated = sum(row["accounts"] for row in tiers), ladder.rated
    run.profit, run.positive_profit = ranking.profit, ladder.positive
    run.figures = {"tiers": tiers, **figures}
    Ladder.objects.filter(run=run).delete()
    steps = (Ladder(run=run, number=number, **step._asdict()) for number, step in enumerate(ladder.steps))
    Ladder.objects.bulk_create(steps, batch_size=2000)


class _Progress:
    """Runs steps and tells how far they are: to the page by the second connection, to the caller by `report`."""

    def __init__(
        self,
        run: ScoringRun,
        policy: TierPolicy,
        todo: list[Step],
        *,
        plan: Plan,
        tell: Any,
        report: Report,
    ) -> None:
        self.steps: list[dict[str, Any]] = []
        self.figures: dict[str, Any] = {}
        self.started_at = timezone.now()
        self._todo, self._policy, self._not_asked = todo, policy, not_asked(policy)
        self._plan = plan
        self._tell, self._report = tell, report
        planned = json.dumps([step.name for step in todo])
        self._values = {"run": run.pk, "policy": policy.pk, "started_at": self.started_at, "planned": planned}
        self._write(start=1)

    def run(self, values: dict[str, Any]) -> Ranking:
        ranking = None
        for number, (name, own, without) in enumerate(self._todo):
            self._report(name, number, len(self._todo), None)
            if name == RANK:
                result, ranking = self._rank(values)
            elif name in (PUBLISHED, PUBLISH) and ranking is not None and ranking.ladder.rated == 0:
                result = StepResult(name, 0, 0.0)
            else:
                if name in WRITES_ON_ALL:
                    wait_for_lock(MANY_ACCOUNTS)
                result = run_step(
                    NIGHT / f"{name}.sql", values | own, without=without | self._not_asked | {"published"}
                )
            self.steps.append({"name": name, "rows": result.rows, "seconds": round(result.seconds, 3)})
            self._write()
            self._report(name, number, len(self._todo), result)
        if ranking is None:
            raise AssertionError("every night ranks")
        return ranking

    def _rank(self, values: dict[str, Any]) -> tuple[StepResult, Ranking]:
        started = time.perf_counter()
        ranking = rank(self._plan.like, goes_on=self._plan.goes_on)
        read_ahead(ranking, self._policy)
        found = boundaries(ranking, self._policy)
        values |= found | self._plan.between(found)
        self.figures = {
            "concentration": concentration_figures(ranking),
            "boundaries": boundaries_to_keep(found, self._policy),
        }
        return StepResult(RANK, ranking.ladder.rated, time.perf_counter() - started), ranking

    def _write(self, start: int = 0) -> None:
        values = {**self._values, "steps": json.dumps(self.steps), "start": start}
        self._tell(NIGHT / "progress.sql", values)


def hold_alerts(account_id: int) -> None:
    """Nobody judges this account's alerts anew until the transaction ends, but a night."""
    wait_for_lock(f"scoring.alerts.{account_id}")


def refresh_alerts(account_id: int) -> None:
    """What visits, steps, surveys, contracts, complaints, people and ownership say of one account: judged anew at once,
    as of the day that the nights have come to."""
    day = judged_day()
    values = {
        "date": day,
        "due_from": day,
        "zone": Company.current().timezone,
        "account": account_id,
        "causes": AT_ONCE,
    }
    with transaction.atomic():
        share_lock(MANY_ACCOUNTS)
        hold_alerts(account_id)
        for name in [
            EVERYBODY,
            "120_causes_from_visits",
            "121_causes_from_complaints",
            "122_causes_from_surveys",
            "123_causes_from_contracts",
            "124_causes_from_people",
            "126_causes_of_visits",
            *SETTLE,
            "161_causes_end",
        ]:
            run_step(NIGHT / f"{name}.sql", values, without={"watched", "unpublished"})
