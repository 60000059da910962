"""Finding the accounts and people that a file names, among those the actor may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _
from pypinyin import lazy_pinyin

from accounts import rules
from accounts.models import Account
from foundation.errors import RuleBroken
from foundation.text import fold, sort_key
from journal.services import record_many
from teams.models import Role, User

from .plan import Order, Work

BATCH = 2000
Item = TypeVar("Item")


class Named(NamedTuple):
    """An account as a file names it: by external id, by name, or both."""

    external_id: str
    name: str


class Found(NamedTuple):
    account_id: int | None
    fault: str = ""
    """unknown, ambiguous, archived; empty where the account is found."""


def batches(items: Iterable[Item], size: int = BATCH) -> Iterator[list[Item]]:
    waiting = iter(items)
    while batch := list(islice(waiting, size)):
        yield batch


def find_accounts(actor: User, named: Iterable[Named]) -> Iterator[tuple[Named, Found]]:
    """What each name means: an external id decides; a name does where only one account has it.

    A value in the place of a name may be an external id too. Two index look-ups a batch, at any number of accounts.
    """
    for batch in batches(named):
        ids = {value for one in batch for value in (one.external_id, one.name) if value}
        keys = {sort_key(one.name) for one in batch if one.name}
        columns = ("pk", "external_id", "name", "archived_at")
        seen = Account.objects.visible_to(actor).values_list(*columns)
        by_id = {row[1]: row for row in seen.filter(external_id__in=ids)}
        by_id |= merged_away(actor, ids - by_id.keys())
        by_name: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        for row in seen.filter(sort_key__in=keys):
            by_name[fold(row[2])].append(row)
        for one in batch:
            yield one, _decide(one, by_id, by_name)


def merged_away(actor: User, ids: set[str]) -> dict[str, tuple[Any, ...]]:
    """By external id of an account that was merged: the one it is now, among those the actor sees."""
    if not ids:
        return {}
    seen = Account.objects.visible_to(actor).order_by()
    gone = Account.objects.filter(external_id__in=ids, merged_into__in=seen.values("pk"))
    columns = ("merged_into", "external_id", "merged_into__name", "merged_into__archived_at")
    return {row[1]: row for row in gone.values_list(*columns)}


def _decide(one: Named, by_id: dict[str, Any], by_name: dict[str, list[Any]]) -> Found:
    if one.external_id and one.external_id in by_id:
        return _found(by_id[one.external_id])
    if not one.external_id and one.name in by_id:
        return _found(by_id[one.name])
    # A name may stand in for an id only where the account has no other id.
    same = [row for row in by_name[fold(one.name)] if not one.external_id or not row[1]]
    living = [row for row in same if row[3] is None] or same
    if len(living) > 1:
        return Found(None, "ambiguous")
    return _found(living[0]) if living else Found(None, "unknown")


def _found(row: tuple[Any, ...]) -> Found:
    return Found(row[0], "" if row[3] is None else "archived")


def create_accounts(work: Work, named: Sequence[Named]) -> list[tuple[Named, Found]]:
    """New accounts of the order's owner, one per name or, where only that is given, per external id."""
    accounts: dict[tuple[str, str], Account] = {}
    for one in named:
        account = Account(
            **rules.names(one.name or one.external_id, one.external_id),
            external_id=one.external_id,
            owner=work.order.owner,
            team=work.team,
        )
        accounts.setdefault((one.external_id, "" if one.external_id else fold(account.name)), account)
    Account.objects.bulk_create(accounts.values(), batch_size=BATCH)
    record_many(
        actor=work.actor, verb="account.created", subjects=[(account, account.pk) for account in accounts.values()]
    )
    work.report.made[_("accounts")] = work.report.made.get(_("accounts"), 0) + len(accounts)
    return [(one, Found(accounts[one.external_id, "" if one.external_id else fold(one.name)].pk)) for one in named]


def create_people(work: Work, names: Mapping[str, str]) -> dict[str, int]:
    """Sales reps of the order's team for `names` (folded → as written); without a password until somebody sets one.

    Returns folded name → id.
    """
    if not work.actor.sees_all:
        raise RuleBroken(_("Only an administrator makes people known."), field="--create-people")
    # Of everybody: who left keeps his address.
    taken = set(User.objects.values_list("email", flat=True)) | {key for key in names if "@" in key}
    people = [
        User(
            email=key if "@" in key else address_of(key, taken),
            name=name,
            role=Role.REP,
            team=work.team,
            password=make_password(None),
        )
        for key, name in names.items()
    ]
    User.objects.bulk_create(people)
    record_many(actor=work.actor, verb="person.created", subjects=[(person, None) for person in people])
    work.report.made[_("people")] = len(people)
    return {name: person.pk for name, person in zip(names, people, strict=True)}


def address_of(name: str, taken: set[str]) -> str:
    """An address that reaches nobody, made of `name`, from now on `taken`; 张伟 and 章伟 sound the same."""
    sound = ".".join(lazy_pinyin(name.replace(" ", ".")))[:230]
    address, number = f"{sound}@imported.invalid", 1
    while address in taken:
        number += 1
        address = f"{sound}.{number}@imported.invalid"
    taken.add(address)
    return address


def people_who_left(actor: User) -> set[str]:
    """Folded emails and names of those who no longer work here."""
    left = User.objects.visible_to(actor).filter(is_active=False).values_list("email", "name")
    return {fold(said) for person in left for said in person}


def people_in_reach(order: Order) -> dict[str, int | None]:
    """Folded email or name → id of everybody the actor may name as owner; None where two share a name."""
    may_name_others = order.actor.leads or order.actor.role == Role.INTEGRATION
    rows = User.objects.visible_to(order.actor).filter(is_active=True).values_list("pk", "email", "name")
    found: dict[str, int | None] = {}
    for pk, email, name in rows if may_name_others else rows.filter(pk=order.actor.pk):
        found[fold(email)] = pk
        found[fold(name)] = pk if found.get(fold(name), pk) == pk else None
    return found
