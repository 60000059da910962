"""Which contracts run, which come to an end, and until when somebody can still decide."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Case,
    Count,
    DateField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce, JSONObject

from accounts.models import Account
from dossier.choices import ContractKind, ContractState
from dossier.models import Attachment, Contract, ContractReminder
from dossier.models.reminder import MOST_DAYS

SHOWN = 5
_NOT_TERMINATED = Q(terminated_on=None)
_SIGNED = Q(signed_on__isnull=False)
_OPEN_END = Q(ends_on=None)
_FOLLOWED = Q(successor__signed_on__isnull=False)
"""By one that is signed: a draft settles nothing."""


def with_lead(rows: QuerySet[Contract]) -> QuerySet[Contract]:
    """Each with `lead`, how many days before its last day of notice it is spoken of, that day, `remind_on`, and
    `is_followed`, whether a signed one follows."""
    rule = ContractReminder.objects.filter(tier=OuterRef("account__tier")).values("days")[:1]
    remind_on = ExpressionWrapper(F("decide_by") - F("lead"), DateField())
    is_followed = ExpressionWrapper(_FOLLOWED, BooleanField())
    return rows.annotate(lead=Subquery(rule), is_followed=is_followed).annotate(remind_on=remind_on)


def _over(today: dt.date) -> Q:
    return _NOT_TERMINATED & Q(ends_on__lt=today) & (Q(renews=False) | _FOLLOWED)


def _ending(today: dt.date) -> Q:
    soon = _NOT_TERMINATED & Q(decide_by__lte=today + dt.timedelta(MOST_DAYS), remind_on__lte=today) & ~_over(today)
    return soon | Q(terminated_on__gte=today)


def of_state(rows: QuerySet[Contract], state: str, today: dt.date) -> QuerySet[Contract]:
    """Of rows `with_lead`: what `Contract.state_on` says of each, asked in the database."""
    signed = rows.filter(_SIGNED)
    match ContractState(state):
        case ContractState.DRAFT:
            return rows.filter(signed_on=None)
        case ContractState.TERMINATED:
            return signed.filter(terminated_on__lt=today)
        case ContractState.ENDED:
            return signed.filter(_over(today))
        case ContractState.ENDING:
            return signed.filter(_ending(today))
    running = _NOT_TERMINATED & (_OPEN_END | (Q(remind_on__gt=today) & ~_over(today)))
    return signed.filter(running)


def undecided(rows: QuerySet[Contract]) -> QuerySet[Contract]:
    """Signed ones with an end that nobody has decided about: not followed, not terminated, not settled."""
    rows = rows.filter(_SIGNED, _NOT_TERMINATED, ends_on__isnull=False, successor__signed_on=None)
    return rows.filter(Q(settled_for=None) | ~Q(settled_for=F("ends_on"))).filter(
        account__archived_at=None, account__lost_on=None
    )


def spoken_of(rows: QuerySet[Any], today: dt.date) -> QuerySet[Any]:
    """Of rows `with_lead`: those whose time has come."""
    return rows.filter(remind_on__lte=today)


def contracts_due(rows: QuerySet[Contract], today: dt.date) -> QuerySet[Contract]:
    """Undecided ones that are spoken of by the reader's `today`, each with its account and who is responsible."""
    soon = today + dt.timedelta(MOST_DAYS)
    found = spoken_of(with_lead(undecided(rows).filter(decide_by__lte=soon)), today)
    return found.select_related("account", "owner")


def for_list(rows: QuerySet[Contract], today: dt.date) -> QuerySet[Contract]:
    """With what a list shows; what can still be decided stands first, the most urgent before all."""
    wants = _SIGNED & _NOT_TERMINATED & Q(remind_on__lte=today, successor__signed_on=None)
    wants &= Q(settled_for=None) | ~Q(settled_for=F("ends_on"))
    place = Case(When(wants, then=0), When(_over(today) | Q(terminated_on__lt=today), then=2), default=1)
    found = with_lead(rows).select_related("account", "owner", "successor")
    return found.order_by(place, F("decide_by").asc(nulls_last=True), "id")


def with_contracts(accounts: QuerySet[Account], today: dt.date) -> QuerySet[Account]:
    """Brings those along that are not over, the most urgent first, so that `contracts_of` asks no more; and `files`,
    how many there are."""
    rows = Contract.objects.filter(account=OuterRef("pk")).exclude(_over(today)).exclude(terminated_on__lt=today)
    columns = (
        "id", "kind", "title", "number", "signed_on", "ends_on", "decide_by", "renews", "terminated_on", "lead",
        "is_followed",
    )  # fmt: skip
    told = JSONObject(**{name: name for name in columns})
    found = with_lead(rows).order_by(F("decide_by").asc(nulls_last=True), "id").values(told=told)
    files = Attachment.objects.filter(account=OuterRef("pk"), removed_at=None).order_by().values("account")
    return accounts.annotate(
        contracts_told=ArraySubquery(found[: SHOWN + 1]),
        files=Coalesce(Subquery(files.annotate(n=Count("pk")).values("n")), 0),
    )


def contracts_of(account: Any) -> list[dict[str, Any]]:
    """Of an account as `with_contracts` gives it: id, the row (unsaved, for its words), kind_name."""
    found = []
    for told in account.contracts_told:
        days = {name: _day(told[name]) for name in ("signed_on", "ends_on", "terminated_on", "decide_by")}
        row = Contract(pk=told["id"], title=told["title"], number=told["number"], renews=told["renews"])
        row.__dict__.update(days, lead=told["lead"], is_followed=told["is_followed"])
        found.append({"id": told["id"], "row": row, "kind_name": ContractKind(told["kind"]).label})
    return found


def _day(said: str | None) -> dt.date | None:
    return dt.date.fromisoformat(said) if said else None
