"""Performance reviews: begun, noted, agreed on and closed by whoever leads the person."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.columns import differences, save_edit
from foundation.errors import Forbidden, RuleBroken
from foundation.uniqueness import unique_or_refused
from journal.services import record
from pipeline.models import AgreedAction, PerformanceReview
from pipeline.models.performance import led_by
from pipeline.queries.performance import figures
from teams.models import User


@transaction.atomic
def performance_start(*, actor: User, person: User, starts_on: dt.date, ends_on: dt.date) -> PerformanceReview:
    """Begins the review of a person and a period. Forbidden for who does not lead him; RuleBroken: there is one."""
    _only_who_leads(actor, person)
    if starts_on > ends_on:
        raise RuleBroken(_("The last day lies before the first."), field="ends_on")
    with unique_or_refused(performance_review_once="starts_on"):
        row = PerformanceReview.objects.create(
            person=person, persons_team=person.team, starts_on=starts_on, ends_on=ends_on, created_by=actor
        )
    record(actor=actor, verb="performancereview.started", subject=row)
    return row


@transaction.atomic
def performance_note(row: PerformanceReview, *, actor: User, version: int, **notes: str) -> PerformanceReview:
    """Writes the notes of the steps. The event says that they were written, never what."""
    _only_open(row, actor)
    wanted = differences(row, notes)
    if not wanted:
        return row
    row = save_edit(row, version, wanted)
    record(actor=actor, verb="performancereview.noted", subject=row, changes={"steps": sorted(wanted)})
    return row


@transaction.atomic
def performance_agree(
    row: PerformanceReview, *, actor: User, text: str, due_on: dt.date, owner: User | None = None
) -> AgreedAction:
    """Adds what was agreed: for the person, or for who leads the review."""
    _only_open(row, actor)
    owner = owner or row.person
    if owner not in (row.person, actor):
        raise RuleBroken(_("Only the two who talk can promise something here."), field="owner")
    action = AgreedAction.objects.create(review=row, text=text, owner=owner, due_on=due_on)
    record(actor=actor, verb="performancereview.agreed", subject=row)
    return action


@transaction.atomic
def performance_close(row: PerformanceReview, *, actor: User, version: int) -> PerformanceReview:
    """Freezes the figures as they are now; from here on nothing but the ticks of its actions changes."""
    _only_open(row, actor)
    frozen = figures(actor, row.person, row.starts_on, row.ends_on)
    row = save_edit(row, version, {"figures": frozen, "closed_at": timezone.now(), "closed_by": actor})
    record(actor=actor, verb="performancereview.closed", subject=row)
    return row


@transaction.atomic
def agreed_action_done(action: AgreedAction, *, actor: User, done: bool = True) -> AgreedAction:
    """Ticks it off, or takes the tick back. Doing it twice is doing it once."""
    rows = AgreedAction.objects.filter(pk=action.pk, done_at__isnull=done)
    if rows.update(done_at=timezone.now() if done else None, done_by=actor if done else None):
        record(actor=actor, verb="agreedaction.done" if done else "agreedaction.reopened", subject=action)
    action.refresh_from_db()
    return action


def may_lead(actor: User, person: User) -> bool:
    """Whether `actor` leads `person`, and so writes the review."""
    return actor != person and User.objects.filter(led_by(actor), pk=person.pk).exists()


def _only_who_leads(actor: User, person: User) -> None:
    if not may_lead(actor, person):
        raise Forbidden(_("Only who leads this person may do this."))


def _only_open(row: PerformanceReview, actor: Any) -> None:
    _only_who_leads(actor, row.person)
    # As it is now: what is agreed on carries no version, and nothing is added to one that is being closed.
    if PerformanceReview.objects.select_for_update(no_key=True).get(pk=row.pk).is_closed:
        raise RuleBroken(_("This review is closed: its figures are kept as they were."))
