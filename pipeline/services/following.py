"""Opportunities go where their account goes."""

from __future__ import annotations

from copy import copy

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import ngettext

from accounts.models import Account
from journal.services import record
from pipeline.choices import Status
from pipeline.models import Opportunity
from teams.models import User

from .history import write_handover


@transaction.atomic
def opportunities_follow(account: Account) -> int:
    """Team and sharing of the account's opportunities become its own; open ones of people who no longer see the
    account go to its owner, each with an event. Returns how many changed hands. Doing it again changes nothing.
    """
    rows = Opportunity.objects.filter(account=account)
    moving = list(
        rows.filter(status=Status.OPEN)
        .exclude(team=account.team)
        .select_related("stage")
        .select_for_update(of=["self"])
    )
    rows.exclude(team=account.team, shared_with=account.shared_with).update(
        team=account.team, shared_with=account.shared_with
    )
    for row in moving:
        before = copy(row)
        row.team = account.team
        write_handover(row, before, by=None)
    blind = rows.filter(status=Status.OPEN, owner__in=_blind(account)).select_related("owner", "stage")
    left = list(blind.select_for_update(of=["self"]))
    for row in left:
        _hand_over(row, account)
    return len(left)


def open_opportunities_of(account: Account) -> str:
    """Why the account cannot be archived yet: what is open there would stay in every forecast."""
    count = Opportunity.objects.live().filter(account=account, status=Status.OPEN).count()
    said = ngettext(
        "%(n)d opportunity is still open here: win, lose or archive it first.",
        "%(n)d opportunities are still open here: win, lose or archive them first.",
        count,
    )
    return said % {"n": count} if count else ""


def _blind(account: Account) -> list[User]:
    """Owners of open opportunities of `account` who do not see it."""
    owners = User.objects.filter(pk__in=Opportunity.objects.filter(account=account, status=Status.OPEN).values("owner"))
    return [owner for owner in owners if not Account.objects.visible_to(owner).filter(pk=account.pk).exists()]


def _hand_over(row: Opportunity, account: Account) -> None:
    before = copy(row)
    Opportunity.objects.filter(pk=row.pk).update(
        owner=account.owner, version=F("version") + 1, updated_at=timezone.now()
    )
    row.owner = account.owner
    write_handover(row, before, by=None)
    changes = {"owner": [str(before.owner), str(account.owner)]}
    record(actor=None, verb="opportunity.assigned", subject=row, account_id=account.pk, changes=changes)
