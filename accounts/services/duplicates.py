"""Which accounts may be one is searched in the database; that two of them are two, a person says."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, LikePair, MergeRule, TwoAccounts
from accounts.queries.duplicates import MOST_IN_COMMON
from foundation.columns import differences, save_edit
from foundation.errors import RuleBroken
from foundation.locks import wait_for_lock
from foundation.sql import run_step
from journal.services import changes_of, record
from teams.models import User
from teams.rules import only_leads

SQL: Final = Path(__file__).parent.parent / "sql"
LONGEST = 365


@transaction.atomic
def find_pairs() -> None:
    """Searches all accounts for pairs that have something in common. One search at a time."""
    wait_for_lock("accounts.LikePair")
    run_step(SQL / "like_pairs.sql", {"most": MOST_IN_COMMON})


@transaction.atomic
def match_keys_recount() -> None:
    """What accounts are recognised by, made anew: for who loaded accounts or contacts without their triggers."""
    run_step(SQL / "recount_keys.sql", {})


@transaction.atomic
def two_accounts(one: Account, other: Account, *, actor: User) -> TwoAccounts:
    """These are two different accounts: they are offered as one no more. Whoever sees both may say so."""
    if one.pk == other.pk:
        raise RuleBroken(_("This is the same account: choose another one."), field="other")
    first, second = sorted((one, other), key=lambda account: account.pk)
    row, made = TwoAccounts.objects.get_or_create(first=first, second=second, defaults={"by": actor})
    LikePair.objects.between(one, other).delete()
    if made:
        # Numbers alone: who sees the first may not see the second.
        told = {"accounts": [first.pk, second.pk]}
        record(actor=actor, verb="account.told_apart", subject=first, account_id=first.pk, changes=told)
    return row


@transaction.atomic
def merge_rule_set(rule: MergeRule, *, actor: User, version: int, undo_days: int) -> MergeRule:
    """For how many days merges can be undone from now on. Those there are keep theirs."""
    only_leads(actor)
    if not 1 <= undo_days <= LONGEST:
        raise RuleBroken(_("From one day to a year."), field="undo_days")
    changes = differences(rule, {"undo_days": undo_days})
    if not changes:
        return rule
    told = changes_of(rule, changes)
    rule = save_edit(rule, version, changes)
    record(actor=actor, verb="merging.changed", subject=rule, changes=told)
    return rule
