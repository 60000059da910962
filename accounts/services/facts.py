"""What an account and a contact carry of their visits, always computed anew from the visits themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db import models, transaction
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Account, Contact, Visit
from accounts.queries.visit import day_of, met, with_open_step


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


def recompute(account_ids: list[int], contact_ids: Collection[int] | None) -> None:
    """`refresh_visit_facts` for who already holds the accounts' locks."""
    visits = met(Visit.objects.filter(account=OuterRef("pk"))).order_by("-starts_at")
    steps = with_open_step(Visit.objects.filter(account=OuterRef("pk"))).order_by("next_step_on", "-starts_at", "-id")
    Account.objects.filter(pk__in=account_ids).update(
        last_visit_on=Subquery(visits.values(day=day_of("starts_at"))[:1]),
        next_step=Coalesce(Subquery(steps.values("next_step")[:1]), models.Value("")),
        next_step_on=Subquery(steps.values("next_step_on")[:1]),
    )
    if contact_ids is None or contact_ids:
        _refresh_contacts(account_ids, contact_ids)


def _refresh_contacts(account_ids: list[int], contact_ids: Collection[int] | None) -> None:
    contacts: models.QuerySet[Any] = Contact.objects.filter(account_id__in=account_ids)
    if contact_ids is not None:
        contacts = contacts.filter(pk__in=list(contact_ids))
    meetings = met(Visit.objects.filter(contacts=OuterRef("pk"))).order_by("-starts_at")
    contacts.update(last_met_on=Subquery(meetings.values(day=day_of("starts_at"))[:1]))


def lock_account(account_id: int) -> Account:
    """The account as it is now; nobody archives it or changes its visits until this transaction ends."""
    return Account.objects.select_for_update(no_key=True).get(pk=account_id)
