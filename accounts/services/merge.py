"""Two accounts become one, and two again. Every row moves in the database, a relation at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import merging
from accounts.models import Account, Merge, MergeRule
from foundation.errors import RuleBroken, StaleEdit
from foundation.locks import MANY_ACCOUNTS, beside_many, share_lock, wait_for_lock
from foundation.uniqueness import unique_or_refused
from journal.services import record
from teams.models import User
from teams.rules import only_leads_of

from . import merged_rows
from .account import consistent
from .facts import recompute

PARTS: dict[str, tuple[str, ...]] = {
    "name": ("name",),
    "external_id": ("external_id",),
    "owner": ("owner_id", "team_id", "owner_since"),
    "parent": ("parent_id",),
    "industry": ("industry",),
    "territory": ("territory",),
    "nature": ("nature",),
    "kind": ("kind",),
    "value_level": ("value_level",),
    "covered_by": ("covered_by",),
    "stage": ("stage", "filtered_reason"),
    "phone": ("phone",),
    "website": ("website",),
    "address": ("address",),
    "notes": ("notes",),
}
"""What one chooses between, and the columns that go with it."""

MAX_DEPTH = 30
LATEST = dt.timedelta(days=2)
"""No transaction takes that long."""


@transaction.atomic
def account_merge(
    survivor: Account, merged: Account, *, actor: User, version: int, merged_version: int, take: Collection[str] = ()
) -> Merge:
    """`merged` becomes a part of `survivor`: all that hangs on it goes along, and its old address leads on.

    Of the parts named in `take` (keys of PARTS) the merged account's value stays; else the survivor's. Whoever saw one
    of the two sees the one afterwards. Forbidden unless the actor leads both; StaleEdit, carrying the account that has
    changed, where one was edited meanwhile; RuleBroken for accounts that cannot be one.
    """
    survivor, merged = _held(survivor.pk, merged.pk)
    for account in (survivor, merged):
        only_leads_of(actor, account)
    _check_alive(survivor, merged)
    for account, read in ((survivor, version), (merged, merged_version)):
        if account.version != read:
            raise StaleEdit(account)
    _check(survivor, merged)
    if "parent" in take and not parents_in_sight(actor, survivor, merged):
        raise RuleBroken(_("You cannot see one of the two parent companies: the present one stays."), field="take")
    changes = _changes(survivor, merged, take)
    now = timezone.now()
    merge = Merge.objects.create(
        survivor=survivor, merged=merged, by=actor, at=now, external_id=merged.external_id,
        undo_until=now + dt.timedelta(days=MergeRule.current().undo_days),
        changes={name: [getattr(survivor, name), value] for name, value in changes.items()},
    )  # fmt: skip
    merged_rows.move(merge, merging.following())
    kept_id = survivor.external_id if "external_id" in changes else merged.external_id
    _write(merged, archived_at=now, merged_into=survivor, external_id="")
    _write(survivor, **changes)
    Account.objects.filter(pk=merged.pk).update(external_id=kept_id)
    recompute([survivor.pk, merged.pk], None)
    told = {"merged": merged.pk, "taken": sorted(take), "owners": sorted({survivor.owner_id, merged.owner_id})}
    survivor.refresh_from_db()
    record(actor=actor, verb="account.merged", subject=survivor, account_id=survivor.pk, changes=told)
    return merge


def may_be_one(survivor: Account, merged: Account) -> None:
    """RuleBroken where the two cannot be one account, whatever one chooses of them."""
    _check_alive(survivor, merged)
    _check(survivor, merged)


@transaction.atomic
def merge_undo(merge: Merge, *, actor: User) -> Merge:
    """Both accounts as they were; what was written since the merge stays with the survivor.

    A value that somebody changed since stays changed. Forbidden unless the actor leads both; RuleBroken when the time
    is over, when it was undone, or when a later merge into the same account stands,
    or when the group would close a circle.
    """
    survivor, merged = _held(merge.survivor_id, merge.merged_id)
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    for account in (survivor, merged):
        only_leads_of(actor, account)
    _check_undo(merge, survivor)
    merged_rows.move_back(merge)
    _write(merged, archived_at=None, merged_into=None, external_id="")
    with unique_or_refused(account_external_id="external_id"):
        _write(survivor, **_restored(survivor, merge.changes))
        Account.objects.filter(pk=merged.pk).update(external_id=merge.external_id)
    _refuse_circle(survivor, merged)
    recompute([survivor.pk, merged.pk], None)
    Merge.objects.filter(pk=merge.pk).update(undone_at=timezone.now(), undone_by=actor, version=F("version") + 1)
    merge.refresh_from_db()
    for account in (survivor, merged):
        record(
            actor=actor, verb="account.merge_undone", subject=account, account_id=account.pk,
            changes={"merged": merged.pk},
        )  # fmt: skip
    return merge


def parents_in_sight(reader: User, *accounts: Account) -> bool:
    """Who does not see the parent company of one of them chooses between none: a choice may remove or reveal it."""
    parents = {account.parent_id for account in accounts} - {None}
    return Account.objects.visible_to(reader).filter(pk__in=parents).count() == len(parents)


def gather_late() -> None:
    """What arrived at a merged account after its merge follows, too.

    Foreign keys are checked when a transaction ends: an import that began before the merge, and locks no account, may
    end after it. Nothing that is merged is older than the merges looked at here.
    """
    for merge in Merge.objects.filter(at__gt=timezone.now() - LATEST, undone_at=None).order_by("pk"):
        if late := merged_rows.late(merge):
            _gather(merge, late)


@transaction.atomic
def _gather(merge: Merge, late: list[str]) -> None:
    share_lock(MANY_ACCOUNTS)  # nobody waits for this one: it may stand in the queue
    survivor, _merged = _held(merge.survivor_id, merge.merged_id)
    if Merge.objects.select_for_update().get(pk=merge.pk).undone_at:
        return
    merged_rows.move_late(merge, late)
    recompute([survivor.pk], None)
    record(actor=None, verb="account.gathered", subject=survivor, account_id=survivor.pk)


def _held(survivor: int, merged: int) -> tuple[Account, Account]:
    """Both as they are now, locked in one order whoever asks: who has `lock_account` of one of them is waited for.

    Before them what others lock before an account: their alerts, which nights and refreshes write.
    """
    beside_many()
    merging.hold([survivor, merged])
    wait_for_lock("accounts.Account.parent")
    rows = {row.pk: row for row in Account.objects.select_for_update().filter(pk__in=[survivor, merged]).order_by("pk")}
    return rows[survivor], rows[merged]


def _check_alive(survivor: Account, merged: Account) -> None:
    """Asked before the versions: whoever is told that an account has changed is to find it."""
    if survivor.pk == merged.pk:
        raise RuleBroken(_("This is the same account: choose another one."), field="merged")
    for account in (survivor, merged):
        if account.merged_into_id:
            raise RuleBroken(_("One of them has just been merged into another account. Look again."), field="merged")


def _check(survivor: Account, merged: Account) -> None:
    for account in (survivor, merged):
        if account.is_archived:
            raise RuleBroken(_("%(name)s is archived: restore it first.") % {"name": account.name}, field="merged")
    if _stands_above(survivor, merged) or _stands_above(merged, survivor):
        raise RuleBroken(_("One belongs to the other's group: these are two accounts."), field="merged")
    for objection in merging.objections():
        if said := objection(survivor, merged):
            raise RuleBroken(said, field="merged")


def _stands_above(one: Account, other: Account) -> bool:
    number = other.parent_id
    for _level in range(MAX_DEPTH):
        if number is None or number == one.pk:
            break
        number = Account.objects.filter(pk=number).values_list("parent_id", flat=True).first()
    return number == one.pk


def _changes(survivor: Account, merged: Account, take: Collection[str]) -> dict[str, Any]:
    """The survivor's columns that become others by the merge."""
    if strange := sorted(set(take) - set(PARTS)):
        raise RuleBroken(_("No such part: %(name)s") % {"name": ", ".join(strange)}, field="take")
    columns = [column for part in take for column in PARTS[part]]
    wanted = {column: getattr(merged, column) for column in columns}
    wanted = consistent(survivor, wanted)
    teams = {*survivor.shared_with, *merged.shared_with, survivor.team_id, merged.team_id}
    wanted["shared_with"] = sorted(teams - {wanted.get("team_id", survivor.team_id)})
    return {column: value for column, value in wanted.items() if getattr(survivor, column) != value}


