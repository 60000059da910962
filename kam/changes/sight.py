"""Who may read which changes: whoever sees the record that they are about, and nobody else."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from accounts.models import Account
from journal.history.tracked import Tracked, heads, tracking
from journal.models import Change
from teams.visibility import VisibleQuerySet

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
    """Of everything that hangs on an account that the reader sees, or hung on one that became a part of it.

    Each record is asked for itself: an assessment is its team's alone, and what moved to another account is read there.
    What was removed is read by who sees the account, unless such records are for fewer eyes: then by nobody any more.
    """
    ids = [account.pk, *Account.objects.filter(merged_into=account).values_list("pk", flat=True)]
    seen = Q(head_kind="accounts.account", head_id__in=ids)
    for each in heads():
        if each.account and each.account_path != "pk":
            seen |= Q(head_kind=each.label) & _of_account(each, ids, user)
    return Change.objects.filter(seen, account_id__in=ids).order_by("-id")


def is_seen_with_account(each: Tracked) -> bool:
    """Whether such records are seen by exactly those who see their account."""
    rows = type(each.head._default_manager.all())
    asks = getattr(rows, "visible_to", None)
    return asks is VisibleQuerySet.visible_to and rows.path == f"{each.account}__"


def kinds_of_accounts() -> list[Tracked]:
    return [each for each in heads() if each.account_path]


def _of_account(each: Tracked, ids: list[int], user: Any) -> Q:
    hangs = {f"{each.account}__in": ids}
    if is_seen_with_account(each):
        elsewhere = each.head._base_manager.filter(pk=OuterRef("head_id")).exclude(**hangs)
        return ~Q(Exists(elsewhere))
    return Q(head_id__in=each.head._default_manager.visible_to(user).filter(**hangs).order_by().values("pk"))


def _visible(each: Tracked, user: Any) -> QuerySet[Any]:
    rows = each.model._default_manager.all()
    if each.account_path is None and not (user.sees_all if each.label in OF_ADMINISTRATORS else user.leads):
        return rows.none()
    return rows.visible_to(user) if hasattr(rows, "visible_to") else rows
