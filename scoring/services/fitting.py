"""Asking for the churn fit of a night: after it, by the clock where it failed, and by hand."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.errors import RuleBroken
from foundation.locks import wait_for_lock
from journal.jobs import enqueue
from journal.models import Job
from journal.services import record
from scoring.models import ScoringRun
from scoring.queries.fits import FIT, failed_fit, fit_on_its_way, last_night
from teams.models import User
from teams.rules import only_leads


@transaction.atomic
def fit_queue(night: ScoringRun) -> Job | None:
    """Queues the fit that follows `night`, unless it is on its way."""
    wait_for_lock("scoring.fit.schedule")
    return None if fit_on_its_way(night) else enqueue(FIT, night.pk)


@transaction.atomic
def ensure_fit() -> Job | None:
    """Queues a fit that failed once more; None where there is none, or it has failed often enough."""
    wait_for_lock("scoring.fit.schedule")
    failure = failed_fit()
    return enqueue(FIT, failure.night.pk) if failure and failure.is_tried_again else None


@transaction.atomic
def fit_start(*, actor: User) -> ScoringRun:
    """Queues the fit of the last night by hand; one that is on its way goes on. Returns the night.

    Forbidden for who may not run nights; RuleBroken before the first night.
    """
    only_leads(actor)
    night = last_night()
    if night is None:
        raise RuleBroken(_("There is no night yet that a model could be fitted after."))
    if fit_queue(night):
        changes = {"date": night.business_date.isoformat()}
        record(actor=actor, verb="churn_fit.requested", subject=night, changes=changes)
    return night