def _check_undo(merge: Merge, survivor: Account) -> None:
    if merge.undone_at:
        raise RuleBroken(_("This merge has been undone already."))
    if not merge.is_undoable():
        raise RuleBroken(_("The time in which this merge could be undone is over."))
    if survivor.merged_into_id:
        raise RuleBroken(_("The account was merged into another one since: undo that first."))
    if Merge.objects.filter(survivor=survivor, undone_at=None, pk__gt=merge.pk).exists():
        raise RuleBroken(_("Another account was merged into this one since: undo that first."))


def _refuse_circle(*accounts: Account) -> None:
    """Whoever was put below one of them since the merge may stand above it once children and parent are back."""
    for account in accounts:
        account.refresh_from_db()
        if _stands_above(account, account):
            said = _("Undone, %(name)s would stand above itself in its group: change a parent company there first.")
            raise RuleBroken(said % {"name": account.name})


def _restored(survivor: Account, changes: dict[str, Any]) -> dict[str, Any]:
    """The columns to set back: those that still have what the merge gave them."""
    found = {}
    for name, (before, after) in changes.items():
        field = Account._meta.get_field(name)
        if getattr(survivor, name) == _read(field, after):
            found[name] = _read(field, before)
    return found


def _read(field: Any, kept: Any) -> Any:
    """A value as it was before JSON kept it."""
    return kept if field.is_relation or kept is None else field.to_python(kept)


def _write(account: Account, **changes: Any) -> None:
    Account.objects.filter(pk=account.pk).update(**changes, version=F("version") + 1, updated_at=timezone.now())
