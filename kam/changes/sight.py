"""Who may read which changes: whoever sees the record that they are about, and nobody else."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from accounts.models import Account
from journal.history.tracked import Tracked, heads, tracking
from journal.models import Change
from teams.visibility import OfAccount, VisibleQuerySet

OF_ADMINISTRATORS: Final = {"teams.user", "teams.team", "integrations.apikey"}
"""As their pages are (kam/rules.py)."""

PERSONAL: Final = "relations.assessment"


def unless_asked(rows: QuerySet[Change], kind: str) -> QuerySet[Change]:
    """Judgements on people leave the product only where somebody asks for them by their kind."""
    return rows if kind == PERSONAL else rows.exclude(head_kind=PERSONAL)


def record_or_404(user: Any, kind: str, number: int) -> tuple[Tracked, Any]:
    """The record of that kind and number, where the reader may see it."""
    each = tracking(kind)
    if each is None or not each.is_head:
        raise Http404
    row = _visible(each, user).filter(pk=number).first()
    if row is None:
        raise Http404
    return each, row


def changes_of_record(each: Tracked, row: Any) -> QuerySet[Change]:
    """Of a record that the reader sees, and of its parts."""
    return Change.objects.filter(head_kind=each.label, head_id=row.pk).order_by("-id")


def changes_of_account(account: Account, user: Any) -> QuerySet[Change]:
    """Of everything that hangs on an account that the reader sees, or on one that became a part of it.

    Each record is asked for itself: an assessment is its team's alone, and what came from another account, or went to
    one, is read where it is now, with all that happened to it before. What was removed is read by who sees the account
    that it had then, unless such records are for fewer eyes: then by nobody any more.
    """
    ids = [account.pk, *Account.objects.filter(merged_into=account).values_list("pk", flat=True)]
    found, gone = [Change.objects.filter(head_kind="accounts.account", head_id__in=ids).values("pk")], Q(pk__in=[])
    for each in heads():
        if each.account and each.account_path != "pk":
            here = _here(each, ids, user)
            found.append(Change.objects.filter(head_kind=each.label, head_id__in=here).values("pk"))
            if is_seen_with_account(each):
                there = each.head._base_manager.filter(pk=OuterRef("head_id"))
                gone |= Q(head_kind=each.label) & ~Q(Exists(there))
    found.append(Change.objects.filter(gone, account_id__in=ids).values("pk"))
    # One question a kind, each by an index: a condition over all of them would read the whole history.
    return Change.objects.filter(pk__in=found[0].union(*found[1:], all=True)).order_by("-id")


def is_seen_with_account(each: Tracked) -> bool:
    """Whether such records are seen by exactly those who see their account."""
    rows = type(each.head._default_manager.all())
    asks = getattr(rows, "visible_to", None)
    return asks in {VisibleQuerySet.visible_to, OfAccount.visible_to} and rows.path == f"{each.account}__"


def _here(each: Tracked, ids: list[int], user: Any) -> QuerySet[Any]:
    """The ids of the records of that kind that hang on these accounts now."""
    seen = each.head._base_manager.all()
    if not is_seen_with_account(each):
        seen = each.head._default_manager.visible_to(user)
    return seen.filter(**{f"{each.account}__in": ids}).order_by().values("pk")


def _visible(each: Tracked, user: Any) -> QuerySet[Any]:
    rows = each.model._default_manager.all()
    if each.account_path is None and not (user.sees_all if each.label in OF_ADMINISTRATORS else user.leads):
        return rows.none()
    return rows.visible_to(user) if hasattr(rows, "visible_to") else rows
