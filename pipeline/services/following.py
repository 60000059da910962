"""What becomes of opportunities when their account changes hands or is shared."""

from __future__ import annotations

from copy import copy

from django.db import transaction
from django.utils.translation import ngettext

from accounts.models import Account
from foundation.columns import save_edit
from journal.models import Event
from journal.services import record, row_id
from pipeline.choices import Status
from pipeline.models import Opportunity
from teams.models import User

from .history import sees, team_of, write_handover


@transaction.atomic
def opportunities_follow(account: Account) -> int:
    """The account's opportunities are shared as it is; open ones of people who no longer see the account go to its
    owner, each with an event. Returns how many changed hands. Doing it again changes nothing.
    """
    rows = Opportunity.objects.filter(account=account)
    rows.exclude(shared_with=account.shared_with).update(shared_with=account.shared_with)
    blind = rows.filter(status=Status.OPEN, owner__in=_blind(account)).select_related("owner", "stage")
    left = list(blind.select_for_update(of=["self"]))
    for row in left:
        hand_to_account_owner(row, account, by=None)
    return len(left)


def hand_to_account_owner(row: Opportunity, account: Account, *, by: User | None) -> Opportunity:
    """`row`, as it was read a moment ago, in the hands of whoever has its account."""
    before = copy(row)
    given = {"owner": account.owner, "team_id": team_of(account.owner, account)}
    row = save_edit(row, row.version, given)
    write_handover(row, before, by=by)
    changes = {"owner": [str(before.owner), str(account.owner)]}
    record(actor=by, verb="opportunity.assigned", subject=row, account_id=account.pk, changes=changes)
    return row


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
    """Owners of open opportunities of `account` who saw it once and no longer do. Who never saw it, as the sellers of a
    CRM that was brought in, sells there all the same."""
    owners = User.objects.filter(pk__in=Opportunity.objects.filter(account=account, status=Status.OPEN).values("owner"))
    people, teams = _had_it(account)
    return [
        owner
        for owner in owners
        if (owner.pk in people or teams.intersection(owner.reach)) and not sees(owner, account)
    ]


def _had_it(account: Account) -> tuple[set[int], set[int]]:
    """Ids of the people who owned the account, and of the teams that had or shared it, before events changed that."""
    people, teams = set[int](), set[int]()
    events = Event.objects.filter(account_id=account.pk, verb__in=["account.assigned", "account.shared"])
    for changes in events.values_list("changes", flat=True):
        before = {name: told[0] for name, told in changes.items()}
        people |= {row_id(before["owner"])} if before.get("owner") else set()
        teams |= {row_id(before["team"])} if before.get("team") else set()
        teams |= set(before.get("shared_with") or [])
    return people, teams
