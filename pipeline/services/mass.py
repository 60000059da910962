"""Many opportunities at once: to another person, or to the account that they came without."""

from __future__ import annotations

from copy import copy

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Account
from foundation.errors import RuleBroken
from journal.services import changes_of, record_many
from pipeline.models import Opportunity
from pipeline.queries.handover import MOST, handover, token_of
from teams.models import User
from teams.rules import only_leads, only_leads_of

from .history import at_live_account, team_of, write_handovers


@transaction.atomic
def opportunities_reassign(*, actor: User, rows: QuerySet[Opportunity], owner: User, seen: str) -> int:
    """Gives the open ones among `rows` (seen by the actor) that he may give to `owner`; returns how many.

    `seen` is the token of the preview that was agreed to. Who does not see an account gets nothing of it. RuleBroken:
    the owner left, the rows are no longer those of the preview, too many. Forbidden for who does not lead.
    """
    only_leads(actor)
    if not owner.is_active:
        raise RuleBroken(_("%(name)s no longer works here.") % {"name": owner}, field="owner")
    chosen = handover(rows, actor=actor, owner=owner).changing
    locked = list(
        Opportunity.objects.filter(pk__in=chosen.order_by().values("pk"))
        .select_related("owner", "stage", "account").select_for_update(of=["self"]).order_by("pk")[: MOST + 1]
    )  # fmt: skip
    if len(locked) > MOST:
        raise RuleBroken(_("At most %(n)d at once: narrow the list first.") % {"n": MOST})
    if token_of(locked) != seen:
        raise RuleBroken(_("They have changed since. Look at them again."))
    before = [copy(row) for row in locked]
    for row in locked:
        row.owner, row.team_id = owner, team_of(owner, row.account) or row.team_id
    _write(locked, before, actor)
    return len(locked)


@transaction.atomic
def opportunities_place(*, actor: User, rows: QuerySet[Opportunity], account: Account) -> int:
    """Puts those of `rows` that wait without an account at `account`; returns how many.

    Owners stay; open ones whose owner does not see the account go to the account's owner. Forbidden for who does not
    lead one of them. RuleBroken: the account is archived, nothing waits among them, too many.
    """
    only_leads(actor)
    account = at_live_account(account)
    waiting = rows.filter(account=None, archived_at=None).order_by("pk").select_related("owner", "stage")
    locked = list(waiting.select_for_update(of=["self"])[: MOST + 1])
    if not locked:
        raise RuleBroken(_("Choose at least one that waits."))
    if len(locked) > MOST:
        raise RuleBroken(_("At most %(n)d at once: narrow the list first.") % {"n": MOST})
    for row in locked:
        only_leads_of(actor, row)
    owners = {row.owner for row in locked}
    blind = {each for each in owners if not Account.objects.visible_to(each).filter(pk=account.pk).exists()}
    before = [copy(row) for row in locked]
    for row in locked:
        row.account, row.shared_with = account, account.shared_with
        if row.is_open and row.owner in blind:
            row.owner, row.team_id = account.owner, team_of(account.owner, account)
        elif not row.owner.team_id:
            row.team_id = account.team_id
    _write(locked, before, actor)
    return len(locked)


def _write(rows: list[Opportunity], before: list[Opportunity], actor: User) -> None:
    """Saves account, owner, team and sharing of `rows`, with their handovers and event rows."""
    now = timezone.now()
    for row in rows:
        row.version, row.updated_at = row.version + 1, now
    columns = ["account", "owner", "team", "shared_with", "version", "updated_at"]
    Opportunity.objects.bulk_update(rows, columns, batch_size=500)
    pairs = list(zip(rows, before, strict=True))
    write_handovers(pairs, by=actor)
    changes = {row.pk: changes_of(was, {"account": row.account, "owner": row.owner}) for row, was in pairs}
    subjects = [(row, row.account_id) for row in rows]
    record_many(actor=actor, verb="opportunity.assigned", subjects=subjects, changes=changes)
