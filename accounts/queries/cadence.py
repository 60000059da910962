from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import Account, Cadence
from accounts.queries.worth import by_worth
from journal.models import Event


def cadences() -> QuerySet[Cadence]:
    """The cadence of every tier, the most valuable first, unrated last."""
    return Cadence.objects.order_by(by_worth())


def days_of_tier(tier: str) -> int | None:
    """How often accounts of that tier are visited; None where nothing says so."""
    return Cadence.objects.filter(tier=tier).values_list("days", flat=True).first()


def own_changes(account: Account) -> QuerySet[Event]:
    """Who set the account's own cadence, and why: the last twenty. The caller has made sure that it may be seen."""
    rows = Event.objects.filter(account_id=account.pk, verb="owncadence.set")
    return rows.select_related("actor").order_by("-id")[:20]


def recent_changes() -> QuerySet[Event]:
    """Who set which cadence from what to what: the last twenty."""
    rows = Event.objects.filter(subject_type=Cadence._meta.model_name, verb="cadence.changed")
    return rows.select_related("actor").order_by("-id")[:20]
