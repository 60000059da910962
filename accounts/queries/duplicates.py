"""Accounts that may be one: pairs of a list, those like one account, and what a merge would bring together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Func, IntegerField, Min, OuterRef, QuerySet, Sum
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from accounts import merging
from accounts.models import Account, LikePair, Merge, MergedRows, TwoAccounts
from foundation.paging import COUNT_LIMIT
from foundation.sql import counts_up_to, select

SQL: Final = Path(__file__).parent.parent / "sql"
MOST_IN_COMMON: Final = 20
"""A key that more accounts share tells nothing of any two of them."""
MOST_ALIKE: Final = 20
"""As many as a page names; counted among those that the reader sees."""
REASONS: Final[dict[str, Any]] = {"n": _("name"), "x": _("number"), "p": _("phone"), "d": _("domain")}


@dataclass(frozen=True)
class Like:
    """An account that may be the same, and what it has in common."""

    account: Account
    reasons: list[Any]


@dataclass(frozen=True)
class Brought:
    """Rows of one kind: how many went along, how many stayed with the merged account for want of room."""

    label: Any
    moved: int
    aside: int


def words(reasons: Iterable[str]) -> list[Any]:
    """What two accounts have in common, each kind once."""
    return [REASONS[kind] for kind in REASONS if kind in set(reasons)]


def like(reader: Any, account: Account | None = None, **typed: str) -> list[Like]:
    """Accounts within the reader's sight that are like `account`, or like a new one of which this was typed.

    `typed`: name, external_id, phone, website.
    """
    values = {"name": "", "external_id": "", "phone": "", "website": "", **typed}
    found = select(
        SQL / "like_accounts.sql", {**values, "account": account.pk if account else 0, "most": MOST_IN_COMMON}
    )
    if not found:
        return []
    seen = Account.objects.visible_to(reader).filter(archived_at=None).select_related("owner")
    rows = seen.in_bulk([row["account_id"] for row in found])
    likes = (Like(rows[row["account_id"]], words(row["reasons"])) for row in found if row["account_id"] in rows)
    return list(islice(likes, MOST_ALIKE))


def pairs(visible: QuerySet[LikePair]) -> QuerySet[LikePair]:
    """With what a row of the list shows, without what came up since the last search: one archived or merged, or told
    apart while the search was on its way."""
    apart = TwoAccounts.objects.filter(first=OuterRef("first"), second=OuterRef("second"))
    rows = visible.filter(~Exists(apart), first__archived_at=None, second__archived_at=None)
    return rows.select_related("first__owner", "second__owner", "first__team", "second__team")


def hanging_on(account: Account) -> dict[str, int]:
    """How many rows of each kind a merge would take along, by name; what there is none of is left out."""
    rows = {}
    for relation in merging.following():
        model, name = merging.column(relation)
        rows[relation] = model._base_manager.filter(**{name: account.pk})
    return {relation: count for relation, count in counts_up_to(COUNT_LIMIT, rows).items() if count}


def brought_by(merge: Merge) -> list[Brought]:
    """What went along with the merged account and what stayed behind, as far as there was any."""
    went = Func("ids", function="cardinality", output_field=IntegerField())
    rows = MergedRows.objects.filter(merge=merge).values("relation").annotate(
        first=Min("pk"), went=Sum(went), stayed=Sum("aside")
    )  # fmt: skip
    return [Brought(merging.name_of(row["relation"]), row["went"], row["stayed"]) for row in rows.order_by("first")]


def with_merges(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """Adds `came_from`: what became a part of the account, the latest first, each with `id` and `name`."""
    rows = Merge.objects.filter(survivor=OuterRef("pk"), undone_at=None).order_by("-pk")
    told = JSONObject(id="pk", name="merged__name")
    return accounts.annotate(came_from=ArraySubquery(rows.values_list(told)[:MOST_IN_COMMON]))


def survivor_of(number: int, reader: Any) -> Account | None:
    """Where the account of that number went, if it was merged and the reader sees the one it is now."""
    return Account.objects.visible_to(reader).instead_of(number)
