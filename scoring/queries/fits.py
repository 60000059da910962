"""Whether the fit of the last night came about, and what stands where it did not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from foundation import clock, days
from journal.models import Job, JobState
from scoring.choices import FitPurpose
from scoring.models import ChurnFit, ScoringRun
from scoring.queries.churn import standing_fit
from scoring.queries.failures import failure_words
from scoring.queries.nights import nights

FIT: Final = "scoring.fit_churn"
MOST_TRIES: Final = 4
"""So often the clock lets a night's fit fail, the first time included; then somebody has to look."""


@dataclass(frozen=True)
class FailedFit:
    """The night whose fit failed, how often, when last and on what; `stands`: the fit that still speaks."""

    night: ScoringRun
    tries: int
    failed_at: dt.datetime | None
    error: str
    stands: ChurnFit | None

    @property
    def is_tried_again(self) -> bool:
        return self.tries < MOST_TRIES

    @property
    def what(self) -> str:
        return _("The churn model could not be fitted after the night of %(day)s.") % {
            "day": days.short_date(self.night.business_date, clock.today())
        }

    @property
    def standing(self) -> str:
        """Since when what is shown stands."""
        if self.stands is None:
            return _("There is no earlier fit: no risk is shown.")
        return _("The risks shown are still those of %(day)s.") % {
            "day": days.short_date(self.stands.as_of, clock.today())
        }

    def to_do(self, reader: Any) -> str:
        """What to do about it, by who reads it."""
        if self.is_tried_again:
            return _("It is tried again within the hour; nothing has to be done now.")
        if not reader.leads:
            return _("It is not tried again by itself: tell somebody who may run nights.")
        return f"{failure_words(self.error)} {_('It is not tried again by itself.')}"


@dataclass(frozen=True)
class FitState:
    """Of the last night: its fit `failed`, or `waits` for a worker or is at work; neither where it stands."""

    failed: FailedFit | None = None
    waits: bool = False


def fit_state() -> FitState:
    night = last_night()
    if night is None:
        return FitState()
    if fit_on_its_way(night):
        return FitState(waits=True)
    failed = Job.objects.filter(task=FIT, args=[night.pk], state=JobState.FAILED, finished_at__gte=night.finished_at)
    found = list(failed.order_by("-finished_at").values_list("finished_at", "error"))
    if not found or _is_made(night):
        return FitState()
    failed_at, error = found[0]
    return FitState(FailedFit(night, len(found), failed_at, error, standing_fit()))


def failed_fit() -> FailedFit | None:
    """None where the fit of the last night stands, is on its way, or has never been asked for."""
    return fit_state().failed


def last_night() -> ScoringRun | None:
    return nights().order_by("-business_date").first()


def fit_on_its_way(night: ScoringRun) -> bool:
    states = [JobState.QUEUED, JobState.RUNNING]
    return Job.objects.filter(task=FIT, args=[night.pk], state__in=states).exists()


def _is_made(night: ScoringRun) -> bool:
    made = ChurnFit.objects.filter(purpose=FitPurpose.NIGHT, as_of__gte=night.business_date)
    return made.filter(made_at__gt=night.finished_at).exists()
