"""What an account and a contact carry of their visits, always computed anew from the visits themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from foundation.errors import RuleBroken
from foundation.sql import run_step
from teams.models import Company

SQL: Final = Path(__file__).parent.parent / "sql"


@transaction.atomic(savepoint=False)
def refresh_visit_facts(account_ids: Iterable[int], *, contact_ids: Collection[int] | None = None) -> None:
    """Sets last_visit_on, next_step, next_step_on of the accounts and last_met_on of their contacts.

    `contact_ids` narrows the contacts; None means all of these accounts. Neither version nor updated_at moves: these
    columns are nobody's edit. The rows are locked first, for an UPDATE that waited would compute from what its own
    snapshot showed before the other writer was done.
    """
    ids = sorted(set(account_ids))
    list(Account.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))
    recompute(ids, contact_ids)


def recompute(account_ids: list[int], contact_ids: Collection[int] | None) -> bool:
    """`refresh_visit_facts` for who already holds the accounts' locks; whether any of them carries something else."""
    values: dict[str, Any] = {"accounts": account_ids, "zone": Company.current().timezone}
    moved = run_step(SQL / "visit_facts.sql", values).rows > 0
    if contact_ids is None:
        run_step(SQL / "met_facts.sql", values, without=["some"])
    elif contact_ids:
        run_step(SQL / "met_facts.sql", {**values, "contacts": list(contact_ids)})
    return moved


def visit_due_recount() -> None:
    """When the next visit to every account is due, made anew: for who loaded accounts without their triggers."""
    run_step(SQL / "recount_due.sql", {})


def profit_rows_make() -> None:
    """A row for the published profit of every account: for who loaded accounts without their triggers."""
    run_step(SQL / "unrated_rows.sql", {})


def lock_writable(account_id: int) -> Account:
    """`lock_account` for whatever somebody writes at it. RuleBroken: it is archived, and what hangs on it with it.

    Written all the same is what was begun before: a request for help is answered, what renews itself goes on, a visit
    that took place is reported.
    """
    account = lock_account(account_id)
    if account.is_archived:
        raise RuleBroken(_("This account is archived."), field="account")
    return account


def lock_account(account_id: int) -> Account:
    """The account as it is now; nobody archives it, merges it or changes its visits until this transaction ends.

    RuleBroken where it has just become a part of another one: what the caller read of it is somewhere else now.
    """
    account = Account.objects.select_for_update(no_key=True).get(pk=account_id)
    if account.merged_into is not None:
        survivor = {"number": account.merged_into_id, "name": account.merged_into.name}
        raise RuleBroken(_("This account has become a part of %(name)s (%(number)d).") % survivor, field="account")
    return account
