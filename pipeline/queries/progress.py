"""What the moves say of each stage: who went on, and how long they stood there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pipeline.choices import Status
from pipeline.rules import mean_of, median_of, share_of


@dataclass(frozen=True)
class Progress:
    """What the moves say of a stage.

    `gone`: opportunities that ever stood in it and have since reached a later stage, been won or been lost.
    `passed`: those of them that reached a later stage after first entering it (the next one, or beyond by a jump),
    or are won. One that is still there, or was put back and is still open, is not decided and counts in neither.
    Won and lost mean as it stands now: reopened ones are open. `stayed`: opportunities with a completed stay;
    `median_days`, `mean_days` of all completed stays; `median_age`, `oldest_age` of those standing in it now; in days,
    a stay's in tenths of one.
    """

    passed: int = 0
    gone: int = 0
    stayed: int = 0
    median_days: float | None = None
    mean_days: float | None = None
    median_age: float | None = None
    oldest_age: float | None = None

    @property
    def conversion(self) -> Decimal | None:
        """passed ÷ gone, 0–1; None where nothing is decided."""
        return share_of(self.passed, self.gone)


def progress_of(
    paths: Iterable[Mapping[str, Any]], stays: Iterable[Mapping[str, Any]], ages: Iterable[Mapping[str, Any]]
) -> dict[int, Progress]:
    """By stage id. `paths`: how many (`count`) of a status went the same way; `stays`: how many stayed in a `stage` for
    so many `tenths` of a day; `ages`: `median_age` and `oldest_age` of a `stage`."""
    told: dict[int, dict[str, Any]] = defaultdict(dict)
    for stage, numbers in _counted(paths).items():
        told[stage] |= numbers
    lengths: dict[int, Counter[int]] = defaultdict(Counter)
    for stay in stays:
        lengths[stay["stage"]][stay["tenths"]] += stay["count"]
    for stage, counts in lengths.items():
        told[stage] |= {"median_days": median_of(counts) / 10, "mean_days": mean_of(counts) / 10}
    for age in ages:
        told[age["stage"]] |= {"median_age": age["median_age"], "oldest_age": age["oldest_age"]}
    return {stage: Progress(**measures) for stage, measures in told.items()}


def _counted(paths: Iterable[Mapping[str, Any]]) -> dict[int, Counter[str]]:
    """passed, gone, stayed by stage."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for path in paths:
        for stage in path["left_stages"]:
            went_on = stage in path["passed_stages"] or path["status"] == Status.WON
            found[stage]["passed"] += path["count"] * went_on
            found[stage]["gone"] += path["count"] * (went_on or path["status"] == Status.LOST)
            found[stage]["stayed"] += path["count"]
    return found
